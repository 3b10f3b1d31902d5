/** Updates the classifier of each flow table on demand. */
import type { FlowChange, FlowTable } from '../../openflow/switch/flow-table.js';
import { inOrderOfArrival } from './arrival.js';
import { Classifier } from './classifier.js';

/** The flows of a restored table, and the order of its ties. */
interface Restored {
  readonly flows: readonly FlowChange[];
  readonly ties: readonly string[];
}

const CLASSIFIERS = new WeakMap<FlowTable, Classifier>();

/** Restored tables that have no classifier yet. */
const RESTORED = new WeakMap<FlowTable, Restored>();

/**
 * Returns the classifier of a table's flows. Changes are applied in the order in which they were
 * made, since that determines the order of its subtables.
 */
export function classifierOf(table: FlowTable): Classifier {
  const { fromScratch, list } = table.takeChanges();
  const known = fromScratch ? undefined : (CLASSIFIERS.get(table) ?? restored(table));
  const classifier = known ?? new Classifier();
  RESTORED.delete(table);
  if (CLASSIFIERS.get(table) !== classifier) CLASSIFIERS.set(table, classifier);
  apply(classifier, list);
  return classifier;
}

/** Returns the order of a table's ties; see {@link Classifier.tieOrder}. */
export function tieOrder(table: FlowTable): readonly string[] {
  const unchanged = table.changed ? undefined : RESTORED.get(table);
  return unchanged?.ties ?? classifierOf(table).tieOrder();
}

/**
 * Restores an order that {@link tieOrder} returned for the same flows. The classifier is built when
 * it is first needed.
 */
export function restoreTies(table: FlowTable, ties: readonly string[]): void {
  if (CLASSIFIERS.has(table) || RESTORED.has(table)) classifierOf(table).restoreTies(ties);
  else RESTORED.set(table, { flows: table.takeChanges().list, ties });
}

function restored(table: FlowTable): Classifier | undefined {
  const saved = RESTORED.get(table);
  if (!saved) return undefined;
  const classifier = new Classifier();
  apply(classifier, saved.flows);
  classifier.restoreTies(saved.ties);
  return classifier;
}

function apply(classifier: Classifier, changes: readonly FlowChange[]): void {
  for (const { type, flow } of inOrderOfArrival(changes)) {
    if (type === 'added') classifier.insert(flow);
    else classifier.remove(flow);
  }
}
