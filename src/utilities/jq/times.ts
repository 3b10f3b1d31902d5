/** The times of jq: seconds, and arrays of year, month and so on. */
import { formatTime } from '../time.js';
import { isArray, JqError, type Json } from './value.js';

/** Returns a time as jq's array: year, month from 0 on, day, hour, minute, second, weekday, day of the year. */
export function brokenDown(value: Json): Json {
  if (typeof value !== 'number') throw new JqError('gmtime() requires a number');
  const time = new Date(Math.floor(value) * 1000);
  const fraction = value - Math.floor(value);
  const start = Date.UTC(time.getUTCFullYear(), 0, 1);
  return [
    ...[time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate(), time.getUTCHours()],
    ...[time.getUTCMinutes(), time.getUTCSeconds() + fraction, time.getUTCDay()],
    Math.floor((time.getTime() - start) / 86_400_000),
  ];
}

export function seconds(value: Json): number {
  if (!isArray(value) || value.length < 6 || !value.every((part) => typeof part === 'number')) {
    throw new JqError(
      isArray(value) ? 'mktime requires parsed datetime inputs' : 'mktime requires array inputs',
    );
  }
  const [year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0] = value.map(Number);
  return Math.floor(Date.UTC(year, month, day, hour, minute, Math.floor(second)) / 1000);
}

export function strftime(value: Json, pattern: Json): Json {
  if (typeof pattern !== 'string') throw new JqError('strftime/1 requires a string format');
  const time = typeof value === 'number' ? value : isArray(value) ? seconds(value) : undefined;
  if (time === undefined) throw new JqError('strftime/1 requires parsed datetime inputs');
  return formatTime(pattern, Math.floor(time) * 1000, 'UTC');
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

export function strptime(value: Json, pattern: Json): Json {
  if (typeof value !== 'string' || typeof pattern !== 'string')
    throw new JqError('strptime/1 requires string inputs and arguments');
  const parts: string[] = [];
  const full = pattern
    .replaceAll('%T', '%H:%M:%S')
    .replaceAll('%F', '%Y-%m-%d')
    .replaceAll('%D', '%m/%d/%y')
    .replaceAll('%R', '%H:%M');
  const source = full.replace(
    /%(.)|([\\^$.*+?()[\]{}|])/g,
    (_, letter: string | undefined, special: string | undefined) => {
      if (special !== undefined) return `\\${special}`;
      if (letter === '%') return '%';
      parts.push(letter ?? '');
      return (
        {
          Y: '(\\d{4})',
          b: '([A-Za-z]+)',
          B: '([A-Za-z]+)',
          a: '([A-Za-z]+)',
          A: '([A-Za-z]+)',
          Z: '([A-Z]+)',
          z: '([-+]\\d\\d:?\\d\\d|Z)',
          s: '(\\d+)',
          j: '(\\d{1,3})',
        }[letter ?? ''] ?? '\\s*(\\d{1,2})'
      );
    },
  );
  const found = new RegExp(`^${source}$`).exec(value);
  if (!found) throw new JqError(`date "${value}" does not match format "${pattern}"`);
  const read = (letter: string, fallback: string): string =>
    found[parts.indexOf(letter) + 1] ?? fallback;
  const has = (letter: string): boolean => parts.includes(letter);
  if (has('s')) return brokenDown(Number(read('s', '0')));
  const month =
    has('b') || has('B')
      ? MONTHS.indexOf((has('b') ? read('b', '') : read('B', '')).slice(0, 3).toLowerCase())
      : Number(has('m') ? read('m', '1') : 1) - 1;
  const year = has('Y')
    ? Number(read('Y', '1900'))
    : has('y')
      ? 2000 + Number(read('y', '0'))
      : 1900;
  const part = (letter: string, fallback: string): number =>
    has(letter) ? Number(read(letter, fallback)) : Number(fallback);
  const day = has('d') ? part('d', '1') : part('e', '1');
  return brokenDown(
    Date.UTC(year, month, day, part('H', '0'), part('M', '0'), part('S', '0')) / 1000,
  );
}
