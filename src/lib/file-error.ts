/** Translates errors of the file system to the messages of Unix programs. */

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EEXIST: 'File exists',
  EFBIG: 'File too large',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
  ENOENT: 'No such file or directory',
  ENOSPC: 'No space left on device',
  ENOTDIR: 'Not a directory',
  ENOTEMPTY: 'Directory not empty',
  ENXIO: 'No such device or address',
  EPERM: 'Operation not permitted',
  EROFS: 'Read-only file system',
};

/** Returns the message of an error of the file system, as in `strerror()`. */
export function fileErrorText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [code = ''] = /^E[A-Z]+/.exec(message) ?? [];
  return REASONS[code] ?? message;
}
