import type { Conversation } from './protocol.js';
import type { Tuple } from './tuple.js';
import type { ZoneLimit } from './zone-limits.js';

/** What a connection begins with. */
export interface ConnectionStart {
  /** Who began it with whom. */
  readonly tuple: Tuple;
  readonly conversation: Conversation;
  /** The connection that announced it, where one did. It then has its mark and label for good. */
  readonly parent?: Tuple | undefined;
  /** The application that it may announce other connections for. */
  readonly helper?: string | undefined;
  readonly mark: bigint;
  readonly label: bigint;
}

/** A connection in the table: the counterpart of `struct conn`. */
export class Connection {
  readonly tuple: Tuple;
  readonly conversation: Conversation;
  readonly parent: Tuple | undefined;
  readonly helper: string | undefined;
  mark: bigint;
  label: bigint;
  /** When it is forgotten, in milliseconds since the Unix epoch. */
  expires = 0;
  /** The limit of its zone that it counts against. */
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
