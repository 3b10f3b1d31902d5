/** The state of one run of `ovs-ofctl`, which its commands share. */

import type { TextLog } from '../../openflow/values/text-log.js';
import type { ProgramTexts } from '../program/option-row.js';
import type { ProgramLog } from '../program/program-log.js';
import type { ToolContext } from '../tool.js';
import { type Connection, connect } from './connection.js';
import type { Settings } from './options.js';

type RunParts = Pick<Run, 'context' | 'settings' | 'print' | 'printError' | 'texts'> & {
  readonly log: ProgramLog;
};

export class Run {
  readonly context: ToolContext;
  readonly settings: Settings;
  /** Appends to standard output. */
  readonly print: (text: string) => void;
  /** Appends to standard error. */
  readonly printError: (text: string) => void;
  readonly texts: ProgramTexts;
  readonly #log: ProgramLog;
  #lastXid = 0;
  /** The number of messages under each rate limit. */
  readonly #logged = new Map<string, number>();

  constructor({ context, settings, print, printError, texts, log }: RunParts) {
    this.context = context;
    this.settings = settings;
    this.print = print;
    this.printError = printError;
    this.texts = texts;
    this.#log = log;
  }

  /** Logs messages of a module, unless a rate limit suppresses them. */
  readonly log: TextLog = (level, module, message, limit) => {
    if (limit !== undefined) {
      const count = this.#logged.get(limit.name) ?? 0;
      this.#logged.set(limit.name, count + 1);
      if (count >= limit.burst) return;
    }
    const messages = typeof message === 'string' ? [message] : message;
    for (const text of messages) this.#log.log(module, level, text);
  };

  /** Returns the transaction id of the next message to send. */
  nextXid(): number {
    this.#lastXid++;
    return this.#lastXid;
  }

  /** Connects to the bridge that `name` names, or ends the program. */
  connect(name: string): Connection {
    return connect(this, name);
  }
}
