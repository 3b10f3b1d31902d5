/** Reports what became of the commands of documents. */
import { printable } from '../lib/printable.js';
import type { Result } from './check-document.js';
import type { Pair } from './compare.js';
import type { Format } from './formats.js';

/** The results of one document. */
export interface DocumentResults {
  readonly file: string;
  readonly results: readonly Result[];
}

/** The number of lines around a difference that are shown. */
const CONTEXT = 2;

const shown = (command: string): string => {
  const [first = '', ...rest] = command.split('\n');
  return printable(rest.length > 0 ? `${first} ...` : first);
};

const place = (file: string, { line }: Result): string => `${file}:${line}`;

/** Returns the lines that differ, `-` for the document and `+` for what was printed. */
export function differenceLines(pairs: readonly Pair[]): readonly string[] {
  const differs = ({ shown: a, actual: b }: Pair) =>
    (a === undefined) !== (b === undefined) && a !== '...';
  const near = pairs.map((_, i) =>
    pairs.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(differs),
  );
  const lines: string[] = [];
  let gap = false;
  for (const [i, pair] of pairs.entries()) {
    if (!near[i]) {
      gap = true;
      continue;
    }
    if (gap && lines.length > 0) lines.push('@@');
    gap = false;
    const { shown: a, actual: b } = pair;
    const sign = differs(pair) ? (b === undefined ? '-' : '+') : ' ';
    lines.push(`${sign}${printable(b ?? a ?? '')}`);
  }
  return lines;
}

/** Returns the report of all documents. */
export function formatReport(
  documents: readonly DocumentResults[],
  format: Format,
  verbose: boolean,
): string {
  switch (format) {
    case 'text':
      return textReport(documents, verbose);
    case 'tap':
      return tapReport(documents);
    case 'junit':
      return junitReport(documents);
  }
}

function textReport(documents: readonly DocumentResults[], verbose: boolean): string {
  const parts = documents.flatMap(({ file, results }) =>
    results.flatMap((result) => {
      const { outcome, command, comparison } = result;
      if (outcome === 'failed' && comparison) {
        const difference = differenceLines(comparison.pairs).map((line) => `    ${line}\n`);
        return [`${place(file, result)}: FAILED ${shown(command)}\n${difference.join('')}`];
      }
      return verbose || outcome === 'skipped'
        ? [`${place(file, result)}: ${outcome} ${shown(command)}\n`]
        : [];
    }),
  );
  const all = documents.flatMap(({ results }) => results);
  const count = (wanted: Result['outcome']) =>
    all.filter(({ outcome }) => outcome === wanted).length;
  const skipped = count('skipped');
  return [
    ...parts,
    `${counted(documents.length, 'document')}: ${count('passed')} passed, ${count('failed')} failed`,
    skipped > 0 ? `, ${skipped} skipped` : '',
    '\n',
  ].join('');
}

const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Mirrors the Test Anything Protocol, version 13. */
function tapReport(documents: readonly DocumentResults[]): string {
  const rows = documents.flatMap(({ file, results }) =>
    results.map((result) => ({ file, result })),
  );
  const lines = rows.flatMap(({ file, result }, i) => {
    const { outcome, command, comparison } = result;
    const name = `${place(file, result)} ${shown(command)}`.replaceAll('#', '\\#');
    const head = `${outcome === 'failed' ? 'not ok' : 'ok'} ${i + 1} - ${name}`;
    if (outcome === 'skipped') return [`${head} # SKIP`];
    if (!comparison) return [head];
    const difference = differenceLines(comparison.pairs).map((line) => `    ${line}`);
    return [head, '  ---', '  diff: |', ...difference, '  ...'];
  });
  return ['TAP version 13', `1..${rows.length}`, ...lines, ''].join('\n');
}

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

function junitReport(documents: readonly DocumentResults[]): string {
  const suites = documents.map(({ file, results }) => {
    const count = (wanted: Result['outcome']) =>
      results.filter(({ outcome }) => outcome === wanted).length;
    const cases = results.map((result) => {
      const head = `    <testcase classname="${escaped(file)}" name="${escaped(`${result.line}: ${shown(result.command)}`)}"`;
      if (result.outcome === 'skipped') return `${head}><skipped/></testcase>\n`;
      if (!result.comparison) return `${head}/>\n`;
      const text = differenceLines(result.comparison.pairs).join('\n');
      return `${head}><failure message="the output differs">${escaped(text)}</failure></testcase>\n`;
    });
    return [
      `  <testsuite name="${escaped(file)}" tests="${results.length}" failures="${count('failed')}" skipped="${count('skipped')}">\n`,
      ...cases,
      '  </testsuite>\n',
    ].join('');
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}
