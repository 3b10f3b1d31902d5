/** Turns errors of the operating system into messages for users. */

/** A message of Node.js, such as `ENOENT: no such file or directory, open 'FILE'`. */
const SYSTEM_MESSAGE = /^E[A-Z0-9]+: (.*?)(, \w+( '.*)?)?$/s;

/** Returns the reason of an error, without the names of the error, the system call and the file. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return SYSTEM_MESSAGE.exec(message)?.[1] ?? message;
}

/** Returns true for the system error with this code, such as `ENOENT`. */
export const isSystemError = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
