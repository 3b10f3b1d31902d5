/** One run of `ovs-ofctl`: what its commands share. */

import type { TextLog } from '../../openflow/values/text-log.js';
import type { ProgramTexts } from '../program/option-row.js';
import type { ProgramLog } from '../program/program-log.js';
import type { ToolContext } from '../tool.js';
import { type Connection, connect } from './connection.js';
import type { Settings } from './options.js';

type RunParts = Pick<Run, 'context' | 'settings' | 'print' | 'texts'> & {
  readonly log: ProgramLog;
};

export class Run {
  readonly context: ToolContext;
  readonly settings: Settings;
  /** Appends to standard output. */
  readonly print: (text: string) => void;
  readonly texts: ProgramTexts;
  readonly #log: ProgramLog;
  #lastXid = 0;
  /** How many messages there were that a limit applies to, by its name. */
  readonly #logged = new Map<string, number>();

  constructor({ context, settings, print, texts, log }: RunParts) {
    this.context = context;
    this.settings = settings;
    this.print = print;
    this.texts = texts;
    this.#log = log;
  }

  /** Logs messages of one of the program's modules, which may show on standard error. */
  readonly log: TextLog = (level, module, message, limit) => {
    if (limit !== undefined) {
      const count = this.#logged.get(limit.name) ?? 0;
      this.#logged.set(limit.name, count + 1);
      if (count >= limit.burst) return;
    }
    const messages = typeof message === 'string' ? [message] : message;
    for (const text of messages) this.#log.log(module, level, text);
  };

  /** The id of the next message that the program sends. */
  nextXid(): number {
    this.#lastXid++;
    return this.#lastXid;
  }

  /** Connects to the bridge that `name` names, or ends the program. */
  connect(name: string): Connection {
    return connect(this, name);
  }
}
