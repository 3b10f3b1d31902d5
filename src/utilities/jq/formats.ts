/** The formats of jq, such as `@csv`. */
import { described, isArray, JqError, type Json, stringify } from './value.js';

const HTML: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  "'": '&#39;',
  '"': '&quot;',
};
const TSV: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

const plain = (value: Json): string => (typeof value === 'string' ? value : stringify(value));

/** Returns a value in a format. @throws JqError */
export function format(name: string, value: Json): string {
  switch (name) {
    case '@text':
      return plain(value);
    case '@json':
      return stringify(value);
    case '@html':
      return plain(value).replace(/[<>&'"]/g, (character) => HTML[character] ?? character);
    case '@uri':
      return Array.from(Buffer.from(plain(value)), (byte) => {
        const character = String.fromCharCode(byte);
        return /[\w.~-]/.test(character)
          ? character
          : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
      }).join('');
    case '@csv':
    case '@tsv':
      return row(name, value);
    case '@sh':
      return (isArray(value) ? value : [value]).map(shellWord).join(' ');
    case '@base64':
      return Buffer.from(plain(value)).toString('base64');
    case '@base64d': {
      const text = plain(value);
      const bytes = Buffer.from(text, 'base64');
      if (bytes.length === 0 && text.replace(/=+$/, '') !== '') {
        throw new JqError(`string (${stringify(text)}) trailing base64 byte found`);
      }
      return bytes.toString();
    }
    default:
      throw new JqError(`${name.slice(1)} is not a valid format`);
  }
}

function row(name: '@csv' | '@tsv', value: Json): string {
  const kind = name.slice(1);
  if (!isArray(value))
    throw new JqError(`${described(value)} cannot be ${kind}-formatted, only array`);
  const cells = value.map((cell) => {
    if (cell === null) return '';
    if (typeof cell === 'number' || typeof cell === 'boolean') return stringify(cell);
    if (typeof cell !== 'string') throw new JqError(`${described(cell)} is not valid in a csv row`);
    return name === '@csv'
      ? `"${cell.replaceAll('"', '""')}"`
      : cell.replace(/[\\\t\n\r]/g, (character) => TSV[character] ?? character);
  });
  return cells.join(name === '@csv' ? ',' : '\t');
}

function shellWord(value: Json): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "'\\''")}'`;
  if (value !== null && typeof value === 'object')
    throw new JqError(`${described(value)} can not be escaped for shell`);
  return stringify(value);
}
