/** Patterns for log messages. */
import type { LogLevel } from '../../lib/log.js';

/** The default patterns of the destinations. */
export const SYSLOG_PATTERN = 'ovs|%05N|%c%T|%p|%m';
export const CONSOLE_PATTERN = '%D{%Y-%m-%dT%H:%M:%SZ}|%05N|%c%T|%p|%m';
export const FILE_PATTERN = '%D{%Y-%m-%dT%H:%M:%S.###Z}|%05N|%c%T|%p|%m';

/** A message with everything that a pattern can show. */
export interface Logged {
  readonly program: string;
  readonly module: string;
  readonly level: LogLevel;
  /** The number of messages so far, including this one. */
  readonly number: number;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  /** Milliseconds since the program started. */
  readonly running: number;
  readonly message: string;
}

/** A conversion: padding, width, its letter, and the text in braces after it. */
const CONVERSION =
  /%(?<left>-?)0?(?<width>\d*)(?:(?<date>[dD])(?:\{(?<form>[^}]*)\}?)?|c(?:\{[^}]*\}?)?|(?<letter>[\s\S]))/g;

const VALUES: Readonly<Record<string, (logged: Logged) => string>> = {
  A: ({ program }) => program,
  m: ({ message }) => message.replace(/\n+$/, ''),
  N: ({ number }) => String(number),
  n: () => '\n',
  p: ({ level }) => level,
  r: ({ running }) => String(Math.floor(running)),
  t: () => 'main',
  T: () => '',
};

/** Formats a message according to `pattern`. */
export function formatLogged(pattern: string, logged: Logged): string {
  return pattern.replace(CONVERSION, (...found) => {
    const { left, width, date, form, letter } = found.at(-1) as Record<string, string | undefined>;
    const value = date
      ? formatTime(form ?? '%Y-%m-%d %H:%M:%S.###', logged.time)
      : letter === undefined
        ? logged.module
        : (VALUES[letter]?.(logged) ?? letter);
    return left ? value.padEnd(Number(width), '0') : value.padStart(Number(width), '0');
  });
}

/** Formats a time like `strftime_msec()`: `###` becomes the milliseconds. */
export function formatTime(form: string, time: number): string {
  const date = new Date(time);
  const [day = '', clock = ''] = date.toISOString().split(/[TZ.]/);
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  const [hour = '', minute = '', second = ''] = clock.split(':');
  const parts: Readonly<Record<string, string>> = {
    Y: year,
    m: month,
    d: dayOfMonth,
    H: hour,
    M: minute,
    S: second,
    y: year.slice(2),
    F: day,
    T: clock,
    s: String(Math.floor(time / 1000)),
    '%': '%',
  };
  const milliseconds = String(date.getUTCMilliseconds()).padStart(3, '0');
  return form
    .replace(/%(.)/g, (whole, letter: string) => parts[letter] ?? whole)
    .replaceAll('###', milliseconds);
}
