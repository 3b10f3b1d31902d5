/** The classifier of each flow table, brought up to date when it is asked. */
import type { FlowTable } from '../../openflow/switch/flow-table.js';
import { inOrderOfArrival } from './arrival.js';
import { Classifier } from './classifier.js';

const CLASSIFIERS = new WeakMap<FlowTable, Classifier>();

/**
 * The classifier of a table's flows. It gets the changes in the order in which they
 * were made, since which flows share a look-up with which depends on it.
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
