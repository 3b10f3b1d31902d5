/** Arrays of awk, whose `for` loops visit keys in the order of mawk's hash table. */
import type { Value } from './values.js';

interface Cell {
  value: Value;
  /** Increases with each access. */
  touched: number;
  /** True if the key was a number when it was first used. */
  readonly numeric: boolean;
}

const FEWEST_LISTS = 64;
const MOST_PER_LIST = 12;

export class AwkArray {
  readonly #cells = new Map<string, Cell>();
  #accesses = 0;

  get size(): number {
    return this.#cells.size;
  }

  has(key: string): boolean {
    return this.#cells.has(key);
  }

  /** Returns an element, which exists afterwards. */
  get(key: string, numeric = false): Value {
    return this.#cell(key, numeric).value;
  }

  set(key: string, value: Value, numeric = false): void {
    this.#cell(key, numeric).value = value;
  }

  #cell(key: string, numeric: boolean): Cell {
    let cell = this.#cells.get(key);
    if (!cell) {
      cell = { value: undefined, touched: 0, numeric };
      this.#cells.set(key, cell);
    }
    cell.touched = this.#accesses += 1;
    return cell;
  }

  delete(key: string): void {
    this.#cells.delete(key);
  }

  clear(): void {
    this.#cells.clear();
  }

  /** Returns the keys in the order of mawk: by hash, and the one used last first. */
  keys(): string[] {
    let lists = FEWEST_LISTS;
    while (this.#cells.size > lists * MOST_PER_LIST) lists *= 2;
    const entries = [...this.#cells].map(([key, { touched, numeric }]) => ({
      key,
      list: hash(key) & (lists - 1),
      // Numbers enter the table of texts only for the loop, list by list.
      order: numeric ? (Number(key) & (lists - 1)) - lists : touched,
    }));
    return entries.sort((a, b) => a.list - b.list || b.order - a.order).map(({ key }) => key);
  }
}

/** Returns the FNV-1a hash of a text. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}
