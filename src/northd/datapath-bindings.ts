/**
 * Maintains the Datapath_Binding table, which has one row for each logical switch and router.
 * Mirrors `build_datapaths()`.
 */
import { isUuid, type Uuid } from '../lib/uuid.js';
import type { Southbound, SouthboundTransaction } from '../logical/databases.js';
import type { Stage } from './logical-flow.js';
import { info, type Notices } from './notices.js';
import { allocateKey, MAX_DATAPATH_KEY } from './tunnel-keys.js';

/** The state of ovn-northd that no database holds. */
export interface NorthdState {
  /**
   * The tunnel key that was last assigned to a datapath. The search for the next one starts after
   * it.
   */
  datapathKeyHint?: number;
}

interface Binding {
  readonly uuid: Uuid;
  readonly key: number;
}

const ID_COLUMNS = { switch: 'logical-switch', router: 'logical-router' } as const;

export class DatapathBindings {
  readonly #byDatapath = new Map<Uuid, Binding>();
  readonly #keys = new Set<number>();
  /** Rows to delete. */
  readonly #strays: Uuid[] = [];

  /**
   * Adopts the existing rows.
   *
   * @param exists returns true if a logical switch or router has the UUID.
   */
  constructor(
    sb: Southbound,
    private readonly state: NorthdState,
    notices: Notices,
    exists: (datapath: Uuid) => boolean,
  ) {
    for (const { _uuid: uuid, external_ids, tunnel_key: key } of sb.rows('Datapath_Binding')) {
      const datapath = datapathOf(external_ids);
      if (datapath === undefined || !exists(datapath)) {
        this.#strays.push(uuid);
      } else if (this.#byDatapath.has(datapath)) {
        notices.say(
          info(
            `deleting Datapath_Binding ${uuid} with duplicate ` +
              `external-ids:logical-switch/router ${datapath}`,
          ),
        );
        this.#strays.push(uuid);
      } else {
        this.#byDatapath.set(datapath, { uuid, key });
        this.#keys.add(key);
      }
    }
  }

  /** Returns the Datapath_Binding of a logical switch or router, and inserts it if necessary. */
  bind(datapath: Uuid, kind: Stage['datapath'], transaction: SouthboundTransaction): Uuid {
    const bound = this.#byDatapath.get(datapath);
    if (bound) return bound.uuid;
    const key = allocateKey(this.#keys, MAX_DATAPATH_KEY, this.state.datapathKeyHint ?? 0);
    if (key === undefined) throw new Error('all datapath tunnel ids exhausted');
    this.state.datapathKeyHint = key;
    this.#keys.add(key);
    const uuid = transaction.insert('Datapath_Binding', {
      tunnel_key: key,
      external_ids: new Map([[ID_COLUMNS[kind], datapath]]),
    });
    this.#byDatapath.set(datapath, { uuid, key });
    return uuid;
  }

  /** Releases the row of a deleted logical switch or router. */
  unbind(datapath: Uuid): void {
    const binding = this.#byDatapath.get(datapath);
    if (!binding) return;
    this.#byDatapath.delete(datapath);
    this.#keys.delete(binding.key);
    this.#strays.push(binding.uuid);
  }

  /** Deletes the rows that are no longer needed. */
  flush(transaction: SouthboundTransaction): void {
    for (const row of this.#strays.splice(0)) transaction.delete('Datapath_Binding', row);
  }
}

function datapathOf(externalIds: ReadonlyMap<string, string>): Uuid | undefined {
  return [externalIds.get(ID_COLUMNS.switch), externalIds.get(ID_COLUMNS.router)]
    .find((id) => id !== undefined && isUuid(id))
    ?.toLowerCase();
}
