/** Maintains patch ports. Mirrors `patch_run()`. */
import type { LogLevel, LogSink } from '../../lib/log.js';
import type { Uuid } from '../../lib/uuid.js';
import type { SbRow, Southbound } from '../../logical/databases.js';
import type { Change } from '../../ovsdb/database.js';
import { addPort, deletePort } from '../chassis/bridge-ports.js';
import {
  type OvsDatabase,
  type OvsRow,
  type OvsTransaction,
  ovsChanges,
  sbChanges,
} from '../database-changes.js';
import { MultiMap } from '../multi-map.js';
import { isPatchOfOurs, LOGICAL_KEY, NETWORK_KEY, PatchIndex } from './patch-index.js';

/** A patch port that should exist, identified by its two ends. */
interface Wanted {
  readonly bridge: Uuid;
  readonly name: string;
  readonly peer: string;
  readonly key: typeof NETWORK_KEY | typeof LOGICAL_KEY;
  readonly value: string;
}

const patchName = (from: string, to: string): string => `patch-${from}-to-${to}`;

/**
 * Maintains pairs of patch ports between the integration bridge and the bridges of physical
 * networks, and one patch port on the integration bridge for each logical patch port, through which
 * packets pass from one logical datapath to another. A patch port is checked again when it, or the
 * need for it, changes.
 */
export class PatchPorts {
  readonly #sb: Southbound;
  readonly #ovs: OvsDatabase;
  readonly #log: LogSink;
  readonly #index: PatchIndex;
  /** The logical patch ports by the peers that their patch ports should have. */
  readonly #logical = new MultiMap<string, Uuid>();
  /** The patch ports that `ovn-bridge-mappings` requires, in the order of its entries. */
  #networks: readonly Wanted[] = [];
  #networksDirty = true;
  /** Peers whose patch ports have to be checked. */
  readonly #dirty = new Set<string>();
  /** Patch ports of ovn-controller that have to be checked, whatever their peers. */
  readonly #dirtyPorts = new Set<Uuid>();
  #bridge: Uuid | undefined;
  /** The messages of the last run, which are not repeated. */
  #said: readonly string[] = [];

  constructor(sb: Southbound, ovs: OvsDatabase, log: LogSink) {
    this.#sb = sb;
    this.#ovs = ovs;
    this.#log = log;
    this.#index = new PatchIndex(ovs);
  }

  observe(change: Change): void {
    for (const { uuid, before, after } of sbChanges(change, 'Port_Binding')) {
      const [old, now] = [logicalPeer(before), logicalPeer(after)];
      if (old === now) continue;
      if (old !== undefined) this.#logical.delete(old, uuid);
      if (now !== undefined) this.#logical.add(now, uuid);
      for (const peer of [old, now]) if (peer !== undefined) this.#dirty.add(peer);
    }
    this.#networksDirty ||=
      ovsChanges(change, 'Open_vSwitch').some(
        ({ before, after }) => before?.external_ids !== after?.external_ids,
      ) || ovsChanges(change, 'Bridge').some(({ before, after }) => !before || !after);
    const { peers, ports } = this.#index.observe(change);
    for (const peer of peers) this.#dirty.add(peer);
    for (const port of ports) this.#dirtyPorts.add(port);
    for (const { uuid, before, after } of ovsChanges(change, 'Port')) {
      if (isPatchOfOurs(before) || isPatchOfOurs(after)) this.#dirtyPorts.add(uuid);
    }
  }

  run(bridge: OvsRow<'Bridge'>): void {
    if (bridge._uuid !== this.#bridge) {
      this.#networksDirty = true;
      for (const peer of this.#logical.keys()) this.#dirty.add(peer);
      for (const port of this.#index.ours()) this.#dirtyPorts.add(port);
    }
    this.#bridge = bridge._uuid;
    if (this.#networksDirty) this.#readNetworks(bridge);
    for (const port of this.#dirtyPorts) {
      for (const peer of this.#index.peersOf(port)) this.#dirty.add(peer);
    }
    if (this.#dirty.size === 0 && this.#dirtyPorts.size === 0) return;
    const transaction = this.#ovs.begin();
    const obsolete = new Set<Uuid>(this.#dirtyPorts);
    for (const peer of this.#dirty) {
      for (const port of this.#index.oursTo(peer)) obsolete.add(port);
    }
    for (const wanted of this.#wanted(bridge)) {
      const found = this.#index.find(wanted.bridge, wanted.peer);
      if (found === undefined) addPatchPort(transaction, wanted);
      else obsolete.delete(found);
    }
    this.#dirty.clear();
    this.#dirtyPorts.clear();
    for (const port of obsolete)
      if (isPatchOfOurs(this.#ovs.get('Port', port))) deletePort(transaction, port);
    transaction.commit();
  }

  /** Iterates over the patch ports that should exist and whose peers are dirty. */
  *#wanted(bridge: OvsRow<'Bridge'>): IterableIterator<Wanted> {
    for (const wanted of this.#networks) if (this.#dirty.has(wanted.peer)) yield wanted;
    for (const peer of this.#dirty) {
      for (const uuid of this.#logical.get(peer)) {
        const row = this.#sb.get('Port_Binding', uuid);
        const other = row?.options.get('peer');
        if (!row || other === undefined) continue;
        const { logical_port: local } = row;
        yield {
          bridge: bridge._uuid,
          name: patchName(local, other),
          peer,
          key: LOGICAL_KEY,
          value: local,
        };
      }
    }
  }

  #readNetworks(bridge: OvsRow<'Bridge'>): void {
    this.#networksDirty = false;
    const before = this.#networks;
    this.#networks = this.#forNetworks(bridge);
    for (const { peer } of [...before, ...this.#networks]) this.#dirty.add(peer);
  }

  /** Returns the patch ports that `ovn-bridge-mappings` requires. */
  #forNetworks(bridge: OvsRow<'Bridge'>): readonly Wanted[] {
    const [host] = this.#ovs.rows('Open_vSwitch');
    const setting = host?.external_ids.get('ovn-bridge-mappings') ?? '';
    const said: string[] = [];
    const wanted: Wanted[] = [];
    for (const mapping of setting.split(',')) {
      if (mapping === '') break;
      const [network = '', ...rest] = mapping.split(':');
      const name = rest.join(':');
      if (network === '' || name === '') {
        said.push(this.#say('ERR', `Invalid ovn-bridge-mappings configuration: '${setting}'`));
        break;
      }
      const other = this.#ovs.findByIndex('Bridge', { name });
      // The real program fails repeatedly if two patch ports would have the same name.
      const exists = other && wanted.some((it) => it.bridge === other._uuid);
      if (other && other._uuid !== bridge._uuid && !exists) {
        wanted.push(...patchPair(bridge, other, network));
      } else if (!other)
        said.push(this.#say('WARN', `Bridge '${name}' not found for network '${network}'`));
    }
    this.#said = said;
    return wanted;
  }

  #say(level: LogLevel, message: string): string {
    if (!this.#said.includes(message)) {
      this.#log({ program: 'ovn-controller', module: 'patch', level, message });
    }
    return message;
  }
}

/** Returns the peer of the patch port that implements a logical patch port. */
function logicalPeer(row: SbRow<'Port_Binding'> | undefined): string | undefined {
  const peer = row?.type === 'patch' ? row.options.get('peer') : undefined;
  return row && peer !== undefined ? patchName(peer, row.logical_port) : undefined;
}

/** Returns the two ends of the patch that connects two bridges for a physical network. */
function patchPair(
  bridge: OvsRow<'Bridge'>,
  other: OvsRow<'Bridge'>,
  network: string,
): readonly Wanted[] {
  const here = patchName(bridge.name, other.name);
  const there = patchName(other.name, bridge.name);
  return [
    { bridge: bridge._uuid, name: here, peer: there, key: NETWORK_KEY, value: network },
    { bridge: other._uuid, name: there, peer: here, key: NETWORK_KEY, value: network },
  ];
}

function addPatchPort(transaction: OvsTransaction, wanted: Wanted): void {
  addPort(transaction, wanted.bridge, {
    name: wanted.name,
    type: 'patch',
    options: new Map([['peer', wanted.peer]]),
    externalIds: new Map([[wanted.key, wanted.value]]),
  });
}
