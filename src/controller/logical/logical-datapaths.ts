/** Resolves the names of ports and multicast groups for logical flows. Mirrors `ldp_run()`. */
import type { Uuid } from '../../lib/uuid.js';
import type { Southbound } from '../../logical/databases.js';
import type { Change } from '../../ovsdb/database.js';
import { type Changed, sbChanges } from '../database-changes.js';

/** Is notified of logical flows whose meaning may have changed. */
export interface DatapathsListener {
  /** Called when a datapath gets its first port, loses its last, or changes its key. */
  datapathChanged(datapath: Uuid): void;
  /** Called when the meaning of a port or group name changes. */
  nameChanged(datapath: Uuid, name: string): void;
}

/** A port or multicast group of a datapath. */
interface Member {
  readonly datapath: Uuid;
  readonly name: string;
  readonly key: number;
}

/**
 * Maps the names of ports and multicast groups of each datapath to their numbers. A datapath
 * without any does not exist for ovn-controller.
 */
export class LogicalDatapaths {
  readonly #sb: Southbound;
  readonly #listener: DatapathsListener;
  readonly #memberCounts = new Map<Uuid, number>();
  /** Every name that any multicast group has had; there are only a few. */
  readonly #groupNames = new Set<string>();

  constructor(sb: Southbound, listener: DatapathsListener) {
    this.#sb = sb;
    this.#listener = listener;
  }

  /** Returns the tunnel key of a datapath, if it exists. */
  key(datapath: Uuid): number | undefined {
    if (!this.#memberCounts.has(datapath)) return undefined;
    return this.#sb.get('Datapath_Binding', datapath)?.tunnel_key;
  }

  /** Returns the number of the port or multicast group `name` of a datapath. */
  port(datapath: Uuid, name: string): number | undefined {
    if (this.#groupNames.has(name)) {
      const group = this.#sb.findByIndex('Multicast_Group', { datapath, name });
      if (group) return group.tunnel_key;
    }
    const binding = this.#sb.findByIndex('Port_Binding', { logical_port: name });
    return binding?.datapath === datapath ? binding.tunnel_key : undefined;
  }

  observe(change: Change): void {
    this.#observeMembers(sbChanges(change, 'Port_Binding'), (row) => ({
      datapath: row.datapath,
      name: row.logical_port,
      key: row.tunnel_key,
    }));
    this.#observeMembers(sbChanges(change, 'Multicast_Group'), (row) => ({
      datapath: row.datapath,
      name: row.name,
      key: row.tunnel_key,
    }));
    for (const { after } of sbChanges(change, 'Multicast_Group')) {
      if (after) this.#groupNames.add(after.name);
    }
    for (const { uuid, before, after } of sbChanges(change, 'Datapath_Binding')) {
      if (before?.tunnel_key !== after?.tunnel_key) this.#listener.datapathChanged(uuid);
    }
  }

  #observeMembers<R>(changes: readonly Changed<R>[], memberOf: (row: R) => Member): void {
    for (const { before, after } of changes) {
      const old = before && memberOf(before);
      const now = after && memberOf(after);
      const same =
        old?.datapath === now?.datapath && old?.name === now?.name && old?.key === now?.key;
      if (same) continue;
      if (old) this.#count(old, -1);
      if (now) this.#count(now, +1);
    }
  }

  #count({ datapath, name }: Member, step: 1 | -1): void {
    const before = this.#memberCounts.get(datapath) ?? 0;
    const now = before + step;
    if (now === 0) this.#memberCounts.delete(datapath);
    else this.#memberCounts.set(datapath, now);
    if (before === 0 || now === 0) this.#listener.datapathChanged(datapath);
    this.#listener.nameChanged(datapath, name);
  }
}
