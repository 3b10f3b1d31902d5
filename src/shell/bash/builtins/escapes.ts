/** Escapes with backslashes, as `echo -e` and `printf` know them. */

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

const ESCAPE =
  /\\(?:0([0-7]{1,3})|([1-7][0-7]{0,2})|x([\dA-Fa-f]{1,2})|u([\dA-Fa-f]{1,4})|U([\dA-Fa-f]{1,8})|([\s\S]))/g;

/** `text` with its escapes done. `\c` ends it, which `stopped` says. */
export function unescapeText(text: string, format = false): { text: string; stopped: boolean } {
  const end = format ? -1 : /(?:^|[^\\])(?:\\\\)*\\c/.exec(text)?.index;
  const at = end === undefined || end < 0 ? -1 : text.indexOf('\\c', end);
  const kept = at < 0 ? text : text.slice(0, at);
  const done = kept.replace(ESCAPE, (whole, zero, octal, hex, small, large, letter) => {
    const code = zero ?? octal;
    if (code !== undefined) {
      if (octal !== undefined && !format) return whole;
      return String.fromCharCode(Number.parseInt(code, 8) & 0xff);
    }
    const point = hex ?? small ?? large;
    if (point !== undefined) return String.fromCodePoint(Number.parseInt(point, 16));
    if (format && (letter === '"' || letter === "'")) return letter;
    return SIMPLE[letter] ?? whole;
  });
  return { text: done, stopped: at >= 0 };
}
