/** One run of `ovs-ofctl`: what its commands share. */

import type { LogLevel } from '../../lib/log.js';
import type { TextLog } from '../../openflow/text.js';
import type { ProgramLog } from '../ctl/program-log.js';
import type { ToolContext } from '../tool.js';
import { type Connection, connect } from './connection.js';
import type { Settings } from './options.js';

/** How many messages of a kind are logged before the limit on their rate tells. */
const BURST = 5;

export class Run {
  readonly context: ToolContext;
  readonly settings: Settings;
  readonly #log: ProgramLog;
  #output = '';
  #lastXid = 0;
  readonly #logged = new Map<string, number>();
  readonly #occasions = new Set<string>();

  constructor(context: ToolContext, settings: Settings, log: ProgramLog) {
    this.context = context;
    this.settings = settings;
    this.#log = log;
  }

  /** What goes to standard output, so far. */
  get output(): string {
    return this.#output;
  }

  /** Adds to standard output. */
  print(text: string): void {
    this.#output += text;
  }

  /** Logs a message of one of the program's modules, which may show on standard error. */
  readonly log: TextLog = (level, module, message, occasion) => {
    if (occasion !== undefined) {
      if (this.#occasions.has(occasion)) return;
      this.#occasions.add(occasion);
    }
    this.#log.log(module, level, message);
  };

  /** The same for a message that comes up again and again: only the first few are logged. */
  logSparingly(level: LogLevel, module: string, message: string): void {
    const count = this.#logged.get(module) ?? 0;
    this.#logged.set(module, count + 1);
    if (count < BURST) this.log(level, module, message);
  }

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
