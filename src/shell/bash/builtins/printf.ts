/** `printf`. */
import { realText, signed } from '../../../utilities/format.js';
import { formatTime } from '../../../utilities/time.js';
import { parseNumber } from '../arithmetic/numbers.js';
import { unescapeText } from '../escapes.js';
import { assign, parseReference } from '../expand/values.js';
import { backslashed } from '../quoting.js';
import type { Builtin, Shell } from '../state/shell.js';
import { CommandError } from '../state/unwind.js';
import { parseOptions } from './builtin.js';

const MISUSE = 2;

/** `%`, flags, width, precision, length (ignored), conversion. */
const DIRECTIVE = /%(?:%|([-+ 0#']*)(\*|\d+)?(?:\.(\*|-?\d+)?)?[hlLjzt]*(\([^)]*\)T|[\s\S]|$))/g;

export const PRINTF: Builtin = {
  name: 'printf',
  async run(shell, args) {
    const { given, rest } = parseOptions('printf', args, 'v:');
    const [format, ...values] = rest;
    if (format === undefined) {
      throw new CommandError('printf: usage: printf [-v var] format [arguments]', MISUSE);
    }
    const variable = given.get('v');
    if (variable !== undefined && !parseReference(variable)) {
      throw new CommandError(`printf: \`${variable}': not a valid identifier`, MISUSE);
    }
    const printer = new Printer(shell, values);
    const text = printer.print(format);
    if (variable === undefined) shell.write(1, text);
    else await assign(shell, variable, text);
    return printer.status;
  },
};

class Printer {
  status = 0;
  #at = 0;
  #stopped = false;

  constructor(
    private readonly shell: Shell,
    private readonly values: readonly string[],
  ) {}

  /** The format is reused as long as there are values left. */
  print(format: string): string {
    let text = '';
    do {
      const before = this.#at;
      text += this.#once(format);
      if (this.#at === before) break;
    } while (this.#at < this.values.length && !this.#stopped);
    return text;
  }

  #once(format: string): string {
    let text = '';
    let from = 0;
    for (const match of format.matchAll(DIRECTIVE)) {
      text += unescapeText(format.slice(from, match.index), true).text;
      from = match.index + match[0].length;
      text += match[0] === '%%' ? '%' : this.#directive(match);
      if (this.#stopped) return text;
    }
    return text + unescapeText(format.slice(from), true).text;
  }

  #next(): string | undefined {
    const value = this.values[this.#at];
    this.#at += 1;
    return value;
  }

  #directive([whole, flags = '', wide, precise, conversion = '']: RegExpMatchArray): string {
    const size = (text: string | undefined) =>
      text === '*' ? Number(this.#integer(this.#next() ?? '0')) : Number(text ?? 0);
    const given = size(wide);
    const width = Math.abs(given);
    const left = flags.includes('-') || given < 0;
    const dot = /\.(?:\*|-?\d+)?/.test(whole);
    const asked = dot ? size(precise) : undefined;
    const precision = asked !== undefined && asked < 0 ? undefined : asked;
    const text = this.#convert(conversion, flags, precision);
    const zero =
      flags.includes('0') &&
      !left &&
      /[diouxXeEfFgGaA]/.test(conversion) &&
      !(precision !== undefined && /[diouxX]/.test(conversion)) &&
      !/inf|nan/i.test(text);
    if (left) return text.padEnd(width);
    if (!zero) return text.padStart(width);
    const [, sign = '', digits = ''] = /^([-+ ]?(?:0[xX])?)([\s\S]*)$/.exec(text) ?? [];
    return sign + digits.padStart(width - sign.length, '0');
  }

  #convert(conversion: string, flags: string, precision: number | undefined): string {
    if (conversion.endsWith(')T')) {
      const value = this.#next() ?? '-1';
      const seconds = Number(value === '-1' ? Date.now() / 1000 : value);
      const time = value === '-2' ? this.shell.started : 1000 * seconds;
      const format = conversion.slice(1, -2) || '%X';
      return formatTime(format, time, this.shell.vars.environment()['TZ']);
    }
    switch (conversion) {
      case 's':
        return (this.#next() ?? '').slice(0, precision);
      case 'b': {
        const { text, stopped } = unescapeText(this.#next() ?? '');
        this.#stopped = stopped;
        return text.slice(0, precision);
      }
      case 'q':
        return backslashed(this.#next() ?? '').slice(0, precision);
      case 'c':
        return (this.#next() ?? '').slice(0, 1);
      case 'd':
      case 'i': {
        const value = this.#integer(this.#next());
        const digits = value === 0n ? '' : String(value < 0n ? -value : value);
        return signed(value < 0n, flags) + digits.padStart(precision ?? 1, '0');
      }
      case 'u':
      case 'o':
      case 'x':
      case 'X': {
        const value = BigInt.asUintN(64, this.#integer(this.#next(), true));
        const digits = value.toString({ u: 10, o: 8, x: 16, X: 16 }[conversion]);
        const prefix =
          !flags.includes('#') || value === 0n
            ? ''
            : { u: '', o: '0', x: '0x', X: '0X' }[conversion];
        const padded = (value === 0n ? '' : digits).padStart(precision ?? 1, '0');
        return prefix + (conversion === 'X' ? padded.toUpperCase() : padded);
      }
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G': {
        const value = this.#real(this.#next());
        const text = realText(Math.abs(value), conversion.toLowerCase(), precision ?? 6, flags);
        const shown = signed(value < 0 || Object.is(value, -0), flags) + text;
        return conversion === conversion.toLowerCase() ? shown : shown.toUpperCase();
      }
      default:
        this.#complain(`\`${conversion}': invalid format character`);
        this.#stopped = true;
        return '';
    }
  }

  #complain(message: string): void {
    this.shell.complain(`printf: ${message}`);
    this.status = 1;
  }

  #integer(word: string | undefined, isUnsigned = false): bigint {
    const text = word?.trimStart() ?? '';
    if (text === '') return 0n;
    if (/^['"]/.test(text)) return BigInt(text.codePointAt(1) ?? 0);
    const [, sign, digits = '', rest] =
      /^([-+]?)(0[xX][\dA-Fa-f]+|0[0-7]*|[1-9]\d*|)([\s\S]*)$/.exec(text) ?? [];
    const value = digits === '' ? 0n : parseNumber(digits);
    if (rest !== '' || typeof value === 'string') this.#complain(`${word}: invalid number`);
    if (typeof value === 'string') return 0n;
    const exact = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits || 0);
    const limit = sign === '-' ? 2n ** 63n : 2n ** (isUnsigned ? 64n : 63n) - 1n;
    if (exact > limit) {
      this.shell.complain(`printf: warning: ${word}: Numerical result out of range`);
    }
    const clamped = exact > limit ? limit : exact;
    return sign === '-' ? -clamped : clamped;
  }

  #real(word: string | undefined): number {
    const text = word?.trimStart() ?? '';
    if (text === '') return 0;
    if (/^['"]/.test(text)) return text.codePointAt(1) ?? 0;
    const value = /\s$|^0[bo]/i.test(text) ? Number.NaN : Number(text);
    if (!Number.isNaN(value)) return value;
    if (/^[-+]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
    if (/^[-+]?nan$/i.test(text)) return Number.NaN;
    this.#complain(`${word}: invalid number`);
    return Number.parseFloat(text) || 0;
  }
}
