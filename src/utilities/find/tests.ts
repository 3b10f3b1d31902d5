/** Lists the tests of `find`. */
import { compileGlob } from '../glob.js';
import { parseMode } from '../mode.js';
import { parseDate } from '../parse-date.js';
import { RegexCompiler } from '../regex/expression.js';
import { type UtilityCall, UtilityError } from '../utility.js';
import { type Item, type Search, type Step, sizeOf, typeOf } from './item.js';

export interface Predicate {
  readonly arity: number;
  /** @throws UtilityError if an argument is not valid */
  make(call: UtilityCall, search: Search, argument: string, name: string): Step | Promise<Step>;
}

const invalid = (argument: string, name: string): UtilityError =>
  new UtilityError(`invalid argument \`${argument}' to \`${name}'`);

/** Returns a comparison with `5`, `+5` or `-5`. */
function comparison(argument: string, name: string): (value: number) => boolean {
  const [, sign, digits] = /^([-+]?)(\d+(?:\.\d+)?)$/.exec(argument) ?? [];
  if (digits === undefined) throw invalid(argument, name);
  const limit = Number(digits);
  return (value) => (sign === '+' ? value > limit : sign === '-' ? value < limit : value === limit);
}

const byGlob = (text: (item: Item) => string, ignoreCase = false): Predicate => ({
  arity: 1,
  async make(_call, _search, argument) {
    const matches = await compileGlob(argument, ignoreCase);
    return (item) => matches(text(item));
  },
});

const byLink = (ignoreCase: boolean): Predicate => ({
  arity: 1,
  async make(call, _search, argument) {
    const matches = await compileGlob(argument, ignoreCase);
    return async ({ path, stat }) =>
      stat.isSymbolicLink && matches(await call.files.readLink(path));
  },
});

/** Turns an expression in the style of Emacs into an extended one. */
const fromEmacs = (pattern: string): string =>
  pattern.replace(/\[\^?\]?[^\]]*\]|\\?[(){}|]/g, (piece) =>
    piece.startsWith('[') ? piece : piece.startsWith('\\') ? piece.slice(1) : `\\${piece}`,
  );

const byRegex = (ignoreCase: boolean): Predicate => ({
  arity: 1,
  async make(_call, _search, argument) {
    const compiler = await RegexCompiler.load();
    const source = `^(${fromEmacs(argument)})$`;
    const expression = compiler.posix(source, { extended: true, ignoreCase });
    return ({ path }) => expression.test(path);
  },
});

const TYPES = 'fdlbcpsD';

function typeTest(argument: string, name: string): (type: string) => boolean {
  const types = argument.split(',');
  const bad = types.find((type) => type.length !== 1 || !TYPES.includes(type));
  if (bad !== undefined) throw new UtilityError(`Unknown argument to ${name}: ${bad}`);
  return (type) => types.includes(type);
}

const byAge = (unit: number, whole: boolean): Predicate => ({
  arity: 1,
  make(call, _search, argument, name) {
    const compare = comparison(argument, name);
    const now = call.now();
    return ({ stat }) => {
      const age = (now - stat.mtime.getTime()) / unit;
      return compare(whole ? Math.floor(age) : Math.ceil(age));
    };
  },
});

const newer: Predicate = {
  arity: 1,
  async make(call, _search, argument) {
    const stat = await call.files.stat(argument);
    if (!stat) throw new UtilityError(`'${argument}': No such file or directory`);
    return (item) => item.stat.mtime > stat.mtime;
  },
};

const constant = (value: boolean): Predicate => ({ arity: 0, make: () => () => value });

/** A test for a user or group; all files belong to root. */
const owner: Predicate = {
  arity: 1,
  make(_call, _search, argument, name) {
    if (argument === 'root' || argument === '0') return () => true;
    if (/^\d+$/.test(argument)) return () => false;
    throw new UtilityError(
      `invalid ${name.slice(1)} name or ID argument to ${name}: '${argument}'`,
    );
  },
};

const UNITS: Readonly<Record<string, number>> = {
  ...{ c: 1, w: 2, b: 512, '': 512 },
  ...{ k: 1024, M: 2 ** 20, G: 2 ** 30 },
};

const MINUTE = 60_000;
const DAY = 86_400_000;

export const TESTS: Readonly<Record<string, Predicate>> = {
  name: byGlob(({ name }) => name),
  iname: byGlob(({ name }) => name, true),
  path: byGlob(({ path }) => path),
  ipath: byGlob(({ path }) => path, true),
  wholename: byGlob(({ path }) => path),
  iwholename: byGlob(({ path }) => path, true),
  lname: byLink(false),
  ilname: byLink(true),
  regex: byRegex(false),
  iregex: byRegex(true),
  true: constant(true),
  false: constant(false),
  readable: constant(true),
  writable: constant(true),
  nouser: constant(false),
  nogroup: constant(false),
  user: owner,
  group: owner,
  uid: owner,
  gid: owner,
  newer,
  newermm: newer,
  mtime: byAge(DAY, true),
  mmin: byAge(MINUTE, false),
  executable: {
    arity: 0,
    make:
      () =>
      ({ stat }) =>
        stat.isDirectory || (stat.mode & 0o111) !== 0,
  },
  newermt: {
    arity: 1,
    make(call, _search, argument) {
      const date = parseDate(argument, call.now(), call.environment['TZ']);
      if (!date) {
        throw new UtilityError(
          `I cannot figure out how to interpret '${argument}' as a date or time`,
        );
      }
      return ({ stat }) => stat.mtime.getTime() > date.time;
    },
  },
  type: {
    arity: 1,
    make(_call, _search, argument, name) {
      const fits = typeTest(argument, name);
      return ({ stat }) => fits(typeOf(stat));
    },
  },
  xtype: {
    arity: 1,
    make(call, { follow }, argument, name) {
      const fits = typeTest(argument, name);
      return async ({ path, stat }) =>
        fits(typeOf((await call.files.stat(path, { follow: !follow })) ?? stat));
    },
  },
  empty: {
    arity: 0,
    make:
      ({ files }) =>
      async ({ path, stat }) =>
        stat.isDirectory ? (await files.list(path)).length === 0 : stat.isFile && stat.size === 0,
  },
  size: {
    arity: 1,
    make(_call, _search, argument, name) {
      const [, amount = '', letter = ''] = /^(.*?)([cwbkMG]?)$/s.exec(argument) ?? [];
      const compare = comparison(amount, name);
      const unit = UNITS[letter] ?? 1;
      return ({ stat }) => compare(Math.ceil(sizeOf(stat) / unit));
    },
  },
  perm: {
    arity: 1,
    make(_call, _search, argument) {
      const [, sign, text = ''] = /^([-/]?)(.*)$/s.exec(argument) ?? [];
      const mode = parseMode(text, 0);
      if (mode === undefined) throw new UtilityError(`invalid mode '${argument}'`);
      return ({ stat }) => {
        const bits = stat.mode & 0o7777;
        if (sign === '-') return (bits & mode) === mode;
        return sign === '/' ? mode === 0 || (bits & mode) !== 0 : bits === mode;
      };
    },
  },
  links: {
    arity: 1,
    make(_call, _search, argument, name) {
      const compare = comparison(argument, name);
      return ({ stat }) => compare(stat.isDirectory ? 2 : 1);
    },
  },
  samefile: {
    arity: 1,
    async make({ files }, _search, argument) {
      if (!(await files.stat(argument)))
        throw new UtilityError(`'${argument}': No such file or directory`);
      const identity = await files.identity(argument);
      return async ({ path, stat }) =>
        !stat.isSymbolicLink && (await files.identity(path)) === identity;
    },
  },
};
