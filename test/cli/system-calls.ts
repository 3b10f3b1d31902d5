/** Finds the system calls in a trace of strace that the sandbox must not make. */

const CALL = /^\d+ +(\w+)\((?:(?:AT_FDCWD|\d+), )?(?:"((?:[^"\\]|\\.)*)")?(.*)$/;

/** Calls that only look at a name: the program looks where a link leads before it refuses it. */
const LOOKS = /^(access|faccessat2?|getcwd|l?stat|newfstatat|readlink(at)?|statx|statfs)$/;

/** Calls that reach no other process. */
const HARMLESS = /^(clone3?|exit(_group)?|wait4|getsock(name|opt)|setsockopt|shutdown|socketpair)$/;

/** Files that Node.js reads when it first needs the time zone, more memory or another thread. */
const RUNTIME =
  /^\/etc\/localtime$|^\/proc\/sys\/vm\/|^\/sys\/devices\/system\/cpu\/|^\/sys\/fs\/cgroup\//;

/** Where a traced program may open files. */
export interface Permitted {
  /** May be read and written. */
  readonly folder: string;
  /** The folder of the program, which may be read. */
  readonly program: string;
  /** The trace of a program that does nothing special, whose calls are permitted. */
  readonly usual: string;
}

/**
 * Returns the calls of a trace that open or change a file outside the permitted folders, use a
 * socket, or start a program.
 */
export function forbiddenCalls(trace: string, { folder, program, usual }: Permitted): string[] {
  const known = new Set(usual.split('\n').map(keyOf));
  return trace.split('\n').filter((line) => {
    const [, name = '', path, rest = ''] = CALL.exec(line) ?? [];
    if (name === '' || known.has(keyOf(line))) return false;
    if (path === undefined) return !HARMLESS.test(name) || rest.includes('CLONE_VFORK');
    if (LOOKS.test(name)) return false;
    if (isBelow(path, folder)) return !/^open(at)?$/.test(name);
    const reads = /^openat$/.test(name) && !/O_WRONLY|O_RDWR|O_CREAT/.test(rest);
    return !(reads && (isBelow(path, program) || RUNTIME.test(path)));
  });
}

const isBelow = (path: string, folder: string): boolean =>
  path === folder || (path.startsWith(`${folder}/`) && !path.includes('/../'));

/** Returns a call without its process, addresses and result. */
const keyOf = (line: string): string =>
  line
    .replace(/^\d+ +/, '')
    .replace(/(\) += .*|<unfinished.*)$/, '')
    .replace(/0x[0-9a-f]+/g, '');
