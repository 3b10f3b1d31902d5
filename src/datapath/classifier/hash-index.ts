/** Maps hashes to items; several items may have the same hash. */
export class HashIndex<Item extends object> {
  /** The item or items of each hash. */
  readonly #items = new Map<number, Item | Set<Item>>();

  get size(): number {
    return this.#items.size;
  }

  add(hash: number, item: Item): void {
    const found = this.#items.get(hash);
    if (found === undefined) this.#items.set(hash, item);
    else if (found instanceof Set) found.add(item);
    else this.#items.set(hash, new Set([found, item]));
  }

  remove(hash: number, item: Item): void {
    const found = this.#items.get(hash);
    if (!(found instanceof Set)) {
      this.#items.delete(hash);
      return;
    }
    found.delete(item);
    const [only] = found;
    if (found.size === 1 && only !== undefined) this.#items.set(hash, only);
  }

  has(hash: number): boolean {
    return this.#items.has(hash);
  }

  /** Returns the item with this hash if there is exactly one. */
  only(hash: number): Item | undefined {
    const found = this.#items.get(hash);
    return found instanceof Set ? undefined : found;
  }

  /** Returns the item that has this hash and passes a test, if any. */
  find(hash: number, test: (item: Item) => boolean): Item | undefined {
    const found = this.#items.get(hash);
    if (found === undefined) return undefined;
    if (!(found instanceof Set)) return test(found) ? found : undefined;
    for (const item of found) if (test(item)) return item;
    return undefined;
  }
}
