/** Logs the messages of ovn-northd about northbound rows, each once. */
import type { LogLevel, LogSink } from '../lib/log.js';
import type { Uuid } from '../lib/uuid.js';

/** A message of ovn-northd about a row. */
export interface Notice {
  readonly level: LogLevel;
  readonly message: string;
}

export const warning = (message: string): Notice => ({ level: 'WARN', message });
export const info = (message: string): Notice => ({ level: 'INFO', message });

/** Logs each message once. The reference repeats them on each run, at a limited rate. */
export class Notices {
  readonly #said = new Map<Uuid, ReadonlySet<string>>();

  constructor(private readonly log: LogSink) {}

  /** Logs the current messages about a row, except those that the previous call for the row had. */
  about(row: Uuid, notices: readonly Notice[]): void {
    const said = this.#said.get(row);
    for (const notice of notices) if (!said?.has(notice.message)) this.say(notice);
    if (notices.length > 0) this.#said.set(row, new Set(notices.map(({ message }) => message)));
    else this.#said.delete(row);
  }

  say({ level, message }: Notice): void {
    this.log({ program: 'ovn-northd', module: 'ovn_northd', level, message });
  }
}
