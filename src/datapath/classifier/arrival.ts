/**
 * Orders the flows of a batch in the order in which ovn-controller sends them, which is that of its
 * hash table (`ofctrl_put`). This matters for flows with the same priority that match the same
 * packets.
 */
import { hashAdd, hashFinish } from '../../lib/hash.js';
import { byBucket } from '../../lib/hash-order.js';
import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import type { FlowBatch, FlowChange } from '../../openflow/switch/flow-table.js';
import { Flow, Wildcards } from '../../packet/flow.js';
import { FLOW_WORDS } from '../../packet/flow-layout.js';

/** Yields changes in the order in which they were made, with each batch in hash order. */
export function* inOrderOfArrival(changes: readonly FlowChange[]): IterableIterator<FlowChange> {
  let start = 0;
  while (start < changes.length) {
    const batch = batchOf(changes[start]);
    let end = start + 1;
    while (end < changes.length && batchOf(changes[end]) === batch) end++;
    const together = changes.slice(start, end);
    yield* batch === undefined ? together : inHashOrder(together, batch);
    start = end;
  }
}

function batchOf(change: FlowChange | undefined): FlowBatch | undefined {
  return change?.type === 'added' ? change.batch : undefined;
}

/** Sorts changes by the buckets of a hash table. */
function inHashOrder(changes: readonly FlowChange[], batch: FlowBatch): FlowChange[] {
  if (changes.length < 2) return [...changes];
  return byBucket(changes, batch.hashTableSize, ({ flow }) => hashFlow(flow));
}

/** Returns the hash of a flow's table, priority and match. Mirrors `ovn_flow_hash()`. */
function hashFlow({ table, priority, match }: FlowEntry): number {
  const flow = new Flow();
  const wildcards = new Wildcards();
  for (const { index, value, mask } of match.entries) {
    flow.setAt(index, value);
    wildcards.addAt(index, mask);
  }
  const hash = hashWords(wildcards.words, hashWords(flow.words, 0));
  return hashFinish(hashAdd(hashAdd((table << 16) | priority, 0), hash), 8);
}

function hashWords(words: Uint32Array, basis: number): number {
  let hash = basis;
  for (let i = 0; i < FLOW_WORDS; i++) hash = hashAdd(hash, words[i] ?? 0);
  return hashFinish(hash, 4 * FLOW_WORDS);
}
