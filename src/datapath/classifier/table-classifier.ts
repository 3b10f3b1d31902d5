/** Updates the classifier of each flow table on demand. */
import type { FlowTable } from '../../openflow/switch/flow-table.js';
import { inOrderOfArrival } from './arrival.js';
import { Classifier } from './classifier.js';

const CLASSIFIERS = new WeakMap<FlowTable, Classifier>();

/**
 * Returns the classifier of a table's flows. Changes are applied in the order in which they were
 * made, since that determines the order of its subtables.
 */
export function classifierOf(table: FlowTable): Classifier {
  const { fromScratch, list } = table.takeChanges();
  const known = fromScratch ? undefined : CLASSIFIERS.get(table);
  const classifier = known ?? new Classifier();
  if (known === undefined) CLASSIFIERS.set(table, classifier);
  for (const { type, flow } of inOrderOfArrival(list)) {
    if (type === 'added') classifier.insert(flow);
    else classifier.remove(flow);
  }
  return classifier;
}
