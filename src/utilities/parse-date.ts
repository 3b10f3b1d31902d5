/**
 * Parses dates in the free form that `date -d` accepts, such as `2020-02-29 12:00 +1 day` or `@0`.
 */
import { DAY_NAMES, MONTH_NAMES, zoneOffset } from './time.js';

export interface ParsedDate {
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  /** The nanoseconds of the second. */
  readonly nanoseconds: number;
}

type Unit = 'year' | 'month' | 'day' | 'second';

const UNITS: Readonly<Record<string, readonly [Unit, number]>> = {
  year: ['year', 1],
  month: ['month', 1],
  fortnight: ['day', 14],
  week: ['day', 7],
  day: ['day', 1],
  hour: ['second', 3600],
  minute: ['second', 60],
  min: ['second', 60],
  second: ['second', 1],
  sec: ['second', 1],
};

const WORDS: Readonly<Record<string, number>> = {
  last: -1,
  this: 0,
  next: 1,
  a: 1,
  an: 1,
  first: 1,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
};

const indexOf = (names: readonly string[], word: string): number =>
  word.length < 3
    ? -1
    : names.findIndex(
        (name) =>
          name.toLowerCase() === word || name.slice(0, 3).toLowerCase() === word.replace(/\.$/, ''),
      );

/**
 * Parses `text`.
 *
 * @param now the current time, which relative dates count from.
 * @returns `undefined` if the text is not a date.
 */
export function parseDate(
  text: string,
  now: number,
  zone: string | undefined,
): ParsedDate | undefined {
  const [, seconds, fraction = ''] = /^\s*@(-?\d+)(?:[.,](\d+))?\s*$/.exec(text) ?? [];
  if (seconds !== undefined) {
    const nanoseconds = Number(fraction.slice(0, 9).padEnd(9, '0'));
    return { time: Number(seconds) * 1000 + Math.floor(nanoseconds / 1e6), nanoseconds };
  }
  return new DateParser(text.trim().toLowerCase(), now, zone).parse();
}

class DateParser {
  #rest: string;
  #day: { year: number; month: number; day: number } | undefined;
  #clock: { hour: number; minute: number; second: number; nanoseconds: number } | undefined;
  /** Minutes east of Greenwich, if the text says so. */
  #offset: number | undefined;
  #weekday: { day: number; ordinal: number } | undefined;
  readonly #relative: Record<Unit, number> = { year: 0, month: 0, day: 0, second: 0 };

  constructor(
    text: string,
    private readonly now: number,
    private readonly zone: string | undefined,
  ) {
    this.#rest = text;
  }

  parse(): ParsedDate | undefined {
    while (this.#rest !== '') {
      if (!this.#item()) return undefined;
      this.#rest = this.#rest.replace(/^[\s,]+/, '');
    }
    return this.#result();
  }

  /** Removes a match from the front of the text. */
  #take(pattern: RegExp): RegExpExecArray | undefined {
    const found = pattern.exec(this.#rest) ?? undefined;
    if (found) this.#rest = this.#rest.slice(found[0].length);
    return found;
  }

  #item(): boolean {
    return this.#calendar() || this.#time() || this.#relation() || this.#zone() || this.#word();
  }

  #calendar(): boolean {
    const iso = this.#take(/^(\d{4})-(\d{1,2})-(\d{1,2})(?:t(?=\d)|(?![\d-]))/);
    if (iso) return this.#setDay(iso[1], iso[2], iso[3]);
    const american = this.#take(/^(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)/);
    if (american) return this.#setDay(american[3], american[1], american[2]);
    const compact = this.#day ? undefined : this.#take(/^(\d{4})(\d\d)(\d\d)(?!\d)/);
    if (compact) return this.#setDay(compact[1], compact[2], compact[3]);
    const named = /^(\d{1,2})[\s-]+([a-z]{3,9})\.?(?:[\s-]+(\d{4}))?(?![\d:])/.exec(this.#rest);
    if (named) {
      const month = indexOf(MONTH_NAMES, named[2] ?? '');
      if (month >= 0) {
        this.#rest = this.#rest.slice(named[0].length);
        return this.#setDay(named[3], String(month + 1), named[1]);
      }
    }
    const reversed = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?(?![\d:])/.exec(this.#rest);
    const month = indexOf(MONTH_NAMES, reversed?.[1] ?? '');
    if (!reversed || month < 0) return false;
    this.#rest = this.#rest.slice(reversed[0].length);
    return this.#setDay(reversed[3], String(month + 1), reversed[2]);
  }

  #setDay(year: string | undefined, month: string | undefined, day: string | undefined): boolean {
    const current = new Date(this.now + zoneOffset(this.now, this.zone) * 60_000).getUTCFullYear();
    const date = { year: Number(year ?? current), month: Number(month), day: Number(day) };
    const check = new Date(Date.UTC(date.year, date.month - 1, date.day));
    if (this.#day || check.getUTCMonth() !== date.month - 1) return false;
    this.#day = date;
    return true;
  }

  #time(): boolean {
    const found =
      this.#take(/^(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*([ap]\.?m\.?)?(?![\d:])/) ??
      this.#take(/^(\d{1,2})()()()\s*([ap]m)/);
    if (!found) return false;
    const [, hourText, minute, second, fraction = '', half] = found;
    let hour = Number(hourText);
    if (half !== undefined) hour = (hour % 12) + (half.startsWith('p') ? 12 : 0);
    if (hour > 23 || Number(minute) > 59 || Number(second ?? 0) > 60 || this.#clock) return false;
    this.#clock = {
      hour,
      minute: Number(minute),
      second: Number(second ?? 0),
      nanoseconds: Number(fraction.slice(0, 9).padEnd(9, '0')),
    };
    const offset = this.#take(/^\s*([-+])(\d\d):?(\d\d)?(?!\s*[a-z\d])/);
    if (offset) {
      const [, sign, hours, minutes = '0'] = offset;
      this.#offset = (sign === '-' ? -1 : 1) * (60 * Number(hours) + Number(minutes));
    }
    return true;
  }

  #zone(): boolean {
    if (!this.#take(/^(z|utc|gmt)(?![a-z])/)) return false;
    this.#offset = 0;
    return true;
  }

  #relation(): boolean {
    const found = this.#take(
      /^([-+]?\s*\d+|[a-z]+)?\s*(year|month|fortnight|week|day|hour|minute|min|second|sec)s?(?![a-z])(\s+ago(?![a-z]))?/,
    );
    if (!found) return false;
    const [, count = '1', name = '', ago] = found;
    const [unit, factor] = UNITS[name] ?? ['day', 1];
    const number = /[a-z]/.test(count) ? WORDS[count] : Number(count.replace(/\s/g, ''));
    if (number === undefined) return false;
    this.#relative[unit] += number * factor * (ago === undefined ? 1 : -1);
    return true;
  }

  #word(): boolean {
    const found = this.#take(/^(now|today|noon|midnight|tomorrow|yesterday)(?![a-z])/);
    switch (found?.[1]) {
      case 'now':
      case 'today':
        return true;
      case 'noon':
      case 'midnight':
        this.#clock = { hour: found[1] === 'noon' ? 12 : 0, minute: 0, second: 0, nanoseconds: 0 };
        return true;
      case 'tomorrow':
        this.#relative.day += 1;
        return true;
      case 'yesterday':
        this.#relative.day -= 1;
        return true;
      default:
        return this.#dayName();
    }
  }

  #dayName(): boolean {
    const [whole, ordinal, name = ''] =
      /^(?:(last|next|this)\s+)?([a-z]+)\.?/.exec(this.#rest) ?? [];
    const day = indexOf(DAY_NAMES, name);
    if (whole === undefined || day < 0) return false;
    this.#rest = this.#rest.slice(whole.length);
    this.#weekday = { day, ordinal: WORDS[ordinal ?? 'this'] ?? 0 };
    return true;
  }

  #result(): ParsedDate {
    const zoneAt = (time: number) => this.#offset ?? zoneOffset(time, this.zone);
    const local = new Date(this.now + zoneAt(this.now) * 60_000);
    const day = this.#day ?? {
      year: local.getUTCFullYear(),
      month: local.getUTCMonth() + 1,
      day: local.getUTCDate(),
    };
    const keepsTime = !this.#day && !this.#clock && !this.#weekday;
    const clock = this.#clock ?? {
      hour: keepsTime ? local.getUTCHours() : 0,
      minute: keepsTime ? local.getUTCMinutes() : 0,
      second: keepsTime ? local.getUTCSeconds() : 0,
      nanoseconds: keepsTime ? (local.getTime() % 1000) * 1_000_000 : 0,
    };
    const { year, month, day: days, second } = this.#relative;
    let dayOfMonth = day.day + days;
    if (this.#weekday) {
      const at = new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay();
      const ahead = (this.#weekday.day - at + 7) % 7;
      const { ordinal } = this.#weekday;
      dayOfMonth += ahead + 7 * (ordinal - (ordinal > 0 && ahead > 0 ? 1 : 0));
    }
    const wall = Date.UTC(
      day.year + year,
      day.month - 1 + month,
      dayOfMonth,
      clock.hour,
      clock.minute,
      clock.second,
    );
    const time = wall - zoneAt(wall) * 60_000 + second * 1000;
    return { time: time + Math.floor(clock.nanoseconds / 1e6), nanoseconds: clock.nanoseconds };
  }
}
