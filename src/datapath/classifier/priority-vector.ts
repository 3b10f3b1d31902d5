/**
 * A vector sorted by priority, highest first (`lib/pvector.c`). Items move as little as possible
 * among equals.
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

  /** Moves an item up whose priority has risen, to the end of those that have it. */
  raise(item: Item): void {
    let place = this.#items.indexOf(item);
    while (place > 0 && (this.#items[place - 1]?.maxPriority ?? 0) < item.maxPriority) {
      this.#swapWithNext(--place);
    }
  }

  /** Moves an item down whose priority has fallen, to the start of those that have it. */
  lower(item: Item): void {
    let place = this.#items.indexOf(item);
    while ((this.#items[place + 1]?.maxPriority ?? -1) > item.maxPriority) {
      this.#swapWithNext(place++);
    }
  }

  /** Sorts the items of equal priority by `rank`; those of equal rank stay in their order. */
  sortTies(rank: (item: Item) => number): void {
    this.#items.sort((a, b) => b.maxPriority - a.maxPriority || rank(a) - rank(b));
  }

  /** Returns the place after all items of this priority or a higher one. */
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
