/** Declares what explanations draw from. */
import type { Dialect } from '../action/layout.js';
import type { Ownership } from '../controller/ofctrl.js';
import type { DataPlane } from '../datapath/dpif/data-plane.js';
import type { Hosts } from '../hosts/hosts.js';
import type { IpAddress } from '../hosts/message.js';
import type { Uuid } from '../lib/uuid.js';
import type { Northbound, SbRow, Southbound } from '../logical/databases.js';
import type { LogicalFlowOrigin } from '../northd/logical-flow.js';
import type { FlowEntry } from '../openflow/model/flow-entry.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import type { Switch } from '../openflow/switch/switch.js';
import type { Database } from '../ovsdb/database.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';
import type { Explanation } from './explanation.js';
import type { LogicalTable } from './logical-table.js';
import type { End, Step } from './path.js';
import type { Reason } from './reason.js';

/** The origins of rows and flows, according to the programs that made them. */
export interface Provenance {
  /** Returns the origin of a row of Logical_Flow; `undefined` if ovn-northd did not make it. */
  logicalFlow(uuid: Uuid): LogicalFlowOrigin | undefined;
  /** Returns the owners of a flow of a bridge. */
  flow(bridge: Bridge, flow: FlowEntry): Ownership;
}

/** The words of a release for its logical flows. */
export interface Wording {
  /** Explains a row of Logical_Flow by the northbound row that it comes from. */
  logicalFlow(context: ExplainContext, row: SbRow<'Logical_Flow'>): Explanation;
  /** Returns the name of the stage at a logical table, if the release has one there. */
  stageAt(kind: 'switch' | 'router', table: LogicalTable): string | undefined;
  /** Returns why the flow of `row`, the last that the packet hit, drops it. */
  drop(context: ExplainContext, step: Step, row: SbRow<'Logical_Flow'>): Reason;
  /** Returns why a packet hit no flow of a logical table. */
  miss(context: ExplainContext, step: Step, table: LogicalTable): Reason;
  /**
   * Returns why no host or router answered for `target`.
   *
   * @param from the logical port that asked.
   * @param ends the ends of the question and its copies.
   */
  unanswered(context: PacketContext, target: IpAddress, from: string, ends: readonly End[]): Reason;
  /** Returns the VLAN tags that the containers behind `parent` use. */
  containers(context: ExplainContext, parent: string): string[];
  /** Returns the command that adds a logical port. */
  addPort(name: string): string;
}

export interface ExplainContext {
  readonly nb: Northbound;
  readonly sb: Southbound;
  readonly ovs: Database<typeof OPEN_VSWITCH>;
  readonly switch: Switch;
  readonly provenance: Provenance;
  readonly dialect: Dialect;
  readonly wording: Wording;
}

/** The context of explanations of packets. */
export interface PacketContext extends ExplainContext {
  readonly datapath: DataPlane;
  readonly hosts: Hosts;
}
