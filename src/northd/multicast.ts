/** Maintains the Multicast_Group table. Mirrors `ovn_multicast_add()`. */
import type { Uuid } from '../lib/uuid.js';
import type { Southbound, SouthboundTransaction } from '../logical/databases.js';
import { SortedUuids } from './sorted-set.js';

/** A group that a logical switch has while it has members. */
export interface GroupKind {
  readonly name: string;
  readonly key: number;
}

/** All enabled ports. */
export const FLOOD: GroupKind = { name: '_MC_flood', key: 65535 };

/** The enabled ports that accept packets for unknown addresses. */
export const UNKNOWN: GroupKind = { name: '_MC_unknown', key: 65534 };

/** A multicast group of a datapath. */
export class MulticastGroup {
  /** The Port_Bindings. */
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
  /** Rows that belong to no group. */
  readonly #strays = new Map<string, Uuid>();
  readonly #touched = new Set<MulticastGroup>();

  /** A table whose rows, whatever they are, belong to no group yet. */
  constructor(sb: Southbound) {
    for (const { _uuid, datapath, name, tunnel_key } of sb.rows('Multicast_Group')) {
      this.#strays.set(keyOf(datapath, { name, key: tunnel_key }), _uuid);
    }
  }

  /** Makes a port a member of a group, or none. */
  put(group: MulticastGroup, binding: Uuid, member: boolean): void {
    if (group.members.put(binding, member)) this.#touched.add(group);
  }

  /** Writes what has changed. An empty group has no row. */
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
