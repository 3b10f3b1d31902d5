/** Holds the symbols of the logical language. */
import type { ExprSymbol } from './symbol.js';

/** The symbols that expressions may use, by name. */
export class SymbolTable {
  readonly #symbols = new Map<string, ExprSymbol>();

  find(name: string): ExprSymbol | undefined {
    return this.#symbols.get(name);
  }

  /** Returns all symbols, in order of definition. */
  symbols(): IterableIterator<ExprSymbol> {
    return this.#symbols.values();
  }

  add(symbol: ExprSymbol): void {
    if (this.#symbols.has(symbol.name)) throw new Error(`symbol ${symbol.name} is defined twice`);
    this.#symbols.set(symbol.name, symbol);
  }
}
