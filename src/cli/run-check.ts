/** `ovn-sandbox-ts check`: runs the commands of documents and compares their output. */
import { readFileSync, writeFileSync } from 'node:fs';
import { checkDocument } from '../check/check-document.js';
import { type DocumentResults, formatReport } from '../check/report.js';
import { systemClock } from '../lib/clock.js';
import { reasonOf } from '../lib/system-error.js';
import { Sandbox } from '../sandbox/sandbox.js';
import type { SavedState } from '../sandbox/saved-state.js';
import type { BundledFile } from '../shell/bash/files.js';
import { openSession } from '../shell/session.js';
import { type CheckTask, EXIT_USAGE } from './arguments.js';

export interface CheckContext {
  readonly cwd: string;
  readonly bundled: readonly BundledFile[];
  readonly seed: SavedState;
}

/** Checks documents, prints a report, and returns the exit status. */
export async function runCheck(
  { files, format, update, strict, lenient, verbose }: CheckTask,
  { cwd, bundled, seed }: CheckContext,
): Promise<number> {
  const documents: DocumentResults[] = [];
  for (const file of files) {
    let markdown: string;
    try {
      markdown = readFileSync(file === '-' ? 0 : file, 'utf8');
    } catch (error) {
      process.stderr.write(`ovn-sandbox-ts: cannot read ${file}: ${reasonOf(error)}\n`);
      return EXIT_USAGE;
    }
    const { results, updated } = await checkDocument(markdown, {
      lenient,
      openSession: () =>
        openSession({ sandbox: Sandbox.open({ clock: systemClock, seed }), cwd, bundled, strict }),
    });
    documents.push({ file, results });
    if (!update || updated === markdown) continue;
    if (file === '-') process.stdout.write(updated);
    else writeFileSync(file, updated);
  }
  const report = formatReport(documents, format, verbose);
  // The document itself goes to standard output then.
  (update && files.includes('-') ? process.stderr : process.stdout).write(report);
  const failed = documents.some(({ results }) =>
    results.some(({ outcome }) => outcome === 'failed'),
  );
  return failed && !update ? 1 : 0;
}
