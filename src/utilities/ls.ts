/** `ls`: lists files and the contents of folders. */
import type { FileStat } from './files.js';
import { type Options, parseOptions } from './options.js';
import { formatTime } from './time.js';
import { complain, type UtilityCall, UtilityError } from './utility.js';

interface Entry {
  readonly name: string;
  readonly stat: FileStat;
  /** The target of a symbolic link. */
  readonly target: string | undefined;
}

const HALF_A_YEAR = 15_778_476_000;

export async function ls(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    '1| a|all A|almost-all b|escape B|ignore-backups c| C| d|directory f| F|classify? g| G|no-group h|human-readable ' +
      'H|dereference-command-line i|inode k|kibibytes l| L|dereference m| n|numeric-uid-gid N|literal o| p| ' +
      'q|hide-control-chars Q|quote-name r|reverse R|recursive s|size S| t| T|tabsize: u| U| v| w|width: x| X| Z| ' +
      'color? full-time group-directories-first sort: time: time-style: format: file-type indicator-style: si hide: ignore: show-control-chars',
    { status: 2 },
  );
  const paths = options.operands.length > 0 ? options.operands : ['.'];
  const listing = new Listing(call, options);
  const files: Entry[] = [];
  const folders: Entry[] = [];
  let status = 0;
  for (const path of paths) {
    const entry = await listing.entry(path, path, !listing.isLong);
    if (!entry) {
      await complain(call, `cannot access ${quoted(path)}: No such file or directory`);
      status = 2;
    } else if (entry.stat.isDirectory && !options.has('d')) folders.push(entry);
    else files.push(entry);
  }
  const sorted = listing.sort(folders);
  if (files.length > 0) await call.stdout(listing.format(listing.sort(files)));
  const titled = paths.length > 1 || options.has('R');
  let first = files.length === 0;
  for (const { name } of sorted) {
    first = await listing.folder(name, titled, first);
  }
  return status;
}

const quoted = (path: string): string => `'${path.replaceAll("'", "'\\''")}'`;

class Listing {
  readonly isLong: boolean;

  constructor(
    private readonly call: UtilityCall,
    private readonly options: Options,
  ) {
    this.isLong =
      ['l', 'n', 'g', 'o', 'full-time'].some((key) => options.has(key)) ||
      options.value('format') === 'long';
    const bad = options.value('sort');
    if (
      bad !== undefined &&
      !['none', 'size', 'time', 'version', 'extension', 'name'].includes(bad)
    ) {
      throw new UtilityError(`invalid argument '${bad}' for '--sort'`, 2);
    }
  }

  async entry(path: string, name: string, follow: boolean): Promise<Entry | undefined> {
    const { files } = this.call;
    const own = await files.stat(path, { follow: false });
    if (!own) return undefined;
    const target = own.isSymbolicLink ? await files.readLink(path) : undefined;
    const stat =
      (follow || this.options.has('L')) && own.isSymbolicLink ? await files.stat(path) : own;
    return { name, stat: stat ?? own, target };
  }

  /**
   * Prints a folder, and with `-R` those below it. Returns false, the value of `first` for the next
   * folder.
   */
  async folder(path: string, titled: boolean, first: boolean): Promise<boolean> {
    const { call, options } = this;
    const all = options.has('a') || options.has('f');
    const names = (await call.files.list(path)).filter(
      (name) => all || options.has('A') || !name.startsWith('.'),
    );
    const entries: Entry[] = [];
    for (const name of [...(all ? ['.', '..'] : []), ...names]) {
      const entry = await this.entry(`${path}/${name}`, name, false);
      if (entry) entries.push(entry);
    }
    const sorted = this.sort(entries);
    const title = titled ? `${first ? '' : '\n'}${path}:\n` : '';
    const total =
      this.isLong || options.has('s')
        ? `total ${sorted.reduce((sum, entry) => sum + blocksOf(entry), 0)}\n`
        : '';
    await call.stdout(title + total + this.format(sorted));
    if (!options.has('R')) return false;
    for (const { name, stat } of sorted) {
      if (stat.isDirectory && name !== '.' && name !== '..') {
        await this.folder(`${path.replace(/\/$/, '')}/${name}`, true, false);
      }
    }
    return false;
  }

  sort(entries: readonly Entry[]): Entry[] {
    const { options } = this;
    const byName = (a: Entry, b: Entry) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
    const extension = (name: string) => /\.[^.]*$/.exec(name)?.[0] ?? '';
    const orders: Readonly<Record<string, (a: Entry, b: Entry) => number>> = {
      S: (a, b) => b.stat.size - a.stat.size || byName(a, b),
      t: (a, b) => b.stat.mtime.getTime() - a.stat.mtime.getTime() || byName(a, b),
      v: (a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }) || byName(a, b),
      X: (a, b) => extension(a.name).localeCompare(extension(b.name)) || byName(a, b),
    };
    const words: Readonly<Record<string, string>> = {
      size: 'S',
      time: 't',
      version: 'v',
      extension: 'X',
      none: 'U',
    };
    const chosen =
      options.last(['S', 't', 'v', 'X', 'U', 'f']) ?? words[options.value('sort') ?? ''] ?? '';
    const result = [...entries];
    if (chosen !== 'U' && chosen !== 'f') result.sort(orders[chosen] ?? byName);
    if (options.has('r')) result.reverse();
    if (options.has('group-directories-first')) {
      result.sort((a, b) => Number(b.stat.isDirectory) - Number(a.stat.isDirectory));
    }
    return result;
  }

  format(entries: readonly Entry[]): string {
    const { options } = this;
    if (this.isLong) return this.#long(entries);
    const names = entries.map((entry) => this.#prefix(entry, entries) + this.#shown(entry));
    if (names.length === 0) return '';
    switch (options.last(['1', 'm', 'C', 'x', 'format'])) {
      case 'm':
        return `${names.join(', ')}\n`;
      case 'C':
        return columns(names, true);
      case 'x':
        return columns(names, false);
      default:
        return names.map((name) => `${name}\n`).join('');
    }
  }

  #prefix(entry: Entry, entries: readonly Entry[]): string {
    const width = Math.max(...entries.map((other) => String(blocksOf(other)).length));
    return [
      this.options.has('i') ? `${inodeOf(entry)} ` : '',
      this.options.has('s') ? `${String(blocksOf(entry)).padStart(width)} ` : '',
    ].join('');
  }

  #shown({ name, stat, target }: Entry): string {
    const { options } = this;
    const style = options.value('indicator-style') ?? '';
    const classify = options.has('F') || style === 'classify';
    const mark =
      stat.isDirectory &&
      (classify || options.has('p') || options.has('file-type') || style === 'slash')
        ? '/'
        : classify && target !== undefined && !this.isLong
          ? '@'
          : classify && stat.isFile && (stat.mode & 0o111) !== 0
            ? '*'
            : '';
    const text = options.has('Q')
      ? JSON.stringify(name)
      : options.has('b')
        ? name.replace(/[ \\]/g, '\\$&')
        : name;
    return text + mark;
  }

  #long(entries: readonly Entry[]): string {
    const { options } = this;
    const [uid, gid] = options.has('n') ? ['0', '0'] : ['root', 'root'];
    const rows = entries.map((entry) => {
      const { stat, target } = entry;
      return {
        mode: modeText(entry),
        links: String(stat.isDirectory ? 2 : 1),
        owner: [
          ...(options.has('g') ? [] : [uid]),
          ...(options.has('o') || options.has('G') ? [] : [gid]),
        ].join(' '),
        size: options.has('h') ? humanSize(stat.size) : String(stat.size),
        time: this.#time(stat.mtime.getTime()),
        name: `${this.#prefix(entry, entries)}|${this.#shown(entry)}${target === undefined ? '' : ` -> ${target}`}`,
      };
    });
    const width = (key: 'links' | 'size') => Math.max(...rows.map((row) => row[key].length));
    return rows
      .map(({ mode, links, owner, size, time, name }) => {
        const [prefix = '', ...rest] = name.split('|');
        return `${prefix}${mode} ${links.padStart(width('links'))} ${owner} ${size.padStart(width('size'))} ${time} ${rest.join('|')}\n`;
      })
      .join('');
  }

  #time(time: number): string {
    const { options } = this;
    const style = options.has('full-time') ? 'full-iso' : (options.value('time-style') ?? '');
    const age = this.call.now() - time;
    const formats: Readonly<Record<string, string>> = {
      'full-iso': '%Y-%m-%d %H:%M:%S.%N %z',
      'long-iso': '%Y-%m-%d %H:%M',
      iso: age > HALF_A_YEAR ? '%Y-%m-%d ' : '%m-%d %H:%M',
    };
    const usual = age > HALF_A_YEAR || age < 0 ? '%b %e  %Y' : '%b %e %H:%M';
    const format = style.startsWith('+') ? style.slice(1) : (formats[style] ?? usual);
    return formatTime(format, time, this.call.environment['TZ']);
  }
}

const blocksOf = ({ stat }: Entry): number =>
  stat.isDirectory ? 4 : 4 * Math.ceil(stat.size / 4096);

const inodeOf = ({ name }: Entry): number =>
  [...name].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 9_999_991, 7) + 1;

function modeText({ stat, target }: Entry): string {
  const kind = target !== undefined && stat.isSymbolicLink ? 'l' : stat.isDirectory ? 'd' : '-';
  const bits = [...'rwxrwxrwx']
    .map((letter, i) => ((stat.mode >> (8 - i)) & 1 ? letter : '-'))
    .join('');
  return kind + bits;
}

export function humanSize(size: number): string {
  if (size < 1024) return String(size);
  let value = size;
  let unit = -1;
  while (value >= 1024 && unit < 4) {
    value /= 1024;
    unit += 1;
  }
  const rounded = value < 10 ? (Math.ceil(value * 10) / 10).toFixed(1) : String(Math.ceil(value));
  return `${rounded}${'KMGTP'.charAt(unit)}`;
}

/** Arranges names in columns on lines of 80 characters, down or across. */
function columns(names: readonly string[], down: boolean): string {
  const WIDTH = 80;
  for (let count = Math.min(names.length, WIDTH / 3); count >= 1; count = Math.floor(count) - 1) {
    const rows = Math.ceil(names.length / Math.floor(count));
    const across = down ? Math.ceil(names.length / rows) : Math.floor(count);
    const at = (row: number, column: number) =>
      names[down ? column * rows + row : row * across + column];
    const widths = Array.from({ length: across }, (_, column) =>
      Math.max(0, ...Array.from({ length: rows }, (_, row) => at(row, column)?.length ?? 0)),
    );
    if (across > 1 && widths.reduce((sum, width) => sum + width + 2, -2) > WIDTH) continue;
    return Array.from({ length: rows }, (_, row) => {
      const cells = widths
        .map((width, column) => ({ text: at(row, column), width }))
        .filter((cell) => cell.text !== undefined);
      return `${cells.map(({ text = '', width }, i) => (i === cells.length - 1 ? text : text.padEnd(width + 2))).join('')}\n`;
    }).join('');
  }
  return '';
}
