/** What the operating system says no to, in words for a person. */

/** `ENOENT: no such file or directory, open 'FILE'`, as Node.js writes it. */
const SYSTEM_MESSAGE = /^E[A-Z0-9]+: (.*?)(, \w+( '.*)?)?$/s;

/** Why something failed, without the name of the error, of the system call and of the file. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return SYSTEM_MESSAGE.exec(message)?.[1] ?? message;
}

/** Whether this is the system's error of that name, such as `ENOENT`. */
export const isSystemError = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
