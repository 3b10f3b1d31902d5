/** The state that the commands share: the rows of the configuration, and the new interfaces. */
import type { Uuid } from '../../lib/uuid.js';
import { OPEN_VSWITCH } from '../../ovsdb/schemas/open-vswitch.js';
import type { Columns, Row } from '../../ovsdb/types.js';
import type { Call } from '../ctl/ctl-command.js';
import { type Session, type TypedSession, typed } from '../ctl/ctl-session.js';

type Schema = typeof OPEN_VSWITCH;

export type BridgeRow = Row<Schema, 'Bridge'>;
export type PortRow = Row<Schema, 'Port'>;
export type InterfaceRow = Row<Schema, 'Interface'>;
export type SwitchRow = Row<Schema, 'Open_vSwitch'>;

/** The state of one run of `ovs-vsctl`. */
export class Vswitch {
  readonly rows: TypedSession<Schema>;
  /** Interfaces created by this run, which the switch has yet to set up. */
  readonly newInterfaces: Uuid[] = [];
  readonly #root: Uuid;

  /** Finds or creates the root row. */
  constructor(session: Session) {
    this.rows = typed(session, OPEN_VSWITCH);
    const [root] = this.rows.rows('Open_vSwitch');
    this.#root = root?._uuid ?? this.rows.insert('Open_vSwitch', {});
  }

  /** True unless the run has deleted the root row. */
  get hasRoot(): boolean {
    return this.rows.get('Open_vSwitch', this.#root) !== undefined;
  }

  /** The root row. */
  get root(): SwitchRow {
    const row = this.rows.get('Open_vSwitch', this.#root);
    if (!row) throw new Error('the Open_vSwitch row is gone');
    return row;
  }

  writeRoot(columns: Partial<Columns<Schema, 'Open_vSwitch'>>): void {
    this.rows.write('Open_vSwitch', this.#root, columns);
  }

  /** Inserts an interface, which the switch then has to set up. */
  insertInterface(columns: Partial<Columns<Schema, 'Interface'>>): Uuid {
    const uuid = this.rows.insert('Interface', columns);
    this.newInterfaces.push(uuid);
    return uuid;
  }
}

export type VsCall = Call<Vswitch>;
