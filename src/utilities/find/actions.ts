/** Lists the actions of `find`, and the options that change where it searches. */
import { attempt } from '../file-tree.js';
import { type UtilityCall, UtilityError } from '../utility.js';
import type { Search, Step } from './item.js';
import { formatItem, listItem } from './printf.js';
import type { Predicate } from './tests.js';

const action = (
  arity: number,
  make: (call: UtilityCall, argument: string, search: Search) => Step,
): Predicate => ({
  arity,
  make(call, search, argument) {
    search.hasAction = true;
    return make(call, argument, search);
  },
});

const option = (change: (search: Search) => void): Predicate => ({
  arity: 0,
  make(_call, search) {
    change(search);
    return () => true;
  },
});

const depth = (change: (search: Search, depth: number) => void): Predicate => ({
  arity: 1,
  make(_call, search, argument, name) {
    if (!/^\d+$/.test(argument)) {
      throw new UtilityError(
        `Expected a positive decimal integer argument to ${name}, but got '${argument}'`,
      );
    }
    change(search, Number(argument));
    return () => true;
  },
});

const depthFirst = option((search) => {
  search.depthFirst = true;
});
const oneFileSystem = option(() => {});

export const ACTIONS: Readonly<Record<string, Predicate>> = {
  depth: depthFirst,
  d: depthFirst,
  xdev: oneFileSystem,
  mount: oneFileSystem,
  noleaf: oneFileSystem,
  follow: option((search) => {
    search.follow = true;
  }),
  maxdepth: depth((search, most) => {
    search.maxDepth = most;
  }),
  mindepth: depth((search, least) => {
    search.minDepth = least;
  }),
  print: action(0, (call) => async ({ path }) => {
    await call.stdout(`${path}\n`);
    return true;
  }),
  print0: action(0, (call) => async ({ path }) => {
    await call.stdout(`${path}\0`);
    return true;
  }),
  printf: action(1, (call, format) => async (item) => {
    await call.stdout(await formatItem(call, format, item));
    return true;
  }),
  ls: action(0, (call) => async (item) => {
    await call.stdout(await listItem(call, item));
    return true;
  }),
  quit: action(0, (_call, _argument, search) => () => {
    search.stopped = true;
    return true;
  }),
  prune: {
    arity: 0,
    make: (_call, search) => () => {
      search.pruned = true;
      return true;
    },
  },
  delete: {
    arity: 0,
    make(call, search) {
      search.hasAction = true;
      search.depthFirst = true;
      return async ({ path }) => {
        if (path === '.') return true;
        const done = await attempt(call, `cannot delete '${path}'`, () => call.files.remove(path));
        if (!done) search.status = 1;
        return done;
      };
    },
  },
};

/** Arguments of a command that `-exec ... +` starts at once. */
const MOST_ARGUMENTS = 5000;

/** Returns the action of `-exec`, which ends with `+` to pass many paths at once. */
export function execution(
  call: UtilityCall,
  search: Search,
  words: readonly string[],
  many: boolean,
): Step {
  search.hasAction = true;
  if (!many) {
    return async ({ path }) =>
      (await call.start(words.map((word) => word.replaceAll('{}', () => path)))) === 0;
  }
  const paths: string[] = [];
  const run = async () => {
    const batch = paths.splice(0);
    if (batch.length > 0 && (await call.start([...words.slice(0, -1), ...batch])) !== 0) {
      search.status = 1;
    }
  };
  search.atEnd.push(run);
  return async ({ path }) => {
    paths.push(path);
    if (paths.length >= MOST_ARGUMENTS) await run();
    return true;
  };
}
