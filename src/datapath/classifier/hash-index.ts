/** Things by a hash of theirs. Several may have the same one. */
export class HashIndex<Item extends object> {
  /** What has a hash: the one thing, or all of them. */
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

  /** The one thing that has this hash; none, if there are several. */
  only(hash: number): Item | undefined {
    const found = this.#items.get(hash);
    return found instanceof Set ? undefined : found;
  }

  /** The thing that has this hash and passes a test. */
  find(hash: number, test: (item: Item) => boolean): Item | undefined {
    const found = this.#items.get(hash);
    if (found === undefined) return undefined;
    if (!(found instanceof Set)) return test(found) ? found : undefined;
    for (const item of found) if (test(item)) return item;
    return undefined;
  }
}
