/** Runs a command and shows its output, its duration and the shell's remarks. */
import { stripVTControlCharacters } from 'node:util';
import type { Picture } from '../shell/picture.js';
import type { Remark } from '../shell/remark.js';
import type { ShellSession } from '../shell/session.js';
import { differenceColours, printsDifferences } from './difference-colours.js';
import { FlowColours } from './flows/flow-colours.js';
import { LastOutput } from './last-output.js';
import { Pump, type PumpTarget } from './output/pump.js';
import { formatRemark } from './remarks.js';
import type { Painter } from './styles.js';
import { runningView, type Size } from './view/layout.js';
import { EMPTY_VIEW, type View } from './view/rows.js';

/** The time after which the screen shows that a command is running, in milliseconds. */
const PATIENCE = 250;

export interface RunnerOptions {
  readonly session: ShellSession;
  readonly display: PumpTarget & { readonly size: Size };
  readonly paint: Painter;
  /** Returns the remarks of the shell since the last call. */
  readonly remarks: () => readonly Remark[];
}

/** What a running command can ask of the user. */
export interface Interaction {
  /** Returns the next text that the user types; undefined at the end of the input. */
  readonly keyboard: () => Promise<string | undefined>;
  /** Shows a text page by page. */
  readonly page: (text: string) => Promise<void>;
  /** Shows a picture on the whole screen. */
  readonly show: (picture: Picture) => Promise<void>;
}

export interface Outcome {
  readonly exitCode: number;
  /** True if the command leaves the shell. */
  readonly exit: boolean;
}

export class Runner {
  readonly #options: RunnerOptions;
  readonly #pump: Pump;
  readonly #flows: FlowColours;
  #last = new LastOutput();
  #started = 0;
  #isDifference = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#flows = new FlowColours(options.paint);
    this.#pump = new Pump(options.display, (text) => this.#coloured(text));
  }

  /** Returns whole lines of the command's output with colours. */
  #coloured(text: string): string {
    return this.#isDifference
      ? differenceColours(text, this.#options.paint)
      : this.#flows.coloured(text);
  }

  /** Runs a command and waits until its output is on the screen. */
  async run(
    command: string,
    signal: AbortSignal,
    { keyboard, page, show }: Interaction,
  ): Promise<Outcome> {
    const { session, display, paint, remarks } = this.#options;
    this.#started = performance.now();
    this.#flows.nextCommand();
    this.#isDifference = printsDifferences(command);
    const output = new LastOutput();
    const sink = (text: string): void => {
      output.add(text);
      this.#pump.write(text);
    };
    const pageAfterOutput = async (text: string): Promise<void> => {
      await this.#pump.finish();
      await page(text);
    };
    const showAfterOutput = async (picture: Picture): Promise<void> => {
      await this.#pump.finish();
      await show(picture);
    };
    const { columns } = display.size;
    const streams = {
      ...{ stdout: sink, stderr: sink, keyboard, columns },
      ...{ page: pageAfterOutput, show: showAfterOutput },
    };
    let outcome: Outcome = { exitCode: 1, exit: false };
    let failure = '';
    try {
      outcome = await session.execute(command, streams, signal);
    } catch (error) {
      failure = failureLine(error, paint);
    }
    await this.#pump.finish();
    if (output.lines > 0) this.#last = output;
    display.print(failure);
    if (output.lines > display.size.rows && output.text !== undefined && !signal.aborted) {
      display.print(`${paint('quiet', `${output.lines} lines; Control-O looks through them`)}\n`);
    }
    for (const remark of remarks())
      display.print(formatRemark(remark, paint, display.size.columns));
    return outcome;
  }

  /** The output of the last command that printed something, unless it was too long to keep. */
  get lastOutput(): string | undefined {
    return this.#last.text;
  }

  /** Returns the command's output since the last line end. */
  unfinished(columns: number): string {
    return stripVTControlCharacters(this.#pump.unfinished.slice(-columns));
  }

  /** Prints text that was typed for the command. */
  typed(text: string): void {
    this.#pump.write(text);
  }

  /** Discards pending output after an interrupt. */
  interrupted(): void {
    this.#pump.discard();
    this.#pump.write('^C\n');
  }

  /** Returns the view to show below the command's output. */
  view(stopping: boolean): (size: Size) => View {
    const elapsed = performance.now() - this.#started;
    if (elapsed < PATIENCE && !stopping) return () => EMPTY_VIEW;
    return (size) =>
      runningView({ elapsed, unfinished: this.unfinished(size.columns), stopping }, size);
  }
}

/** Returns the line to print for an internal error. */
export function failureLine(error: unknown, paint: Painter): string {
  const message = error instanceof Error ? error.message : String(error);
  return `${paint('error', `internal error: ${message}`)}\n`;
}
