/** Lists the utilities by name. Each one is loaded when it is first used. */
import type { Utility } from './utility.js';

const load: Readonly<Record<string, () => Promise<Utility>>> = {
  awk: async () => (await import('./awk/awk.js')).awk,
  cat: async () => (await import('./cat.js')).cat,
  cmp: async () => (await import('./cmp.js')).cmp,
  column: async () => (await import('./column.js')).column,
  comm: async () => (await import('./comm.js')).comm,
  cp: async () => (await import('./cp.js')).cp,
  cut: async () => (await import('./cut.js')).cut,
  date: async () => (await import('./date.js')).date,
  diff: async () => (await import('./diff.js')).diff,
  egrep: async () => (await import('./grep.js')).grep,
  env: async () => (await import('./env.js')).env,
  expr: async () => (await import('./expr.js')).expr,
  fgrep: async () => (await import('./grep.js')).grep,
  fold: async () => (await import('./fold.js')).fold,
  grep: async () => (await import('./grep.js')).grep,
  head: async () => (await import('./head.js')).head,
  id: async () => (await import('./identity.js')).id,
  join: async () => (await import('./join.js')).join,
  jq: async () => (await import('./jq/jq.js')).jq,
  less: async () => (await import('./less.js')).less,
  ls: async () => (await import('./ls.js')).ls,
  mkdir: async () => (await import('./folders.js')).mkdir,
  mktemp: async () => (await import('./mktemp.js')).mktemp,
  more: async () => (await import('./less.js')).less,
  mv: async () => (await import('./mv.js')).mv,
  nl: async () => (await import('./nl.js')).nl,
  od: async () => (await import('./od.js')).od,
  paste: async () => (await import('./paste.js')).paste,
  realpath: async () => (await import('./realpath.js')).realpath,
  rm: async () => (await import('./rm.js')).rm,
  rmdir: async () => (await import('./folders.js')).rmdir,
  sed: async () => (await import('./sed/sed.js')).sed,
  seq: async () => (await import('./seq.js')).seq,
  sort: async () => (await import('./sort.js')).sort,
  tac: async () => (await import('./tac.js')).tac,
  tail: async () => (await import('./tail.js')).tail,
  tee: async () => (await import('./tee.js')).tee,
  touch: async () => (await import('./touch.js')).touch,
  tr: async () => (await import('./tr.js')).tr,
  uname: async () => (await import('./identity.js')).uname,
  uniq: async () => (await import('./uniq.js')).uniq,
  watch: async () => (await import('./watch.js')).watch,
  wc: async () => (await import('./wc.js')).wc,
  whoami: async () => (await import('./identity.js')).whoami,
  xargs: async () => (await import('./xargs.js')).xargs,
  yes: async () => (await import('./yes.js')).yes,
};

/** Returns the utility called `name`, or `undefined` if there is none. */
export async function findUtility(name: string): Promise<Utility | undefined> {
  return Object.hasOwn(load, name) ? load[name]?.() : undefined;
}

export const UTILITY_NAMES: readonly string[] = Object.keys(load);
