/**
 * Runs ovn-controller, which makes this host a chassis and its integration bridge a part of the
 * logical network.
 */
import type { Dialect } from '../action/layout.js';
import type { LogSink } from '../lib/log.js';
import type { Southbound } from '../logical/databases.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import type { Switch } from '../openflow/switch/switch.js';
import type { Change } from '../ovsdb/database.js';
import { ChassisRegistration } from './chassis/chassis.js';
import { Encaps } from './chassis/encaps.js';
import { IntegrationBridge } from './chassis/integration-bridge.js';
import { everything, type OvsDatabase } from './database-changes.js';
import type { Flow } from './desired-flow.js';
import { LogicalFlows } from './logical/lflow.js';
import { DesiredFlows, type Ownership } from './ofctrl.js';
import { Physical } from './physical/physical.js';
import { Binding } from './ports/binding.js';
import { CtZones } from './ports/ct-zones.js';
import { HostPorts } from './ports/host-ports.js';
import { PatchPorts } from './ports/patch.js';
import { PortBindings } from './ports/port-bindings.js';
import type { ControllerState } from './state.js';

export interface ControllerOptions {
  readonly sb: Southbound;
  readonly ovs: OvsDatabase;
  readonly switch: Switch;
  readonly log: LogSink;
  readonly dialect: Dialect;
  /** The state that outlives the process; modified in place. */
  readonly state: ControllerState;
}

/**
 * The controller of one chassis. Its parts observe the databases and record what a change
 * invalidates. `run` updates only that, in the order of the dependencies between the parts.
 */
export class Controller {
  readonly #ovs: OvsDatabase;
  readonly #switch: Switch;
  readonly #zones: CtZones;
  readonly #integrationBridge: IntegrationBridge;
  readonly #patchPorts: PatchPorts;
  readonly #registration: ChassisRegistration;
  readonly #encaps: Encaps;
  readonly #host: HostPorts;
  readonly #binding: Binding;
  readonly #logicalFlows: LogicalFlows;
  readonly #physical: Physical;
  readonly #desired = new DesiredFlows();
  #managed: Bridge | undefined;

  constructor({ sb, ovs, switch: ofSwitch, log, dialect, state }: ControllerOptions) {
    const zones = new CtZones(state);
    const bindings = new PortBindings(sb);
    this.#ovs = ovs;
    this.#switch = ofSwitch;
    this.#zones = zones;
    this.#integrationBridge = new IntegrationBridge(ovs);
    this.#patchPorts = new PatchPorts(sb, ovs, log);
    this.#registration = new ChassisRegistration(sb, ovs, log);
    this.#encaps = new Encaps(sb, ovs);
    this.#host = new HostPorts(ovs, {
      interfaceChanged: (port) => this.#binding.interfaceChanged(port),
      vifChanged: (port) => this.#physical.portChanged(port),
      networkChanged: (network) => this.#physical.networkChanged(network),
      tunnelChanged: (chassis, port) => this.#physical.tunnelChanged(chassis, port),
    });
    const host = this.#host;
    const zoneChanged = (port: string) => this.#physical.portChanged(port);
    this.#binding = new Binding({ sb, bindings, host, zones, log, zoneChanged });
    this.#logicalFlows = new LogicalFlows(sb, this.#desired, log, dialect);
    this.#physical = new Physical({
      sb,
      bindings,
      host,
      zones,
      desired: this.#desired,
      log,
      layout: dialect.layout,
    });
    const followers = [
      bindings,
      this.#integrationBridge,
      this.#patchPorts,
      this.#registration,
      this.#encaps,
      this.#host,
      this.#binding,
      this.#logicalFlows,
      this.#physical,
    ];
    const follow = (change: Change) => {
      for (const follower of followers) follower.observe(change);
    };
    follow(everything(sb.asDynamic()));
    follow(everything(ovs.asDynamic()));
    sb.observe(follow);
    ovs.observe(follow);
  }

  /** Returns the conntrack zone of a logical port, if it is on this chassis. */
  ctZone(logicalPort: string): number | undefined {
    return this.#zones.get(logicalPort);
  }

  /** Brings the southbound database, the bridges and the flows of this chassis up to date. */
  run(): void {
    const bridge = this.#integrationBridge.run();
    const name = this.#chassisName();
    if (bridge) this.#patchPorts.run(bridge);
    const chassis = name === undefined ? undefined : this.#registration.run(name);
    if (bridge && name !== undefined) this.#encaps.run(bridge, name);
    this.#host.update(this.#integrationBridge.run(), name);
    if (chassis) this.#binding.run(chassis);
    this.#logicalFlows.run();
    this.#physical.run(name !== undefined);
    this.#managed = bridge && this.#switch.bridge(bridge.name);
    if (this.#managed) this.#desired.install(this.#managed);
  }

  /** Returns the owners of a flow; see {@link DesiredFlows.ownership}. */
  ownership(bridge: Bridge, flow: Flow): Ownership {
    return this.#desired.ownership(bridge, flow);
  }

  /**
   * Returns the derived flows that the integration bridge has lost; see {@link
   * DesiredFlows.missing}. Returns `undefined` for any other bridge, including a former integration
   * bridge.
   */
  missingFlows(bridge: Bridge): readonly Flow[] | undefined {
    return bridge === this.#managed ? this.#desired.missing(bridge) : undefined;
  }

  #chassisName(): string | undefined {
    const [host] = this.#ovs.rows('Open_vSwitch');
    return host?.external_ids.get('system-id');
  }
}
