/** Maintains the Multicast_Group table. Mirrors `ovn_multicast_add()`. */
import type { Uuid } from '../lib/uuid.js';
import type { Southbound, SouthboundTransaction } from '../logical/databases.js';
import { SortedUuids } from './sorted-set.js';

/** A kind of group that a logical switch has if it has members for it. */
export interface GroupKind {
  readonly name: string;
  readonly key: number;
}

/** Contains all enabled ports. */
export const FLOOD: GroupKind = { name: '_MC_flood', key: 65535 };

/** Contains the enabled ports that accept packets for unknown addresses. */
export const UNKNOWN: GroupKind = { name: '_MC_unknown', key: 65534 };

/** A multicast group of a datapath. */
export class MulticastGroup {
  /** The Port_Bindings in the group. */
  readonly members = new SortedUuids();
  row: Uuid | undefined;

  constructor(
    readonly datapath: Uuid,
    readonly kind: GroupKind,
  ) {}

  get isEmpty(): boolean {
    return this.members.values.length === 0;
  }
}

export class MulticastGroups {
  /** Rows without a group. */
  readonly #strays = new Map<string, Uuid>();
  readonly #touched = new Set<MulticastGroup>();

  /** Adopts the rows of the table; none of them has a group yet. */
  constructor(sb: Southbound) {
    for (const { _uuid, datapath, name, tunnel_key } of sb.rows('Multicast_Group')) {
      this.#strays.set(keyOf(datapath, { name, key: tunnel_key }), _uuid);
    }
  }

  /** Adds a port to a group, or removes it. */
  put(group: MulticastGroup, binding: Uuid, member: boolean): void {
    if (group.members.put(binding, member)) this.#touched.add(group);
  }

  /** Writes the changes. An empty group has no row. */
  flush(transaction: SouthboundTransaction): void {
    for (const group of this.#touched) {
      const { datapath, kind, members } = group;
      const key = keyOf(datapath, kind);
      group.row ??= this.#strays.get(key);
      this.#strays.delete(key);
      const ports = members.values;
      if (group.row !== undefined && group.isEmpty) {
        transaction.delete('Multicast_Group', group.row);
        group.row = undefined;
      } else if (group.row !== undefined) {
        transaction.update('Multicast_Group', group.row, { ports });
      } else if (!group.isEmpty) {
        group.row = transaction.insert('Multicast_Group', {
          datapath,
          name: kind.name,
          tunnel_key: kind.key,
          ports,
        });
      }
    }
    this.#touched.clear();
    for (const row of this.#strays.values()) transaction.delete('Multicast_Group', row);
    this.#strays.clear();
  }
}

const keyOf = (datapath: Uuid, { name, key }: GroupKind): string => `${datapath} ${key} ${name}`;
