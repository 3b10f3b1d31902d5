/** A tracked connection (`struct conn`). */
import type { Conversation } from './protocol.js';
import type { Tuple } from './tuple.js';
import type { ZoneLimit } from './zone-limits.js';

/** The properties of a new connection. */
export interface ConnectionStart {
  /** Its tuple, as seen from the initiator. */
  readonly tuple: Tuple;
  readonly conversation: Conversation;
  /** The connection that announced it, if any. The mark and label are inherited from it. */
  readonly parent?: Tuple | undefined;
  /** The application protocol for which it may announce other connections. */
  readonly helper?: string | undefined;
  readonly mark: bigint;
  readonly label: bigint;
}

/** A connection in the table. */
export class Connection {
  readonly tuple: Tuple;
  readonly conversation: Conversation;
  readonly parent: Tuple | undefined;
  readonly helper: string | undefined;
  mark: bigint;
  label: bigint;
  /** The time at which it expires, in milliseconds since the epoch. */
  expires = 0;
  /** The zone limit that it counts towards. */
  limit: ZoneLimit | undefined;

  constructor({ tuple, conversation, parent, helper, mark, label }: ConnectionStart) {
    this.tuple = tuple;
    this.conversation = conversation;
    this.parent = parent;
    this.helper = helper;
    this.mark = mark;
    this.label = label;
  }
}
