/** Holds the names of rows within one command line: `--id=@name`, `ports=@name`. */
import type { RandomSource } from '../lib/random.js';
import { newUuid, type Uuid } from '../lib/uuid.js';

export interface RowSymbol {
  /** With its leading `@`. */
  readonly name: string;
  /** The UUID of the row with that name. */
  uuid: Uuid;
  /** True if a command has defined the row. */
  created: boolean;
  /** True if a strong reference has used the name. */
  strongRef: boolean;
  /** True if a weak reference has used the name. */
  weakRef: boolean;
}

export class SymbolTable {
  readonly #symbols = new Map<string, RowSymbol>();

  /** Names get UUIDs from `random` on first use. */
  constructor(private readonly random: RandomSource) {}

  get(name: string): RowSymbol | undefined {
    return this.#symbols.get(name);
  }

  /** Returns the symbol of this name, which is created on first use. */
  insert(name: string): RowSymbol {
    let symbol = this.#symbols.get(name);
    if (!symbol) {
      const uuid = newUuid(this.random);
      symbol = { name, uuid, created: false, strongRef: false, weakRef: false };
      this.#symbols.set(name, symbol);
    }
    return symbol;
  }

  /** Iterates over the symbols in order of first use. */
  [Symbol.iterator](): IterableIterator<RowSymbol> {
    return this.#symbols.values();
  }
}
