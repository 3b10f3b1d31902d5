/** Names for rows that a command line makes and refers to: `--id=@name`, `ports=@name`. */
import type { RandomSource } from '../lib/random.js';
import { newUuid, type Uuid } from '../lib/uuid.js';

export interface RowSymbol {
  /** With its leading `@`. */
  readonly name: string;
  /** The row with that name. */
  uuid: Uuid;
  /** True if a command has defined the row. */
  created: boolean;
  /** True if a strong reference has used the name. */
  strongRef: boolean;
  /** The same for weak references. */
  weakRef: boolean;
}

export class SymbolTable {
  readonly #symbols = new Map<string, RowSymbol>();

  /** Unknown names stand for new UUIDs from `random`. */
  constructor(private readonly random: RandomSource) {}

  get(name: string): RowSymbol | undefined {
    return this.#symbols.get(name);
  }

  /** Returns the symbol of this name; a new one where nothing has used the name before. */
  insert(name: string): RowSymbol {
    let symbol = this.#symbols.get(name);
    if (!symbol) {
      const uuid = newUuid(this.random);
      symbol = { name, uuid, created: false, strongRef: false, weakRef: false };
      this.#symbols.set(name, symbol);
    }
    return symbol;
  }

  /** All symbols in the order in which their names came up. */
  [Symbol.iterator](): IterableIterator<RowSymbol> {
    return this.#symbols.values();
  }
}
