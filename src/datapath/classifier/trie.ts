/**
 * A trie of the prefixes that flows match in a 32-bit field. A lookup returns how many bits of a
 * value prove which prefixes cannot match (`struct trie_node`).
 */

/** A part of a prefix, and its continuations. */
interface Node {
  /** The bits, leftmost first; the others are zero. */
  bits: number;
  length: number;
  /** The number of flows whose prefix ends here. */
  flows: number;
  readonly next: [Node | undefined, Node | undefined];
}

export interface TrieResult {
  /**
   * A bit for each prefix length from 1 to 32, highest bit first: set if a prefix of this length
   * may match.
   */
  readonly lengths: number;
  /** The number of leading bits of the value that rule the others out. */
  readonly bits: number;
}

/** Returns a mask of this many leading ones, from 0 to 32. */
export function prefixMask(length: number): number {
  return length === 0 ? 0 : (-1 << (32 - length)) >>> 0;
}

/** Returns true if prefixes of this length may match. */
export function mayMatch({ lengths }: TrieResult, length: number): boolean {
  return ((lengths << (length - 1)) & (1 << 31)) !== 0;
}

/** The result for packets that lack the field. */
export const NO_TRIE_RESULT: TrieResult = { lengths: -1, bits: 0 };

const bitAt = (value: number, place: number): 0 | 1 =>
  place < 32 && ((value >>> (31 - place)) & 1) === 1 ? 1 : 0;

/** Returns the bits of `value` from `start` on, shifted to the left. */
const bitsFrom = (value: number, start: number): number =>
  start < 32 ? (value << start) >>> 0 : 0;

/** Returns how many bits of `value` from `start` on, at most `limit`, equal those of a node. */
function equalBits(node: Node, value: number, start: number, limit: number): number {
  const different = (node.bits ^ bitsFrom(value, start)) >>> 0;
  return Math.min(Math.clz32(different), node.length, limit);
}

export class Trie {
  #root: Node | undefined;

  /** Adds a flow with a prefix of `length` bits, at least one. */
  insert(prefix: number, length: number): void {
    let put = (node: Node): void => {
      this.#root = node;
    };
    let node = this.#root;
    let at = 0;
    while (node !== undefined) {
      const equal = equalBits(node, prefix, at, length - at);
      at += equal;
      if (equal < node.length) {
        put(split(node, equal, prefix, at, length));
        return;
      }
      if (at === length) {
        node.flows++;
        return;
      }
      const branch = bitAt(prefix, at);
      const parent = node;
      put = (child) => {
        parent.next[branch] = child;
      };
      node = node.next[branch];
    }
    put(leaf(prefix, at, length));
  }

  /** Removes a flow that was added with this prefix. */
  remove(prefix: number, length: number): void {
    const path: Node[] = [];
    let node = this.#root;
    let at = 0;
    while (node !== undefined) {
      path.push(node);
      at += node.length;
      if (at >= length) break;
      node = node.next[bitAt(prefix, at)];
    }
    if (node === undefined) return;
    node.flows--;
    this.#prune(path);
  }

  /** Looks up a value. Mirrors `trie_lookup_value()`. */
  lookup(value: number): TrieResult {
    let before: Node | undefined;
    let node = this.#root;
    let at = 0;
    let lengths = 0;
    while (node !== undefined) {
      const equal = equalBits(node, value, at, node.length);
      at += equal;
      if (equal < node.length) return { lengths, bits: at + 1 };
      if (node.flows > 0) lengths |= 1 << (32 - at);
      if (at >= 32) return { lengths, bits: 32 };
      before = node;
      node = node.next[bitAt(value, at)];
    }
    const other = before !== undefined && (before.next[0] ?? before.next[1]) !== undefined;
    return { lengths, bits: other ? at + 1 : at };
  }

  /** Removes the nodes at the end of a path that no flow needs. Mirrors `trie_remove()`. */
  #prune(path: Node[]): void {
    for (let node = path.pop(); node !== undefined && node.flows === 0; node = path.pop()) {
      const [zero, one] = node.next;
      if (zero !== undefined && one !== undefined) return;
      const child = zero ?? one;
      const parent = path.at(-1);
      const merged = child && merge(node, child);
      if (parent === undefined) this.#root = merged;
      else parent.next[parent.next[0] === node ? 0 : 1] = merged;
      if (merged !== undefined) return;
    }
  }
}

function leaf(prefix: number, start: number, end: number): Node {
  return {
    bits: (bitsFrom(prefix, start) & prefixMask(end - start)) >>> 0,
    length: end - start,
    flows: 1,
    next: [undefined, undefined],
  };
}

/** Splits a node after `length` bits, for a new prefix that differs there. */
function split(node: Node, length: number, prefix: number, at: number, end: number): Node {
  const parent: Node = {
    bits: (node.bits & prefixMask(length)) >>> 0,
    length,
    flows: at === end ? 1 : 0,
    next: [undefined, undefined],
  };
  const branch = bitAt(node.bits, length);
  parent.next[branch] = {
    ...node,
    bits: bitsFrom(node.bits, length),
    length: node.length - length,
  };
  if (at < end) parent.next[branch === 0 ? 1 : 0] = leaf(prefix, at, end);
  return parent;
}

function merge(node: Node, child: Node): Node {
  return {
    ...child,
    bits: (node.bits | (child.bits >>> node.length)) >>> 0,
    length: node.length + child.length,
  };
}
