/** Formats flow tables: their features and statistics. Mirrors `ofp_print_table_features()`. */

import type { ActionFeatures, InstructionFeatures, TableFeatures } from './table-features.js';

/** The description of a table in a message. */
export interface TableDescription {
  readonly table: number;
  readonly features?: TableFeatures;
  readonly statistics?: TableStatistics;
}

export interface TableStatistics {
  /** The number of flows. */
  readonly active: number;
  readonly lookups: bigint | number;
  readonly matches: bigint | number;
}

/** Returns the text of a table, shortened if the table equals the previous one. */
export function formatTable(description: TableDescription, previous?: TableDescription): string {
  const { table, features, statistics } = description;
  const name = features === undefined || features.name === '' ? '' : ` ("${features.name}")`;
  const title = `  table ${table}${name}:`;
  const before = previous?.features;
  const sameFeatures = previous !== undefined && areSame(features, before);
  const counters = formatStatistics(statistics);
  if (sameFeatures && counters === formatStatistics(previous.statistics)) return `${title} ditto`;
  if (features === undefined) return `${title}\n${counters}`;
  if (!sameFeatures) return `${title}\n${counters}${formatFeatures(features, before)}`;
  const note = formatFeatures(features) === '' ? '' : '    (same features)\n';
  return `${title}\n${counters}${note}`;
}

function formatStatistics(statistics: TableStatistics | undefined): string {
  if (statistics === undefined) return '';
  const { active, lookups, matches } = statistics;
  return `    active=${active}, lookup=${lookups}, matched=${matches}\n`;
}

/** Returns true if two tables have the same features; their names do not count. */
function areSame(a: TableFeatures | undefined, b: TableFeatures | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.metadataMatch === b.metadataMatch &&
    a.metadataWrite === b.metadataWrite &&
    a.miss === b.miss &&
    a.eviction === b.eviction &&
    a.vacancyEvents === b.vacancyEvents &&
    a.maxEntries === b.maxEntries &&
    haveSameInstructions(a.others, b.others) &&
    haveSameInstructions(a.onMiss, b.onMiss) &&
    matchSameFields(a, b)
  );
}

function matchSameFields(a: TableFeatures, b: TableFeatures): boolean {
  return (
    a.matching === b.matching || [...a.matching.keys()].join() === [...b.matching.keys()].join()
  );
}

function haveSameInstructions(a: InstructionFeatures, b: InstructionFeatures): boolean {
  return a.next === b.next && a.instructions === b.instructions && haveSameActions(a, b);
}

function haveSameActions(a: InstructionFeatures, b: InstructionFeatures): boolean {
  return areSameActions(a.write, b.write) && areSameActions(a.apply, b.apply);
}

function areSameActions(a: ActionFeatures, b: ActionFeatures): boolean {
  if (a === b) return true;
  return (
    a.actions === b.actions &&
    (a.setFields === b.setFields || a.setFields.join() === b.setFields.join())
  );
}

const isEmptyActions = ({ actions, setFields }: ActionFeatures): boolean =>
  actions === '' && setFields.length === 0;

const isEmpty = ({ next, instructions, write, apply }: InstructionFeatures): boolean =>
  next === '' && instructions === '' && isEmptyActions(write) && isEmptyActions(apply);

const supported = (what: string, does: boolean | undefined): string =>
  does === undefined ? '' : `    ${what}: ${does ? '' : 'not '}supported\n`;

const hex = (value: bigint): string => (value === 0n ? '0' : `0x${value.toString(16)}`);

function formatFeatures(features: TableFeatures, previous?: TableFeatures): string {
  const { metadataMatch, metadataWrite, miss, maxEntries } = features;
  let text = '';
  if ((metadataMatch | metadataWrite) !== 0n) {
    text += `    metadata: match=${hex(metadataMatch)} write=${hex(metadataWrite)}\n`;
  }
  if (miss !== undefined) text += `    config=${miss}\n`;
  text += supported('eviction', features.eviction);
  text += supported('vacancy events', features.vacancyEvents);
  if (maxEntries !== 0) text += `    max_entries=${maxEntries}\n`;
  return text + formatBothInstructions(features, previous) + formatMatching(features, previous);
}

function formatBothInstructions(
  { others, onMiss }: TableFeatures,
  previous: TableFeatures | undefined,
): string {
  if (
    previous !== undefined &&
    haveSameInstructions(others, previous.others) &&
    haveSameInstructions(onMiss, previous.onMiss)
  ) {
    return isEmpty(others) ? '' : '    (same instructions)\n';
  }
  if (!haveSameInstructions(others, onMiss)) {
    return (
      `    instructions (other than table miss):\n${formatInstructions(others, previous?.others)}` +
      `    instructions (table miss):\n${formatInstructions(onMiss, previous?.onMiss)}`
    );
  }
  if (isEmpty(others)) return '';
  return `    instructions (table miss and others):\n${formatInstructions(others, previous?.others)}`;
}

function formatInstructions(
  features: InstructionFeatures,
  previous: InstructionFeatures | undefined,
): string {
  const { next, instructions, write, apply } = features;
  let text = next === '' ? '' : `      next tables: ${next}\n`;
  if (instructions !== '') {
    text +=
      instructions === previous?.instructions
        ? '      (same instructions)\n'
        : `      instructions: ${instructions}\n`;
  }
  if (previous !== undefined && haveSameActions(features, previous) && write.setFields.length > 0) {
    return `${text}      (same actions)\n`;
  }
  if (!areSameActions(write, apply)) {
    text += `      Write-Actions features:\n${formatActionFeatures(write)}`;
    return `${text}      Apply-Actions features:\n${formatActionFeatures(apply)}`;
  }
  if (isEmptyActions(write)) return text;
  return `${text}      Write-Actions and Apply-Actions features:\n${formatActionFeatures(write)}`;
}

function formatActionFeatures({ actions, setFields }: ActionFeatures): string {
  const fields = setFields.map((name) => ` ${name}`).join('');
  const text = actions === '' ? '' : `        actions: ${actions}\n`;
  return fields === '' ? text : `${text}        supported on Set-Field:${fields}\n`;
}

function formatMatching(features: TableFeatures, previous: TableFeatures | undefined): string {
  if (features.matching.size === 0) return '';
  if (previous !== undefined && matchSameFields(features, previous)) {
    return '    (same matching)\n';
  }
  const lines = [...features.matching].map(([name, how]) => `      ${name}: ${how}\n`);
  return `    matching:\n${lines.join('')}`;
}
