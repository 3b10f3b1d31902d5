import type { Uuid } from '../lib/uuid.js';
import type { SouthboundTransaction } from './flow-book.js';
import { FLOOD, type MulticastGroup, UNKNOWN } from './multicast.js';

/** The members of a switch's groups: Port_Binding rows. */
interface Members {
  readonly flood: Set<Uuid>;
  readonly unknown: Set<Uuid>;
}

/** Who is in which multicast group of which switch, and the rows that say so. */
export class MulticastGroups {
  readonly #members = new Map<Uuid, Members>();
  readonly #places = new Map<
    Uuid,
    { owner: Uuid; binding: Uuid; flood: boolean; unknown: boolean }
  >();

  clear(): void {
    this.#members.clear();
    this.#places.clear();
  }

  hasUnknown(owner: Uuid): boolean {
    return (this.#members.get(owner)?.unknown.size ?? 0) > 0;
  }

  /** Puts a port in the groups of its switch; without a place it leaves them. Returns the switches that changed. */
  place(
    port: Uuid,
    place?: { owner: Uuid; binding: Uuid; flood: boolean; unknown: boolean },
  ): readonly Uuid[] {
    const before = this.#places.get(port);
    if (
      before?.owner === place?.owner &&
      before?.binding === place?.binding &&
      before?.flood === place?.flood &&
      before?.unknown === place?.unknown
    ) {
      return [];
    }
    if (before) {
      const { flood, unknown } = this.#of(before.owner);
      flood.delete(before.binding);
      unknown.delete(before.binding);
    }
    if (place) {
      this.#places.set(port, place);
      const { flood, unknown } = this.#of(place.owner);
      if (place.flood) flood.add(place.binding);
      if (place.unknown) unknown.add(place.binding);
    } else this.#places.delete(port);
    return [before?.owner, place?.owner].filter((owner) => owner !== undefined);
  }

  /** Makes the rows of a switch's groups as they should be. */
  put(transaction: SouthboundTransaction, owner: Uuid, datapath: Uuid): void {
    const { flood, unknown } = this.#of(owner);
    putGroup(transaction, datapath, FLOOD, flood);
    putGroup(transaction, datapath, UNKNOWN, unknown);
  }

  remove(transaction: SouthboundTransaction, owner: Uuid, datapath: Uuid): void {
    this.#members.delete(owner);
    putGroup(transaction, datapath, FLOOD, new Set());
    putGroup(transaction, datapath, UNKNOWN, new Set());
  }

  #of(owner: Uuid): Members {
    const members = this.#members.get(owner) ?? { flood: new Set(), unknown: new Set() };
    this.#members.set(owner, members);
    return members;
  }
}

function putGroup(
  transaction: SouthboundTransaction,
  datapath: Uuid,
  { name, tunnelKey }: MulticastGroup,
  members: ReadonlySet<Uuid>,
): void {
  const row = transaction.findByIndex('Multicast_Group', { datapath, name });
  if (members.size === 0) {
    if (row) transaction.delete('Multicast_Group', row._uuid);
    return;
  }
  const ports = [...members];
  if (row) transaction.update('Multicast_Group', row._uuid, { tunnel_key: tunnelKey, ports });
  else transaction.insert('Multicast_Group', { datapath, name, tunnel_key: tunnelKey, ports });
}
