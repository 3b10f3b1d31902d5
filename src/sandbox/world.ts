/** Assembles the databases, the switch and the background programs of a sandbox. */
import { Controller } from '../controller/controller.js';
import { DataPlane } from '../datapath/dpif/data-plane.js';
import { Hosts, type HostsState } from '../hosts/hosts.js';
import type { Clock } from '../lib/clock.js';
import { asDictionaries } from '../lib/dictionary.js';
import type { LogSink } from '../lib/log.js';
import { SeededRandom } from '../lib/random.js';
import type { Uuid } from '../lib/uuid.js';
import type { Northbound, Southbound } from '../logical/databases.js';
import { NEUTRON } from '../neutron/schema.js';
import { NeutronService } from '../neutron/service.js';
import { Northd } from '../northd/northd.js';
import type { FlowEntry } from '../openflow/model/flow-entry.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import { Switch } from '../openflow/switch/switch.js';
import { Database } from '../ovsdb/database.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';
import type { Release } from '../releases/release.js';
import { DEFAULT_RELEASE, RELEASES } from '../releases/releases.js';
import { Vswitchd } from '../vswitchd/vswitchd.js';
import type { CaptureFiles } from './capture-files.js';
import { Captures } from './captures.js';
import {
  type DatabaseName,
  FORMAT,
  NEUTRON_TABLES,
  type SavedState,
  SnapshotJson,
  StateError,
  VERSION,
} from './saved-state.js';
import { Settler } from './settle.js';
import { restoreSwitch, saveSwitch } from './switch-state.js';

/** The random seed of every sandbox that is made from scratch, so all of them are identical. */
const SEED = 20_151_104;

export interface WorldOptions {
  readonly clock: Clock;
  readonly log: LogSink;
  /** The state to restore. Default: a fresh sandbox. */
  readonly saved?: SavedState | undefined;
  /** The files that frames can be captured to. */
  readonly captureFiles?: CaptureFiles | undefined;
  /** See {@link CapturesOptions.approved}. */
  readonly approvedCaptures: Set<string>;
}

/** The databases, the switch and the background programs of one sandbox. */
export class World {
  readonly random: SeededRandom;
  readonly release: Release;
  readonly nb: Northbound;
  readonly sb: Southbound;
  readonly ovs: Database<typeof OPEN_VSWITCH>;
  readonly neutron: NeutronService;
  readonly switch: Switch;
  readonly datapath: DataPlane;
  readonly hosts: Hosts;
  readonly captures: Captures;
  readonly #northd: Northd;
  readonly #controller: Controller;
  readonly #allocations: SavedState['allocations'];
  readonly #hostsState: HostsState;
  readonly #settler: Settler;

  /**
   * @throws StateError if the saved state cannot be used
   */
  constructor({ clock, log, saved, captureFiles, approvedCaptures }: WorldOptions) {
    const random = saved ? new SeededRandom(saved.random) : SeededRandom.fromSeed(SEED);
    const release = releaseOf(saved);
    const nb = new Database(release.schemas.nb, random);
    const sb = new Database(release.schemas.sb, random);
    const ovs = new Database(release.schemas.ovs, random);
    const neutron = new Database(NEUTRON, random);
    if (saved) {
      load(ovs.asDynamic(), 'Open_vSwitch', saved);
      load(nb.asDynamic(), 'OVN_Northbound', saved);
      load(sb.asDynamic(), 'OVN_Southbound', saved);
      load(neutron.asDynamic(), NEUTRON_TABLES, saved);
    }
    this.switch = new Switch(clock);
    this.datapath = new DataPlane({ clock, log });
    // Copied, because the components write to these objects.
    const allocations = asDictionaries(
      saved?.allocations ?? { 'ovs-vswitchd': {}, 'ovn-northd': {}, 'ovn-controller': {} },
    );
    const vswitchd = new Vswitchd({
      ovs,
      switch: this.switch,
      datapath: this.datapath,
      random,
      clock,
      state: allocations['ovs-vswitchd'],
    });
    const driver = release.neutronDriver?.({ neutron, nb });
    this.neutron = new NeutronService({
      database: neutron,
      driver,
      random,
      clock,
      settle: () => this.settle(),
    });
    this.#northd = new Northd({
      nb,
      sb,
      log,
      state: allocations['ovn-northd'],
      derive: release.derive,
    });
    this.#controller = new Controller({
      sb,
      ovs,
      switch: this.switch,
      log,
      dialect: release.dialect,
      state: allocations['ovn-controller'],
    });
    this.release = release;
    this.random = random;
    this.nb = nb;
    this.sb = sb;
    this.ovs = ovs;
    this.#allocations = allocations;
    this.#hostsState = asDictionaries(saved?.hosts ?? {});
    const databases = { nb, sb, ovs };
    this.hosts = new Hosts(databases, this.#hostsState, (name) => this.neutron.portOfServer(name));
    this.captures = new Captures({
      databases,
      datapath: this.datapath,
      clock,
      log,
      files: captureFiles,
      approved: approvedCaptures,
    });
    this.#settler = new Settler(
      [ovs.asDynamic(), nb.asDynamic(), sb.asDynamic(), neutron.asDynamic()],
      [vswitchd, ...(driver ? [driver] : []), this.#northd, this.#controller],
    );
    if (!saved) {
      // ovs-sandbox makes each setting with a separate command, and each one increments the
      // configuration number.
      const setup = ovs.begin();
      const { hostSettings } = release;
      setup.insert('Open_vSwitch', { external_ids: hostSettings, next_cfg: hostSettings.size });
      setup.commit();
    }
    this.settle();
    if (saved?.bridges) restoreSwitch(this.switch, saved.bridges, clock.now());
  }

  /** True if all derived data is up to date. */
  get settled(): boolean {
    return this.#settler.settled;
  }

  settle(): void {
    this.#settler.settle();
  }

  /** Returns the conntrack zone of a logical port, if it is bound here. */
  ctZone(logicalPort: string): number | undefined {
    return this.#controller.ctZone(logicalPort);
  }

  /** Finds the origins of logical flows and OpenFlow flows. */
  get provenance() {
    return {
      logicalFlow: (uuid: Uuid) => this.#northd.originOf(uuid),
      flow: (bridge: Bridge, flow: FlowEntry) => this.#controller.ownership(bridge, flow),
      missing: (bridge: Bridge) => this.#controller.missingFlows(bridge) ?? [],
    };
  }

  /** Returns the state that an identical world can be made from. */
  save(): SavedState {
    const neutron = this.neutron.database.snapshot();
    const bridges = saveSwitch(this.switch, (bridge) => this.#controller.missingFlows(bridge));
    return {
      format: FORMAT,
      version: VERSION,
      release: this.release.name,
      random: this.random.state,
      allocations: structuredClone(this.#allocations),
      databases: {
        Open_vSwitch: new SnapshotJson(this.ovs.snapshot()),
        OVN_Northbound: new SnapshotJson(this.nb.snapshot()),
        OVN_Southbound: new SnapshotJson(this.sb.snapshot()),
        ...(neutron.size === 0 ? {} : { [NEUTRON_TABLES]: new SnapshotJson(neutron) }),
      },
      ...(Object.keys(this.#hostsState).length === 0
        ? {}
        : { hosts: structuredClone(this.#hostsState) }),
      ...(bridges ? { bridges } : {}),
    };
  }
}

/**
 * Finds a release by name.
 *
 * @throws StateError if this program does not know it
 */
function releaseOf(saved: SavedState | undefined): Release {
  const name = saved?.release ?? DEFAULT_RELEASE.name;
  const release = RELEASES.get(name);
  if (!release) throw new StateError(`this program does not know the OVN release "${name}"`);
  return release;
}

function load(
  database: Database,
  name: DatabaseName | typeof NEUTRON_TABLES,
  saved: SavedState,
): void {
  const json = saved.databases[name];
  if (json === undefined) return;
  try {
    database.load(json instanceof SnapshotJson ? json.toJSON() : json);
  } catch (error) {
    throw new StateError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
