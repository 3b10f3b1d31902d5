/** Formats times like `strftime` of the C library. */

/** The parts of a time in a time zone. */
interface Fields {
  readonly year: number;
  /** From 1 on. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Sunday is 0. */
  readonly weekday: number;
  /** From 1 on. */
  readonly dayOfYear: number;
  /** Minutes east of Greenwich. */
  readonly offset: number;
  readonly zone: string;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
export const MONTH_NAMES: readonly string[] = MONTHS;
export const DAY_NAMES: readonly string[] = DAYS;

/** Returns how far `zone` is east of Greenwich at a time, in minutes. */
export function zoneOffset(time: number, zone: string | undefined): number {
  if (zone === undefined || /^:?(UTC|GMT)?0?$/.test(zone)) return 0;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone.replace(/^:/, ''),
      timeZoneName: 'longOffset',
    });
    const name =
      format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /GMT([-+])(\d\d):(\d\d)/.exec(name) ?? [];
    return sign === undefined
      ? 0
      : (sign === '-' ? -1 : 1) * (60 * Number(hours) + Number(minutes));
  } catch {
    return 0;
  }
}

function zoneName(time: number, zone: string | undefined): string {
  if (zone === undefined || /^:?(UTC0?)?$/.test(zone)) return 'UTC';
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone.replace(/^:/, ''),
      timeZoneName: 'short',
    });
    const name =
      format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? zone;
    return name.startsWith('GMT') && name !== 'GMT' ? name.slice(3) : name;
  } catch {
    return zone;
  }
}

function fieldsOf(time: number, zone: string | undefined): Fields {
  const offset = zoneOffset(time, zone);
  const local = new Date(time + offset * 60_000);
  const year = local.getUTCFullYear();
  const start = Date.UTC(year, 0, 1);
  return {
    year,
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    weekday: local.getUTCDay(),
    dayOfYear: Math.floor((local.getTime() - start) / 86_400_000) + 1,
    offset,
    zone: zoneName(time, zone),
  };
}

/** Returns the year and the number of the week by ISO 8601. */
function isoWeek({ year, month, day, weekday }: Fields): { year: number; week: number } {
  const thursday = new Date(Date.UTC(year, month - 1, day + 4 - (weekday || 7)));
  const start = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return {
    year: thursday.getUTCFullYear(),
    week: Math.floor((thursday.getTime() - start) / (7 * 86_400_000)) + 1,
  };
}

function offsetText(minutes: number, colons: number): string {
  const sign = minutes < 0 ? '-' : '+';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${sign}${hours}${colons > 0 ? ':' : ''}${rest}${colons === 2 ? ':00' : ''}`;
}

/** A conversion: a number with its usual width and padding, or a text. */
type Conversion =
  | { readonly number: number; readonly width: number; readonly pad: '0' | ' ' }
  | { readonly text: string };

const zeros = (number: number, width = 2): Conversion => ({ number, width, pad: '0' });
const blanks = (number: number, width = 2): Conversion => ({ number, width, pad: ' ' });

/** Abbreviations of longer formats. */
const SHORTHANDS: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  F: '%Y-%m-%d',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
};

const TEXTS: Readonly<Record<string, (fields: Fields) => string>> = {
  '%': () => '%',
  n: () => '\n',
  t: () => '\t',
  a: ({ weekday }) => (DAYS[weekday] ?? '').slice(0, 3),
  A: ({ weekday }) => DAYS[weekday] ?? '',
  b: ({ month }) => (MONTHS[month - 1] ?? '').slice(0, 3),
  h: ({ month }) => (MONTHS[month - 1] ?? '').slice(0, 3),
  B: ({ month }) => MONTHS[month - 1] ?? '',
  p: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  P: ({ hour }) => (hour < 12 ? 'am' : 'pm'),
  Z: ({ zone }) => zone,
};

const NUMBERS: Readonly<Record<string, (fields: Fields) => Conversion>> = {
  C: ({ year }) => zeros(Math.floor(year / 100)),
  d: ({ day }) => zeros(day),
  e: ({ day }) => blanks(day),
  g: (fields) => zeros(isoWeek(fields).year % 100),
  G: (fields) => zeros(isoWeek(fields).year, 4),
  H: ({ hour }) => zeros(hour),
  I: ({ hour }) => zeros(hour % 12 || 12),
  j: ({ dayOfYear }) => zeros(dayOfYear, 3),
  k: ({ hour }) => blanks(hour),
  l: ({ hour }) => blanks(hour % 12 || 12),
  m: ({ month }) => zeros(month),
  M: ({ minute }) => zeros(minute),
  q: ({ month }) => zeros(Math.ceil(month / 3), 1),
  S: ({ second }) => zeros(second),
  u: ({ weekday }) => zeros(weekday || 7, 1),
  U: ({ dayOfYear, weekday }) => zeros(Math.floor((dayOfYear + 6 - weekday) / 7)),
  V: (fields) => zeros(isoWeek(fields).week),
  w: ({ weekday }) => zeros(weekday, 1),
  W: ({ dayOfYear, weekday }) => zeros(Math.floor((dayOfYear + 6 - ((weekday + 6) % 7)) / 7)),
  y: ({ year }) => zeros(year % 100),
  Y: ({ year }) => zeros(year, 1),
};

function convert(
  letter: string,
  fields: Fields,
  time: number,
  nanoseconds: number,
): Conversion | undefined {
  if (letter === 's') return zeros(Math.floor(time / 1000), 1);
  if (letter === 'N') return zeros(nanoseconds, 9);
  const format = SHORTHANDS[letter];
  if (format !== undefined) return { text: expand(format, fields, time, nanoseconds) };
  const text = TEXTS[letter]?.(fields);
  return text === undefined ? NUMBERS[letter]?.(fields) : { text };
}

function expand(format: string, fields: Fields, time: number, nanoseconds: number): string {
  return format.replace(
    /%([-_0^#+]*)(\d*)([EO]?)(:{0,3}z|[A-Za-z%])/g,
    (whole, flags: string, width: string, _, letter: string) => {
      if (letter.endsWith('z')) return offsetText(fields.offset, letter.length - 1);
      const conversion = convert(letter, fields, time, nanoseconds);
      if (!conversion) return whole;
      if ('text' in conversion) {
        const text = flags.includes('^')
          ? conversion.text.toUpperCase()
          : flags.includes('#')
            ? swapCase(conversion.text)
            : conversion.text;
        return text.padStart(Number(width), flags.includes('0') ? '0' : ' ');
      }
      if (letter === 'N') {
        const digits = String(nanoseconds).padStart(9, '0');
        if (width !== '') return digits.slice(0, Number(width)).padEnd(Number(width), '0');
        return flags.includes('-') ? digits.replace(/0+$/, '') : digits;
      }
      const pad = flags.includes('_') ? ' ' : flags.includes('0') ? '0' : conversion.pad;
      const least = width !== '' ? Number(width) : flags.includes('-') ? 0 : conversion.width;
      const sign = conversion.number < 0 ? '-' : '';
      return sign + String(Math.abs(conversion.number)).padStart(least - sign.length, pad);
    },
  );
}

const swapCase = (text: string): string =>
  text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();

/**
 * Formats a time.
 *
 * @param time in milliseconds since the Unix epoch.
 * @param zone the value of `TZ`; `undefined` is UTC.
 * @param nanoseconds those of the second, if they are known better than by `time`.
 */
export function formatTime(
  format: string,
  time: number,
  zone?: string,
  nanoseconds = (((Math.floor(time) % 1000) + 1000) % 1000) * 1_000_000,
): string {
  return expand(format, fieldsOf(time, zone), time, nanoseconds);
}
