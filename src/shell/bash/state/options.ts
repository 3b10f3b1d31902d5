/** Lists the options of `set` and `shopt`. */

export interface Option {
  readonly name: string;
  /** Its letter after `set -`. */
  readonly letter?: string;
  readonly initially?: boolean;
}

/** The options of `set`. Some are accepted without effect. */
export const SET_OPTIONS: readonly Option[] = [
  { name: 'allexport', letter: 'a' },
  { name: 'braceexpand', letter: 'B', initially: true },
  { name: 'emacs' },
  { name: 'errexit', letter: 'e' },
  { name: 'errtrace', letter: 'E' },
  { name: 'functrace', letter: 'T' },
  { name: 'hashall', letter: 'h', initially: true },
  { name: 'histexpand', letter: 'H' },
  { name: 'history' },
  { name: 'ignoreeof' },
  { name: 'interactive-comments', initially: true },
  { name: 'keyword', letter: 'k' },
  { name: 'monitor', letter: 'm' },
  { name: 'noclobber', letter: 'C' },
  { name: 'noexec', letter: 'n' },
  { name: 'noglob', letter: 'f' },
  { name: 'nolog' },
  { name: 'notify', letter: 'b' },
  { name: 'nounset', letter: 'u' },
  { name: 'onecmd', letter: 't' },
  { name: 'physical', letter: 'P' },
  { name: 'pipefail' },
  { name: 'posix' },
  { name: 'privileged', letter: 'p' },
  // Not one of bash's: see `Invocation.strict`.
  { name: 'strict' },
  { name: 'verbose', letter: 'v' },
  { name: 'vi' },
  { name: 'xtrace', letter: 'x' },
];

export const SHOPT_OPTIONS: readonly Option[] = [
  { name: 'dotglob' },
  { name: 'expand_aliases' },
  { name: 'extglob' },
  { name: 'failglob' },
  { name: 'globstar' },
  { name: 'inherit_errexit' },
  { name: 'lastpipe' },
  { name: 'nocaseglob' },
  { name: 'nocasematch' },
  { name: 'nullglob' },
  { name: 'xpg_echo' },
];

/** The names of the options that are on, of both kinds. */
export type Options = Set<string>;

export const initialOptions = (): Options =>
  new Set(SET_OPTIONS.filter(({ initially }) => initially).map(({ name }) => name));

/** Returns the value of `$-`. */
export const optionLetters = (options: Options): string =>
  SET_OPTIONS.map(({ name, letter }) => (options.has(name) ? (letter ?? '') : ''))
    .sort((a, b) => Number(a < 'a') - Number(b < 'a') || (a < b ? -1 : 1))
    .join('');
