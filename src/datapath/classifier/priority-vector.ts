/**
 * A vector sorted by priority, highest first (`lib/pvector.c`). Items with equal priorities move as
 * little as possible.
 */
export interface Prioritized {
  readonly maxPriority: number;
}

export class PriorityVector<Item extends Prioritized> {
  readonly #items: Item[] = [];

  [Symbol.iterator](): IterableIterator<Item> {
    return this.#items[Symbol.iterator]();
  }

  /** Inserts an item after all others of its priority. */
  insert(item: Item): void {
    this.#items.splice(this.#placeAfter(item.maxPriority), 0, item);
  }

  /** Removes an item. */
  remove(item: Item): void {
    this.#items.splice(this.#items.indexOf(item), 1);
  }

  /** Moves an item whose priority has risen up to the end of its new equals. */
  raise(item: Item): void {
    let place = this.#items.indexOf(item);
    while (place > 0 && (this.#items[place - 1]?.maxPriority ?? 0) < item.maxPriority) {
      this.#swapWithNext(--place);
    }
  }

  /** Moves an item whose priority has fallen down to the start of its new equals. */
  lower(item: Item): void {
    let place = this.#items.indexOf(item);
    while ((this.#items[place + 1]?.maxPriority ?? -1) > item.maxPriority) {
      this.#swapWithNext(place++);
    }
  }

  /** Sorts the items of equal priority by `rank`; items of equal rank keep their order. */
  sortTies(rank: (item: Item) => number): void {
    this.#items.sort((a, b) => b.maxPriority - a.maxPriority || rank(a) - rank(b));
  }

  /** Returns the index after all items of this or a higher priority. */
  #placeAfter(priority: number): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#items[middle]?.maxPriority ?? 0) >= priority) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #swapWithNext(place: number): void {
    const [one, two] = this.#items.slice(place, place + 2);
    if (one !== undefined && two !== undefined) this.#items.splice(place, 2, two, one);
  }
}
