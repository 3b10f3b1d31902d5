/**
 * A binary heap of items by usage count. It breaks ties like `lib/heap.c`, which decides which port
 * loses an entry when a table is full.
 */

interface Node<Item> {
  readonly item: Item;
  count: number;
  /** Its position in the heap, from 1. */
  place: number;
}

export class UsageHeap<Item> {
  /** Nodes by position; position 0 is unused. */
  readonly #nodes: (Node<Item> | undefined)[] = [undefined];
  readonly #byItem = new Map<Item, Node<Item>>();

  /** The item with the highest count. */
  get max(): Item | undefined {
    return this.#nodes[1]?.item;
  }

  /** Adds `change`, 1 or -1, to the count of an item. Items with a count of 0 are removed. */
  count(item: Item, change: 1 | -1): void {
    const node = this.#byItem.get(item);
    if (node === undefined) {
      if (change === 1) this.#insert(item);
      return;
    }
    node.count += change;
    if (node.count > 0) this.#settle(node);
    else this.#remove(node);
  }

  #insert(item: Item): void {
    const node = { item, count: 1, place: this.#nodes.length };
    this.#nodes.push(node);
    this.#byItem.set(item, node);
    this.#floatUp(node);
  }

  #remove(node: Node<Item>): void {
    this.#byItem.delete(node.item);
    const last = this.#nodes.pop();
    if (last === undefined || last === node) return;
    this.#put(last, node.place);
    this.#settle(last);
  }

  #settle(node: Node<Item>): void {
    if (!this.#floatUp(node)) this.#floatDown(node);
  }

  #put(node: Node<Item>, place: number): void {
    this.#nodes[place] = node;
    node.place = place;
  }

  #swap(a: Node<Item>, b: Node<Item>): void {
    const { place } = a;
    this.#put(a, b.place);
    this.#put(b, place);
  }

  #floatUp(node: Node<Item>): boolean {
    const start = node.place;
    for (;;) {
      const parent = this.#nodes[node.place >> 1];
      if (parent === undefined || parent.count >= node.count) return node.place !== start;
      this.#swap(parent, node);
    }
  }

  #floatDown(node: Node<Item>): void {
    for (;;) {
      const left = this.#nodes[2 * node.place];
      const right = this.#nodes[2 * node.place + 1];
      let max = node;
      if (left !== undefined && left.count > max.count) max = left;
      if (right !== undefined && right.count > max.count) max = right;
      if (max === node) return;
      this.#swap(max, node);
    }
  }
}
