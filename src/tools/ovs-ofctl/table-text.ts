/** The text of flow tables: what they can do and how full they are. */

import type { TableFeatures } from './table-features.js';

/** What a switch says of one table. */
export interface TableDescription {
  readonly table: number;
  readonly features?: TableFeatures;
  /** How full it is and what it has counted, where that was asked. */
  readonly statistics?: TableStatistics;
}

export interface TableStatistics {
  /** How many flows there are. */
  readonly active: number;
  readonly lookups: number;
  readonly matches: number;
}

/** A table; what is the same as of `previous`, which comes before, is said in short. */
export function formatTable(description: TableDescription, previous?: TableDescription): string {
  const { table, features, statistics } = description;
  const name = features === undefined ? '' : ` ("${features.name}")`;
  const title = `  table ${table}${name}:`;
  const sameFeatures = previous !== undefined && areSame(features, previous.features);
  const counters = formatStatistics(statistics);
  if (sameFeatures && counters === formatStatistics(previous.statistics)) return `${title} ditto`;
  if (features === undefined) return `${title}\n${counters}`;
  if (sameFeatures) return `${title}\n${counters}    (same features)\n`;
  return `${title}\n${counters}${formatFeatures(features, previous?.features)}`;
}

function formatStatistics(statistics: TableStatistics | undefined): string {
  if (statistics === undefined) return '';
  const { active, lookups, matches } = statistics;
  return `    active=${active}, lookup=${lookups}, matched=${matches}\n`;
}

/** Whether two tables have the same features; their names do not count. */
function areSame(a: TableFeatures | undefined, b: TableFeatures | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.metadata === b.metadata &&
    a.miss === b.miss &&
    a.maxEntries === b.maxEntries &&
    haveSameInstructions(a, b) &&
    a.matching === b.matching
  );
}

function haveSameInstructions(a: TableFeatures, b: TableFeatures | undefined): boolean {
  return (
    b !== undefined &&
    a.next?.join() === b.next?.join() &&
    a.instructions === b.instructions &&
    haveSameActions(a, b)
  );
}

function haveSameActions(a: TableFeatures, b: TableFeatures | undefined): boolean {
  return a.actions === b?.actions && a.setFields === b.setFields;
}

function formatFeatures(features: TableFeatures, previous: TableFeatures | undefined): string {
  let text = '';
  if (features.metadata)
    text += '    metadata: match=0xffffffffffffffff write=0xffffffffffffffff\n';
  if (features.miss !== undefined) text += `    config=${features.miss}\n`;
  text += `    max_entries=${features.maxEntries}\n`;
  if (features.instructions !== '') {
    text += haveSameInstructions(features, previous)
      ? '    (same instructions)\n'
      : `    instructions (table miss and others):\n${formatInstructions(features, previous)}`;
  }
  return text + formatMatching(features, previous);
}

function formatInstructions(features: TableFeatures, previous: TableFeatures | undefined): string {
  let text = '';
  if (features.next !== undefined) {
    const [first, last] = features.next;
    text += `      next tables: ${first === last ? first : `${first}-${last}`}\n`;
  }
  text +=
    features.instructions === previous?.instructions
      ? '      (same instructions)\n'
      : `      instructions: ${features.instructions}\n`;
  if (features.setFields.length > 0 && haveSameActions(features, previous)) {
    return `${text}      (same actions)\n`;
  }
  return `${text}      Write-Actions and Apply-Actions features:\n${formatActionFeatures(features)}`;
}

function formatActionFeatures({ actions, setFields }: TableFeatures): string {
  const fields = setFields.map((name) => ` ${name}`).join('');
  const text = `        actions: ${actions}\n`;
  return fields === '' ? text : `${text}        supported on Set-Field:${fields}\n`;
}

function formatMatching(features: TableFeatures, previous: TableFeatures | undefined): string {
  if (features.matching === previous?.matching) return '    (same matching)\n';
  const lines = [...features.matching].map(([name, how]) => `      ${name}: ${how}\n`);
  return `    matching:\n${lines.join('')}`;
}
