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

function convert(
  letter: string,
  fields: Fields,
  time: number,
  nanoseconds: number,
): Conversion | undefined {
  const { year, month, day, hour, minute, second, weekday, dayOfYear } = fields;
  const month0 = MONTHS[month - 1] ?? '';
  const day0 = DAYS[weekday] ?? '';
  const inner = (format: string): Conversion => ({
    text: expand(format, fields, time, nanoseconds),
  });
  switch (letter) {
    case '%':
      return { text: '%' };
    case 'n':
      return { text: '\n' };
    case 't':
      return { text: '\t' };
    case 'a':
      return { text: day0.slice(0, 3) };
    case 'A':
      return { text: day0 };
    case 'b':
    case 'h':
      return { text: month0.slice(0, 3) };
    case 'B':
      return { text: month0 };
    case 'c':
      return inner('%a %b %e %H:%M:%S %Y');
    case 'C':
      return zeros(Math.floor(year / 100));
    case 'd':
      return zeros(day);
    case 'D':
    case 'x':
      return inner('%m/%d/%y');
    case 'e':
      return blanks(day);
    case 'F':
      return inner('%Y-%m-%d');
    case 'g':
      return zeros(isoWeek(fields).year % 100);
    case 'G':
      return zeros(isoWeek(fields).year, 4);
    case 'H':
      return zeros(hour);
    case 'I':
      return zeros(hour % 12 || 12);
    case 'j':
      return zeros(dayOfYear, 3);
    case 'k':
      return blanks(hour);
    case 'l':
      return blanks(hour % 12 || 12);
    case 'm':
      return zeros(month);
    case 'M':
      return zeros(minute);
    case 'N':
      return zeros(nanoseconds, 9);
    case 'p':
      return { text: hour < 12 ? 'AM' : 'PM' };
    case 'P':
      return { text: hour < 12 ? 'am' : 'pm' };
    case 'q':
      return zeros(Math.ceil(month / 3), 1);
    case 'r':
      return inner('%I:%M:%S %p');
    case 'R':
      return inner('%H:%M');
    case 's':
      return zeros(Math.floor(time / 1000), 1);
    case 'S':
      return zeros(second);
    case 'T':
    case 'X':
      return inner('%H:%M:%S');
    case 'u':
      return zeros(weekday || 7, 1);
    case 'U':
      return zeros(Math.floor((dayOfYear + 6 - weekday) / 7));
    case 'V':
      return zeros(isoWeek(fields).week);
    case 'w':
      return zeros(weekday, 1);
    case 'W':
      return zeros(Math.floor((dayOfYear + 6 - ((weekday + 6) % 7)) / 7));
    case 'y':
      return zeros(year % 100);
    case 'Y':
      return zeros(year, 1);
    case 'Z':
      return { text: fields.zone };
    default:
      return undefined;
  }
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
