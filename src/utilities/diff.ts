/** `diff`: compares files and folders line by line. */
import { diffArrays } from 'diff';
import { Inputs } from './input.js';
import { type Options, parseOptions } from './options.js';
import { formatTime } from './time.js';
import { complain, type UtilityCall, UtilityError } from './utility.js';

/** A change: lines from `oldStart` and `newStart`, counted from 0, up to the ends. */
interface Change {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

interface Side {
  readonly lines: readonly string[];
  /** False if the last line has no end. */
  readonly terminated: boolean;
  readonly label: string;
}

export async function diff(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'i|ignore-case E|ignore-tab-expansion Z|ignore-trailing-space b|ignore-space-change w|ignore-all-space ' +
      'B|ignore-blank-lines I|ignore-matching-lines: a|text c| C|context: u| U|unified: q|brief ' +
      'normal y|side-by-side e|ed s|report-identical-files r|recursive N|new-file p|show-c-function ' +
      'L|label: t|expand-tabs T|initial-tab W|width: d|minimal strip-trailing-cr color? suppress-common-lines',
    { status: 2 },
  );
  for (const [key, name] of [
    ['y', '-y'],
    ['e', '-e'],
    ['I', '-I'],
    ['E', '-E'],
  ] as const) {
    if (options.has(key)) throw new UtilityError(`${name} is not supported`, 2);
  }
  const [first, second, extra] = options.operands;
  if (first === undefined || second === undefined) {
    throw new UtilityError(
      `missing operand after '${first ?? 'diff'}'\ndiff: Try 'diff --help' for more information.`,
      2,
    );
  }
  if (extra !== undefined)
    throw new UtilityError(
      `extra operand '${extra}'\ndiff: Try 'diff --help' for more information.`,
      2,
    );
  return new Comparison(call, options).compare(first, second, '');
}

class Comparison {
  readonly #inputs: Inputs;

  constructor(
    private readonly call: UtilityCall,
    private readonly options: Options,
  ) {
    this.#inputs = new Inputs(call);
  }

  async compare(first: string, second: string, header: string): Promise<number> {
    const { call, options } = this;
    const isFolder = async (path: string) =>
      path !== '-' && (await call.files.stat(path))?.isDirectory === true;
    const [a, b] = [await isFolder(first), await isFolder(second)];
    if (a && b) return this.#folders(first, second);
    const base = (path: string) => path.slice(path.lastIndexOf('/') + 1);
    if (a) return this.compare(`${first}/${base(second)}`, second, header);
    if (b) return this.compare(first, `${second}/${base(first)}`, header);
    const texts: string[] = [];
    for (const path of [first, second]) {
      const missing =
        path !== '-' && !path.startsWith('/dev/') && (await call.files.stat(path)) === undefined;
      if (missing && options.has('N')) {
        texts.push('');
        continue;
      }
      if (missing) {
        await complain(call, `${path}: No such file or directory`);
        continue;
      }
      texts.push(await (await this.#inputs.open(path)).rest());
    }
    const [old, fresh] = texts;
    if (old === undefined || fresh === undefined) return 2;
    return this.#texts(first, second, old, fresh, header);
  }

  async #folders(first: string, second: string): Promise<number> {
    const { call, options } = this;
    const [old, fresh] = [await call.files.list(first), await call.files.list(second)];
    let status = 0;
    for (const name of [...new Set([...old, ...fresh])].sort()) {
      const [a, b] = [`${first}/${name}`, `${second}/${name}`];
      const both = old.includes(name) && fresh.includes(name);
      if (!both && !options.has('N')) {
        await call.stdout(`Only in ${old.includes(name) ? first : second}: ${name}\n`);
        status = Math.max(status, 1);
        continue;
      }
      const folders =
        both && (await call.files.stat(a))?.isDirectory && (await call.files.stat(b))?.isDirectory;
      if (folders && !options.has('r')) {
        await call.stdout(`Common subdirectories: ${a} and ${b}\n`);
        continue;
      }
      const flags = call.args.filter((arg) => arg.startsWith('-')).join(' ');
      status = Math.max(
        status,
        await this.compare(a, b, `diff ${flags}${flags === '' ? '' : ' '}${a} ${b}\n`),
      );
    }
    return status;
  }

  async #texts(
    first: string,
    second: string,
    old: string,
    fresh: string,
    header: string,
  ): Promise<number> {
    const { call, options } = this;
    if (old === fresh) {
      if (options.has('s')) await call.stdout(`Files ${first} and ${second} are identical\n`);
      return 0;
    }
    const isBinary =
      !options.has('a') && [old, fresh].some((text) => text.slice(0, 4096).includes('\0'));
    if (isBinary) {
      await call.stdout(
        `${options.has('q') ? 'Files' : 'Binary files'} ${first} and ${second} differ\n`,
      );
      return options.has('q') ? 1 : 2;
    }
    const labels = options.values('L');
    const sideOf = async (text: string, path: string, label: string | undefined): Promise<Side> => {
      const lines = text.split('\n');
      const terminated = lines.at(-1) === '';
      if (terminated) lines.pop();
      return {
        lines,
        terminated: terminated || text === '',
        label: label ?? `${path}\t${await this.#time(path)}`,
      };
    };
    const [a, b] = [await sideOf(old, first, labels[0]), await sideOf(fresh, second, labels[1])];
    const changes = this.#changes(a, b);
    if (changes.length === 0) return 0;
    if (options.has('q')) {
      await call.stdout(`Files ${first} and ${second} differ\n`);
      return 1;
    }
    const style = options.last(['u', 'U', 'c', 'C', 'normal']);
    const around = Number(options.value('U') ?? options.value('C') ?? 3);
    const body =
      style === 'u' || style === 'U'
        ? unified(a, b, changes, around)
        : style === 'c' || style === 'C'
          ? contextual(a, b, changes, around)
          : normal(a, b, changes);
    await call.stdout(header + body);
    return 1;
  }

  async #time(path: string): Promise<string> {
    const stat = path === '-' ? undefined : await this.call.files.stat(path);
    return formatTime('%Y-%m-%d %H:%M:%S.%N %z', stat?.mtime.getTime() ?? this.call.now(), 'UTC');
  }

  #changes(a: Side, b: Side): Change[] {
    const { options } = this;
    const keyOf = (line: string): string => {
      let key = options.has('strip-trailing-cr') ? line.replace(/\r$/, '') : line;
      if (options.has('w')) key = key.replace(/[ \t-\r]+/g, '');
      else if (options.has('b')) key = key.replace(/[ \t-\r]+/g, ' ').trimEnd();
      else if (options.has('Z')) key = key.trimEnd();
      return options.has('i') ? key.toLowerCase() : key;
    };
    const keys = ({ lines, terminated }: Side): string[] =>
      lines.map(
        (line, i) =>
          keyOf(line) +
          (terminated || i < lines.length - 1 || options.has('w') || options.has('b') ? '' : '\n'),
      );
    const changes: Change[] = [];
    let [i, j] = [0, 0];
    for (const { added, removed, count = 0 } of diffArrays(keys(a), keys(b))) {
      if (!added && !removed) {
        i += count;
        j += count;
        continue;
      }
      const before = changes.at(-1);
      const adjacent = before && before.oldEnd === i && before.newEnd === j;
      const start = adjacent
        ? { oldStart: before.oldStart, newStart: before.newStart }
        : { oldStart: i, newStart: j };
      if (adjacent) changes.pop();
      if (removed) i += count;
      else j += count;
      changes.push({ ...start, oldEnd: i, newEnd: j });
    }
    return changes
      .map((change) => slideDown(change, a.lines, b.lines))
      .filter(({ oldStart, oldEnd, newStart, newEnd }) => {
        if (!options.has('B')) return true;
        const touched = [...a.lines.slice(oldStart, oldEnd), ...b.lines.slice(newStart, newEnd)];
        return touched.some((line) => line !== '');
      });
  }
}

/** Moves a pure insertion or deletion as far down as equal lines allow, like the original. */
function slideDown(change: Change, a: readonly string[], b: readonly string[]): Change {
  let { oldStart, oldEnd, newStart, newEnd } = change;
  if (oldStart !== oldEnd && newStart !== newEnd) return change;
  const lines = oldStart === oldEnd ? b : a;
  const other = oldStart === oldEnd ? a : b;
  let [start, end] = oldStart === oldEnd ? [newStart, newEnd] : [oldStart, oldEnd];
  let opposite = oldStart === oldEnd ? oldStart : newStart;
  while (
    end < lines.length &&
    opposite < other.length &&
    lines[start] === lines[end] &&
    other[opposite] === lines[end]
  ) {
    start += 1;
    end += 1;
    opposite += 1;
  }
  if (oldStart === oldEnd) [newStart, newEnd, oldStart, oldEnd] = [start, end, opposite, opposite];
  else [oldStart, oldEnd, newStart, newEnd] = [start, end, opposite, opposite];
  return { oldStart, oldEnd, newStart, newEnd };
}

const NO_END = '\\ No newline at end of file\n';

const lineOf = ({ lines, terminated }: Side, i: number, mark: string): string =>
  `${mark}${lines[i] ?? ''}\n${terminated || i < lines.length - 1 ? '' : NO_END}`;

const linesOf = (side: Side, from: number, to: number, mark: string): string =>
  Array.from({ length: to - from }, (_, i) => lineOf(side, from + i, mark)).join('');

function normal(a: Side, b: Side, changes: readonly Change[]): string {
  const range = (from: number, to: number) => (to - from <= 1 ? `${to}` : `${from + 1},${to}`);
  return changes
    .map(({ oldStart, oldEnd, newStart, newEnd }) => {
      const kind = oldStart === oldEnd ? 'a' : newStart === newEnd ? 'd' : 'c';
      return [
        `${range(oldStart, oldEnd)}${kind}${range(newStart, newEnd)}\n`,
        linesOf(a, oldStart, oldEnd, '< '),
        kind === 'c' ? '---\n' : '',
        linesOf(b, newStart, newEnd, '> '),
      ].join('');
    })
    .join('');
}

/** Groups changes whose context lines overlap or touch. */
function hunksOf(changes: readonly Change[], around: number): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last && change.oldStart - last.oldEnd <= 2 * around) hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function boundsOf(a: Side, b: Side, hunk: readonly Change[], around: number) {
  const [first, last] = [hunk[0], hunk.at(-1)];
  const before = Math.min(around, first?.oldStart ?? 0);
  const after = Math.min(around, a.lines.length - (last?.oldEnd ?? 0));
  return {
    oldStart: (first?.oldStart ?? 0) - before,
    oldEnd: (last?.oldEnd ?? 0) + after,
    newStart: (first?.newStart ?? 0) - before,
    newEnd: Math.min(b.lines.length, (last?.newEnd ?? 0) + after),
  };
}

function unified(a: Side, b: Side, changes: readonly Change[], around: number): string {
  const range = (from: number, to: number) =>
    to - from === 1 ? `${to}` : to === from ? `${from},0` : `${from + 1},${to - from}`;
  const out = [`--- ${a.label}\n+++ ${b.label}\n`];
  for (const hunk of hunksOf(changes, around)) {
    const bounds = boundsOf(a, b, hunk, around);
    out.push(
      `@@ -${range(bounds.oldStart, bounds.oldEnd)} +${range(bounds.newStart, bounds.newEnd)} @@\n`,
    );
    let at = bounds.oldStart;
    for (const { oldStart, oldEnd, newStart, newEnd } of hunk) {
      out.push(
        linesOf(a, at, oldStart, ' '),
        linesOf(a, oldStart, oldEnd, '-'),
        linesOf(b, newStart, newEnd, '+'),
      );
      at = oldEnd;
    }
    out.push(linesOf(a, at, bounds.oldEnd, ' '));
  }
  return out.join('');
}

function contextual(a: Side, b: Side, changes: readonly Change[], around: number): string {
  const range = (from: number, to: number) => (to - from <= 1 ? `${to}` : `${from + 1},${to}`);
  const out = [`*** ${a.label}\n--- ${b.label}\n`];
  for (const hunk of hunksOf(changes, around)) {
    const bounds = boundsOf(a, b, hunk, around);
    const side = (
      lines: Side,
      from: number,
      to: number,
      pick: (change: Change) => readonly [number, number, string],
    ) => {
      let text = '';
      let at = from;
      for (const change of hunk) {
        const [start, end, mark] = pick(change);
        text += linesOf(lines, at, start, '  ') + linesOf(lines, start, end, `${mark} `);
        at = end;
      }
      return text + linesOf(lines, at, to, '  ');
    };
    const isChange = ({ oldStart, oldEnd, newStart, newEnd }: Change) =>
      oldStart < oldEnd && newStart < newEnd;
    out.push(`***************\n*** ${range(bounds.oldStart, bounds.oldEnd)} ****\n`);
    if (hunk.some(({ oldStart, oldEnd }) => oldStart < oldEnd)) {
      out.push(
        side(a, bounds.oldStart, bounds.oldEnd, (change) => [
          change.oldStart,
          change.oldEnd,
          isChange(change) ? '!' : '-',
        ]),
      );
    }
    out.push(`--- ${range(bounds.newStart, bounds.newEnd)} ----\n`);
    if (hunk.some(({ newStart, newEnd }) => newStart < newEnd)) {
      out.push(
        side(b, bounds.newStart, bounds.newEnd, (change) => [
          change.newStart,
          change.newEnd,
          isChange(change) ? '!' : '+',
        ]),
      );
    }
  }
  return out.join('');
}
