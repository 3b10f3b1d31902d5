import type { LogLevel, LogSink } from '../lib/log.js';
import type { Uuid } from '../lib/uuid.js';
import type { Change } from '../ovsdb/database.js';
import { addPort, deletePort } from './bridge-ports.js';
import {
  type OvsDatabase,
  type OvsRow,
  type OvsTransaction,
  ovsChanges,
  type SbDatabase,
  sbChanges,
} from './databases.js';

/** Keys of a Port's external_ids that tell what a patch port was made for. */
const NETWORK_KEY = 'ovn-localnet-port';
const LOGICAL_KEY = 'ovn-logical-patch-port';

/** A patch port that should be there. */
interface Wanted {
  readonly bridge: OvsRow<'Bridge'>;
  readonly name: string;
  readonly peer: string;
  readonly key: typeof NETWORK_KEY | typeof LOGICAL_KEY;
  readonly value: string;
}

const patchName = (from: string, to: string): string => `patch-${from}-to-${to}`;

/**
 * Keeps patch ports: pairs of them between the integration bridge and the bridges
 * of physical networks, and on the integration bridge one for each logical patch
 * port, by which a packet changes from one logical datapath to another.
 */
export class PatchPorts {
  readonly #sb: SbDatabase;
  readonly #ovs: OvsDatabase;
  readonly #log: LogSink;
  #dirty = true;
  #bridge: Uuid | undefined;
  /** What was said the last time, so that it is not said again. */
  #said: readonly string[] = [];

  constructor(sb: SbDatabase, ovs: OvsDatabase, log: LogSink) {
    this.#sb = sb;
    this.#ovs = ovs;
    this.#log = log;
  }

  observe(change: Change): void {
    this.#dirty ||=
      sbChanges(change, 'Port_Binding').some(
        ({ before, after }) =>
          (before?.type === 'patch' || after?.type === 'patch') &&
          (before?.type !== after?.type ||
            before?.options !== after?.options ||
            before?.logical_port !== after?.logical_port),
      ) ||
      ovsChanges(change, 'Open_vSwitch').some(
        ({ before, after }) => before?.external_ids !== after?.external_ids,
      ) ||
      ovsChanges(change, 'Bridge').some(({ before, after }) => !before || !after) ||
      ovsChanges(change, 'Port').some(({ before, after }) => isOurs(before) || isOurs(after)) ||
      ovsChanges(change, 'Interface').some(
        ({ before, after }) => before?.type === 'patch' || after?.type === 'patch',
      );
  }

  run(bridge: OvsRow<'Bridge'>): void {
    this.#dirty ||= bridge._uuid !== this.#bridge;
    if (!this.#dirty) return;
    this.#dirty = false;
    this.#bridge = bridge._uuid;
    const obsolete = new Set<Uuid>();
    for (const port of this.#ovs.rows('Port')) if (isOurs(port)) obsolete.add(port._uuid);
    const transaction = this.#ovs.begin();
    const byPeer = new Map<Uuid, ReadonlyMap<string, Uuid>>();
    for (const wanted of [...this.#forNetworks(bridge), ...this.#forLogicalPorts(bridge)]) {
      const peers = byPeer.get(wanted.bridge._uuid) ?? this.#patchPorts(wanted.bridge);
      byPeer.set(wanted.bridge._uuid, peers);
      const found = peers.get(wanted.peer);
      if (found === undefined) addPatchPort(transaction, wanted);
      else obsolete.delete(found);
    }
    for (const port of obsolete) deletePort(transaction, port);
    transaction.commit();
  }

  /** The patch ports of a bridge by their peers. */
  #patchPorts(bridge: OvsRow<'Bridge'>): Map<string, Uuid> {
    const ports = new Map<string, Uuid>();
    for (const port of bridge.ports) {
      for (const uuid of this.#ovs.get('Port', port)?.interfaces ?? []) {
        const row = this.#ovs.get('Interface', uuid);
        const peer = row?.type === 'patch' ? row.options.get('peer') : undefined;
        if (peer !== undefined && !ports.has(peer)) ports.set(peer, port);
      }
    }
    return ports;
  }

  /** The patch ports that `ovn-bridge-mappings` asks for. */
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
      if (other) wanted.push(...patchPair(bridge, other, network));
      else said.push(this.#say('WARN', `Bridge '${name}' not found for network '${network}'`));
    }
    this.#said = said;
    return wanted;
  }

  *#forLogicalPorts(bridge: OvsRow<'Bridge'>): IterableIterator<Wanted> {
    for (const { type, logical_port: local, options } of this.#sb.rows('Port_Binding')) {
      const peer = type === 'patch' ? options.get('peer') : undefined;
      if (peer === undefined) continue;
      yield {
        bridge,
        name: patchName(local, peer),
        peer: patchName(peer, local),
        key: LOGICAL_KEY,
        value: local,
      };
    }
  }

  #say(level: LogLevel, message: string): string {
    if (!this.#said.includes(message)) {
      this.#log({ program: 'ovn-controller', module: 'patch', level, message });
    }
    return message;
  }
}

const isOurs = (port: OvsRow<'Port'> | undefined): boolean =>
  port !== undefined && (port.external_ids.has(NETWORK_KEY) || port.external_ids.has(LOGICAL_KEY));

/** The two ends of a patch between two bridges, for a physical network. */
function patchPair(
  bridge: OvsRow<'Bridge'>,
  other: OvsRow<'Bridge'>,
  network: string,
): readonly Wanted[] {
  const here = patchName(bridge.name, other.name);
  const there = patchName(other.name, bridge.name);
  return [
    { bridge, name: here, peer: there, key: NETWORK_KEY, value: network },
    { bridge: other, name: there, peer: here, key: NETWORK_KEY, value: network },
  ];
}

function addPatchPort(
  transaction: OvsTransaction,
  { bridge, name, peer, key, value }: Wanted,
): void {
  addPort(transaction, bridge._uuid, {
    name,
    type: 'patch',
    options: new Map([['peer', peer]]),
    externalIds: new Map([[key, value]]),
  });
}
