/** Formats the output of `find -printf` and `-ls`. */
import { formatTime } from '../time.js';
import type { UtilityCall } from '../utility.js';
import { blocksOf, type Item, modeText, octalMode, sizeOf, typeOf } from './item.js';

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  0: '\0',
  '\\': '\\',
};

const HALF_A_YEAR = 15_778_476_000;
const DIRECTIVE = /\\([abfnrtv0\\])|%(-?)(\d*)(?:([ACT])(.)|([a-zA-Z%]))/g;

/** Returns the time of a file in one of the forms that `%T` knows. */
function timeText(call: UtilityCall, { stat }: Item, form: string): string {
  const time = stat.mtime.getTime();
  const zone = call.environment['TZ'];
  const seconds = '%S.%N0';
  if (form === '@') return `${Math.floor(time / 1000)}.${formatTime('%N', time, zone)}0`;
  const formats: Readonly<Record<string, string>> = {
    '+': `%Y-%m-%d+%H:%M:${seconds}`,
    S: seconds,
    T: `%H:%M:${seconds}`,
    X: `%H:%M:${seconds}`,
    c: `%a %b %e %H:%M:${seconds} %Y`,
  };
  return formatTime(formats[form] ?? `%${form}`, time, zone);
}

async function fieldOf(call: UtilityCall, item: Item, letter: string): Promise<string> {
  const { path, root, stat, name, depth } = item;
  const slash = path.lastIndexOf('/');
  switch (letter) {
    case 'p':
      return path;
    case 'f':
      return name;
    case 'h':
      return slash < 0 ? '.' : path.slice(0, slash);
    case 'H':
      return root;
    case 'P':
      return path.slice(root.length).replace(/^\//, '');
    case 'd':
      return String(depth);
    case 's':
      return String(sizeOf(stat));
    case 'k':
      return String(blocksOf(stat));
    case 'b':
      return String(2 * blocksOf(stat));
    case 'm':
      return octalMode(stat);
    case 'M':
      return modeText(stat);
    case 'y':
      return typeOf(stat);
    case 'Y':
      return typeOf((await call.files.stat(path)) ?? stat).replace('l', 'N');
    case 'l':
      return stat.isSymbolicLink ? call.files.readLink(path) : '';
    case 'u':
    case 'g':
      return 'root';
    case 'U':
    case 'G':
      return '0';
    case 'n':
      return stat.isDirectory ? '2' : '1';
    case 't':
    case 'a':
    case 'c':
      return timeText(call, item, 'c');
    case '%':
      return '%';
    default:
      return `%${letter}`;
  }
}

/** Returns the text that `-printf` prints for a file. */
export async function formatItem(call: UtilityCall, format: string, item: Item): Promise<string> {
  let text = '';
  let from = 0;
  for (const found of format.matchAll(DIRECTIVE)) {
    const [whole, escaped, left, width = '', time, form = '', letter = ''] = found;
    text += format.slice(from, found.index);
    from = found.index + whole.length;
    if (escaped !== undefined) {
      text += ESCAPES[escaped] ?? '';
      continue;
    }
    const value =
      time === undefined ? await fieldOf(call, item, letter) : timeText(call, item, form);
    text += left === '-' ? value.padEnd(Number(width)) : value.padStart(Number(width));
  }
  return text + format.slice(from);
}

/** Returns the line that `-ls` prints for a file. */
export async function listItem(call: UtilityCall, item: Item): Promise<string> {
  const { stat, path } = item;
  const time = stat.mtime.getTime();
  const age = call.now() - time;
  const form = age > HALF_A_YEAR || age < 0 ? '%b %e  %Y' : '%b %e %H:%M';
  const target = stat.isSymbolicLink ? ` -> ${await call.files.readLink(path)}` : '';
  const date = formatTime(form, time, call.environment['TZ']);
  const format = `%9d %6k %M %3n %-8u %-8g %8s ${date} %p${target}\n`;
  return formatItem(call, format.replace('%9d', '        0'), item);
}
