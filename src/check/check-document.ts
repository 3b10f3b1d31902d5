/** Runs the commands of a document in order, and compares what they print with what it shows. */
import type { ShellSession } from '../shell/session.js';
import { type Exchange, exchangesIn } from '../shell/transcript/dialogue.js';
import { type Comparison, compare, isEllipsis, Renaming, type Tolerance } from './compare.js';
import { type Listing, listingsIn } from './markdown.js';

export interface CheckOptions {
  /** Opens a shell in a fresh sandbox. */
  readonly openSession: () => Promise<ShellSession>;
  /** True to ignore indentation, empty lines and curly quotes everywhere. */
  readonly lenient?: boolean;
  readonly signal?: AbortSignal;
}

/** What became of a command. */
export interface Result {
  readonly command: string;
  /** The number of its line in the document, from 1. */
  readonly line: number;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** The two sides of a failure. */
  readonly comparison?: Comparison;
}

export interface Report {
  readonly results: readonly Result[];
  /** The document with the output of the commands that failed. */
  readonly updated: string;
}

/** Languages of listings that are never a session of a shell. */
const OTHER_LANGUAGES =
  /^(?:json|ya?ml|xml|html|css|svg|js|javascript|ts|typescript|jsx|tsx|python|py|c|cpp|go|rust|java|diff|toml|ini|mermaid|dot|text|markdown|md)$/i;

/** Commands that install or start the real tools, which are here already. */
const SETUP =
  /^(?:sudo\s+)?(?:git|make|\.\/configure|\.\/boot\.sh|apt|apt-get|yum|dnf|pip|modprobe|vagrant|docker|systemctl|service)(?:\s|$)/;

/** Checks a document. */
export async function checkDocument(markdown: string, options: CheckOptions): Promise<Report> {
  const lines = markdown.split('\n');
  const run = new Run(options);
  const edits: Edit[] = [];
  for (const listing of listingsIn(markdown)) {
    if (listing.settings.has('reset')) run.reset();
    for (const command of listing.setups) await run.setUp(command);
    if (listing.settings.has('skip') || OTHER_LANGUAGES.test(listing.language)) continue;
    edits.push(...(await run.listing(listing)));
  }
  for (const { from, count, output, indent } of edits.reverse()) {
    lines.splice(from - 1, count, ...output.map((line) => `${indent}${line}`.trimEnd()));
  }
  return { results: run.results, updated: lines.join('\n') };
}

/** New lines in place of those from line `from` on. */
interface Edit {
  readonly from: number;
  readonly count: number;
  readonly output: readonly string[];
  readonly indent: string;
}

/** The session of one document. */
class Run {
  readonly results: Result[] = [];
  readonly #options: CheckOptions;
  #session: ShellSession | undefined;
  #renaming = new Renaming();
  /** True after a command that set up the real tools: the folder that it made is missing. */
  #setUp = false;

  constructor(options: CheckOptions) {
    this.#options = options;
  }

  /** Continues in a fresh sandbox. */
  reset(): void {
    this.#session = undefined;
    this.#renaming = new Renaming();
  }

  async #open(): Promise<ShellSession> {
    this.#session ??= await this.#options.openSession();
    return this.#session;
  }

  /** Runs a command whose output does not matter. */
  async setUp(command: string): Promise<void> {
    await this.#print(await this.#open(), command);
  }

  /** Runs the commands of a listing. Returns what to change in the document. */
  async listing(listing: Listing): Promise<readonly Edit[]> {
    const session = await this.#open();
    const edits: Edit[] = [];
    for (const exchange of exchangesIn(listing.lines, (source) => session.isComplete(source))) {
      const comparison = await this.#exchange(session, exchange, listing);
      if (!comparison) continue;
      edits.push({
        from: listing.line + exchange.outputAt,
        count: exchange.output.length,
        output: updatedOutput(exchange, comparison),
        indent: ' '.repeat(listing.indent),
      });
    }
    return edits;
  }

  async #exchange(
    session: ShellSession,
    { command, at, output }: Exchange,
    { line, settings }: Listing,
  ): Promise<Comparison | undefined> {
    const place = { command, line: line + at };
    if (this.#isSetup(command)) {
      this.results.push({ ...place, outcome: 'skipped' });
      return undefined;
    }
    const printed = await this.#print(session, command);
    const tolerance: Tolerance = {
      masks: !settings.has('exact'),
      lenient: this.#options.lenient === true || settings.has('lenient'),
    };
    const comparison = compare(output, printed, tolerance, this.#renaming);
    // Documents often leave out output altogether.
    const elided = tolerance.lenient && output.every((text) => text.trim() === '');
    const same = comparison.same || elided;
    this.results.push({
      ...place,
      outcome: same ? 'passed' : 'failed',
      ...(same ? {} : { comparison }),
    });
    return same ? undefined : comparison;
  }

  #isSetup(command: string): boolean {
    const setup = SETUP.test(command);
    this.#setUp ||= setup;
    return setup || (this.#setUp && /^cd\s+\S+$/.test(command.trim()));
  }

  async #print(session: ShellSession, command: string): Promise<readonly string[]> {
    let text = '';
    const sink = (part: string): void => {
      text += part;
    };
    const signal = this.#options.signal ?? new AbortController().signal;
    await session.execute(command, { stdout: sink, stderr: sink }, signal);
    return text === '' ? [] : text.replace(/\n$/, '').split('\n');
  }
}

/** Returns the output to show: what was printed, with the ellipses and masks that still fit. */
function updatedOutput({ output }: Exchange, { pairs }: Comparison): readonly string[] {
  const lines: string[] = [];
  let ellipsis = false;
  for (const { shown, actual } of pairs) {
    const open = shown !== undefined && isEllipsis(shown);
    if (open && !ellipsis && actual !== undefined) lines.push(shown);
    else if (!open && actual !== undefined) lines.push(shown ?? actual);
    ellipsis = open;
  }
  // The empty lines at the end separate the output from the next command.
  let end = output.length;
  while (end > 0 && output[end - 1]?.trim() === '') end--;
  return [...lines, ...output.slice(end)];
}
