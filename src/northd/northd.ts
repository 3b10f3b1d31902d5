/** ovn-northd: from the northbound to the southbound database, and `up` back. */
import type { LogLevel, LogSink } from '../lib/log.js';
import type { Uuid } from '../lib/uuid.js';
import type { Change, Database } from '../ovsdb/database.js';
import type { OVN_NORTHBOUND } from '../ovsdb/schemas/ovn-northbound.js';
import type { OVN_SOUTHBOUND } from '../ovsdb/schemas/ovn-southbound.js';
import { aclFlow } from './acl-flows.js';
import { Dirty } from './dirty.js';
import { FlowBook, type PlacedFlow, type SouthboundTransaction } from './flow-book.js';
import type { LogicalFlow } from './logical-flow.js';
import { FLOOD, UNKNOWN } from './multicast.js';
import { MulticastGroups } from './multicast-groups.js';
import { PortBindings, switchPortBinding } from './port-bindings.js';
import { invalidAddresses, isEnabled, portFlows, takesUnknown } from './port-flows.js';
import { Routers } from './routers.js';
import { switchFlows } from './switch-flows.js';
import { aclOwner, Topology } from './topology.js';
import { MAX_DATAPATH_KEY, nextTunnelKey } from './tunnel-keys.js';

export interface NorthdOptions {
  readonly nb: Database<typeof OVN_NORTHBOUND>;
  readonly sb: Database<typeof OVN_SOUTHBOUND>;
  readonly log: LogSink;
  /** What outlives the process; northd reads and writes `datapathKeyHint` in it. */
  readonly state: { datapathKeyHint?: number };
}

/** Keys of a Datapath_Binding's external_ids, by the northbound table they refer to. */
const ORIGINS = [
  ['logical-switch', 'Logical_Switch'],
  ['logical-router', 'Logical_Router'],
] as const;

/**
 * Keeps the southbound database what the northbound database says. Each logical flow
 * is owned by the northbound row it comes from; `run` looks again only at the rows
 * that a change made dirty. If somebody else edits what northd wrote, the next run
 * looks at everything and puts it right.
 */
export class Northd {
  readonly #nb: NorthdOptions['nb'];
  readonly #sb: NorthdOptions['sb'];
  readonly #log: LogSink;
  readonly #state: NorthdOptions['state'];
  readonly #dirty = new Dirty();
  readonly #topology: Topology;
  readonly #flows = new FlowBook();
  readonly #bindings = new PortBindings();
  readonly #groups = new MulticastGroups();
  readonly #routers: Routers;
  /** The Datapath_Binding of each switch and router. */
  readonly #datapaths = new Map<Uuid, Uuid>();
  readonly #datapathKeys = new Map<Uuid, number>();
  /** What was already said about an owner, so that it is said once. */
  readonly #said = new Map<string, string>();
  #rebuild = true;
  #committing = false;

  constructor({ nb, sb, log, state }: NorthdOptions) {
    this.#nb = nb;
    this.#sb = sb;
    this.#log = log;
    this.#state = state;
    this.#topology = new Topology(nb, this.#dirty, (message) =>
      this.#say('WARN', message, message),
    );
    this.#routers = new Routers({
      nb,
      flows: this.#flows,
      bindings: this.#bindings,
      datapath: (router) => this.#datapaths.get(router),
      warn: (owner, message) => this.#say('WARN', owner, message),
    });
    nb.observe((change) => this.#topology.observe(change));
    sb.observe((change) => this.#southboundChanged(change));
  }

  /** Brings the southbound database, and the northbound column `up`, up to date. */
  run(): void {
    this.#runSouthbound();
    this.#runUp();
  }

  #runSouthbound(): void {
    const dirty = this.#dirty;
    const rebuild = this.#rebuild;
    if (rebuild) this.#forget();
    const idle = [dirty.datapaths, dirty.switches, dirty.groups, dirty.ports, dirty.acls].every(
      (set) => set.size === 0,
    );
    if (idle && !dirty.routers && !rebuild) return;
    const transaction = this.#sb.begin();
    transaction.setComment('ovn-northd');
    if (rebuild) this.#adopt(transaction);
    for (const uuid of dirty.datapaths) this.#putDatapath(transaction, uuid);
    this.#putPorts(transaction, dirty.ports);
    for (const uuid of dirty.switches) this.#putSwitch(transaction, uuid);
    for (const { switch: owner, acl } of dirty.acls.values()) this.#putAcl(transaction, owner, acl);
    if (dirty.routers) this.#routers.put(transaction, this.#topology.home);
    for (const uuid of dirty.groups) {
      const datapath = this.#datapaths.get(uuid);
      if (datapath !== undefined) this.#groups.put(transaction, uuid, datapath);
    }
    if (rebuild) {
      this.#bindings.dropUnclaimed(transaction);
      this.#flows.dropUnclaimed(transaction);
    }
    dirty.clear();
    this.#rebuild = false;
    this.#committing = true;
    try {
      transaction.commit();
    } finally {
      this.#committing = false;
    }
  }

  /** Forgets what is known of the southbound database; everything northbound is dirty. */
  #forget(): void {
    this.#dirty.clear();
    this.#datapaths.clear();
    this.#datapathKeys.clear();
    this.#groups.clear();
    this.#routers.clear();
    this.#topology.rebuild();
    this.#bindings.adopt(this.#sb);
    this.#flows.adopt(this.#sb);
  }

  /** Takes over the southbound rows that still have a northbound one, and deletes the others. */
  #adopt(transaction: SouthboundTransaction): void {
    for (const row of [...transaction.rows('Datapath_Binding')]) {
      const key = originOf(row.external_ids);
      const living =
        key && (this.#nb.get('Logical_Switch', key) ?? this.#nb.get('Logical_Router', key));
      if (key !== undefined && living && !this.#datapaths.has(key)) {
        this.#datapaths.set(key, row._uuid);
        this.#datapathKeys.set(key, row.tunnel_key);
      } else transaction.delete('Datapath_Binding', row._uuid);
    }
    const alive = new Set(this.#datapaths.values());
    for (const row of [...transaction.rows('Multicast_Group')]) {
      const known = [FLOOD, UNKNOWN].some(
        ({ name, tunnelKey }) => name === row.name && tunnelKey === row.tunnel_key,
      );
      if (!known || !alive.has(row.datapath)) transaction.delete('Multicast_Group', row._uuid);
    }
    for (const [port, owner] of this.#topology.home) {
      const row = this.#nb.get('Logical_Port', port);
      const datapath = this.#datapaths.get(owner);
      if (row && datapath !== undefined) this.#bindings.claim(port, row.name, owner, datapath);
    }
    this.#routers.claim();
  }

  #putDatapath(transaction: SouthboundTransaction, uuid: Uuid): void {
    const origin = ORIGINS.find(([, table]) => this.#nb.get(table, uuid));
    const datapath = this.#datapaths.get(uuid);
    if (origin && datapath === undefined) {
      const key = nextTunnelKey(
        new Set(this.#datapathKeys.values()),
        this.#state.datapathKeyHint ?? 0,
        MAX_DATAPATH_KEY,
      );
      if (key === undefined) {
        this.#say('WARN', uuid, 'all datapath tunnel ids exhausted');
        return;
      }
      this.#state.datapathKeyHint = key;
      this.#datapathKeys.set(uuid, key);
      const external_ids = new Map([[origin[0], uuid]]);
      this.#datapaths.set(
        uuid,
        transaction.insert('Datapath_Binding', { tunnel_key: key, external_ids }),
      );
    }
    if (!origin && datapath !== undefined) {
      this.#flows.put(transaction, uuid, []);
      this.#groups.remove(transaction, uuid, datapath);
      this.#datapaths.delete(uuid);
      this.#datapathKeys.delete(uuid);
      transaction.delete('Datapath_Binding', datapath);
    }
  }

  /** Ports that went give their keys back before others get theirs. */
  #putPorts(transaction: SouthboundTransaction, ports: ReadonlySet<Uuid>): void {
    for (const port of ports) {
      const owner = this.#topology.home.get(port);
      if (owner === undefined || this.#bindings.get(port)?.owner !== owner)
        this.#removePort(transaction, port);
    }
    for (const port of ports) this.#putPort(transaction, port);
  }

  #removePort(transaction: SouthboundTransaction, port: Uuid): void {
    this.#bindings.remove(transaction, port);
    this.#flows.put(transaction, port, []);
    this.#groupsChanged(this.#groups.place(port));
  }

  #putPort(transaction: SouthboundTransaction, port: Uuid): void {
    const row = this.#nb.get('Logical_Port', port);
    const owner = this.#topology.home.get(port);
    const datapath = owner === undefined ? undefined : this.#datapaths.get(owner);
    if (!row || owner === undefined || datapath === undefined) return;
    const place = { name: row.name, owner, datapath };
    const bound = this.#bindings.put(transaction, port, place, switchPortBinding(row));
    if (!bound) {
      this.#say('WARN', port, 'all port tunnel ids exhausted');
      return;
    }
    const unknown = takesUnknown(row);
    this.#groupsChanged(
      this.#groups.place(port, { owner, binding: bound.uuid, flood: isEnabled(row), unknown }),
    );
    this.#flows.put(transaction, port, placed(datapath, portFlows(row)));
    this.#routers.portChanged(transaction, port, row, owner);
    const invalid = invalidAddresses(row).map(
      (address) => `${row.name}: invalid syntax '${address}' in addresses column`,
    );
    this.#say('INFO', port, invalid.join('\n'));
  }

  #groupsChanged(switches: readonly Uuid[]): void {
    for (const uuid of switches) {
      this.#dirty.groups.add(uuid);
      this.#dirty.switches.add(uuid);
    }
  }

  #putSwitch(transaction: SouthboundTransaction, uuid: Uuid): void {
    const parts = this.#topology.switches.get(uuid);
    const datapath = this.#datapaths.get(uuid);
    if (!parts || datapath === undefined) return;
    const traits = { stateful: parts.statefulAcls > 0, unknown: this.#groups.hasUnknown(uuid) };
    this.#flows.put(transaction, uuid, placed(datapath, switchFlows(traits)));
  }

  #putAcl(transaction: SouthboundTransaction, owner: Uuid, acl: Uuid): void {
    const parts = this.#topology.switches.get(owner);
    const row = parts?.acls.has(acl) ? this.#nb.get('ACL', acl) : undefined;
    const datapath = this.#datapaths.get(owner);
    const name = aclOwner(owner, acl);
    if (!parts || !row || datapath === undefined) {
      this.#flows.put(transaction, name, []);
      return;
    }
    this.#flows.put(transaction, name, placed(datapath, [aclFlow(row, parts.statefulAcls > 0)]));
    this.#say('INFO', name, row.action === 'reject' ? 'reject is not a supported action' : '');
  }

  /** Reports ports up that are bound somewhere, and the others down. */
  #runUp(): void {
    const names = [...this.#dirty.up];
    this.#dirty.up.clear();
    const changes = names.flatMap((name) => {
      const port = this.#nb.findByIndex('Logical_Port', { name });
      const binding = this.#sb.findByIndex('Port_Binding', { logical_port: name });
      if (!port || !binding) return [];
      const up = binding.chassis !== undefined;
      return port.up === up ? [] : [{ uuid: port._uuid, up }];
    });
    if (changes.length === 0) return;
    const transaction = this.#nb.begin();
    transaction.setComment('ovn-northd');
    for (const { uuid, up } of changes) transaction.update('Logical_Port', uuid, { up });
    transaction.commit();
  }

  #southboundChanged(change: Change): void {
    for (const { before, after } of change.tables.get('Port_Binding') ?? []) {
      const name = (after ?? before)?.['logical_port'];
      if (typeof name === 'string') this.#dirty.up.add(name);
    }
    if (this.#committing) return;
    this.#rebuild ||= ['Logical_Flow', 'Datapath_Binding', 'Multicast_Group'].some((table) =>
      change.tables.has(table),
    );
    // Where a port is bound is for the chassis to say; everything else is northd's.
    this.#rebuild ||= (change.tables.get('Port_Binding') ?? []).some(
      ({ before, after }) =>
        !before ||
        !after ||
        Object.keys(after).some(
          (column) => column !== 'chassis' && before[column] !== after[column],
        ),
    );
  }

  /** Logs `message`, unless it was the last thing that was said about `owner`. */
  #say(level: LogLevel, owner: string, message: string): void {
    if ((this.#said.get(owner) ?? '') === message) return;
    this.#said.set(owner, message);
    for (const line of message.split('\n').filter((text) => text !== '')) {
      this.#log({ program: 'ovn-northd', module: 'ovn_northd', level, message: line });
    }
  }
}

const placed = (datapath: Uuid, flows: readonly LogicalFlow[]): PlacedFlow[] =>
  flows.map((flow) => ({ datapath, flow }));

/** The northbound row that a Datapath_Binding was made for. */
function originOf(externalIds: ReadonlyMap<string, string>): Uuid | undefined {
  for (const [key] of ORIGINS) {
    const uuid = externalIds.get(key);
    if (uuid !== undefined) return uuid;
  }
  return undefined;
}
