/** Chooses the flow to evict from a full table. Mirrors `choose_rule_to_evict()`. */

import type { Subfield } from '../model/actions.js';
import { FIELDS, lowBits } from '../model/fields.js';
import type { FlowEntry } from '../model/flow-entry.js';

/**
 * Returns the least important flow of the largest group, among equals the one that expires first.
 * Flows that never expire stay; ties go to the flow that is listed first.
 */
export function chooseEviction(
  flows: Iterable<FlowEntry>,
  fields: readonly Subfield[],
): FlowEntry | undefined {
  const groups = new Map<string, FlowEntry[]>();
  for (const flow of flows) {
    if (flow.idleTimeout === 0 && flow.hardTimeout === 0) continue;
    const key = fields.map((subfield) => groupValue(flow, subfield)).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [flow]);
    else group.push(flow);
  }
  let largest: readonly FlowEntry[] = [];
  for (const group of groups.values()) if (group.length > largest.length) largest = group;
  return largest.reduce<FlowEntry | undefined>(
    (first, flow) => (first !== undefined && comesFirst(first, flow) ? first : flow),
    undefined,
  );
}

/** Returns the value that a flow requires of a subfield; empty if its packets lack the field. */
function groupValue({ match }: FlowEntry, { field, offset, width }: Subfield): string {
  if (!match.satisfies(FIELDS[field].prerequisite)) return '';
  return String((match.get(field).value >> BigInt(offset)) & lowBits(width));
}

function comesFirst(a: FlowEntry, b: FlowEntry): boolean {
  if (a.importance !== b.importance) return a.importance < b.importance;
  return expiration(a) <= expiration(b);
}

/**
 * Returns the time at which a flow expires unless packets match it, in milliseconds since the
 * epoch.
 */
function expiration({ hardTimeout, idleTimeout, modified, used }: FlowEntry): number {
  const hard = hardTimeout === 0 ? Number.POSITIVE_INFINITY : modified + hardTimeout * 1000;
  const idle = idleTimeout === 0 ? Number.POSITIVE_INFINITY : used + idleTimeout * 1000;
  return Math.min(hard, idle);
}
