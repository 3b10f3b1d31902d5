/** Matches names with shell patterns such as `*.txt`, in linear time. */

import { RegexCompiler } from './regex/expression.js';
import { quote } from './regex/posix.js';

const PIECE = /\\([\s\S])|\[([!^]?)(\]?(?:\[:\w+:\]|[^\]])*)\]|[\s\S]/g;

/** Returns a function that is true for texts that match a pattern as a whole. */
export async function compileGlob(
  pattern: string,
  ignoreCase = false,
): Promise<(text: string) => boolean> {
  const source = pattern.replace(
    PIECE,
    (whole: string, escaped?: string, not?: string, set?: string) => {
      if (escaped !== undefined) return quote(escaped);
      if (set !== undefined) return `[${not ? '^' : ''}${set}]`;
      return whole === '*' ? '(.|\n)*' : whole === '?' ? '(.|\n)' : quote(whole);
    },
  );
  const compiler = await RegexCompiler.load();
  const expression = compiler.posix(`^${source}$`, { extended: true, ignoreCase });
  return (text) => expression.test(text);
}
