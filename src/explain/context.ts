/** Declares the sources of explanations. */
import type { Dialect } from '../action/layout.js';
import type { Flow } from '../controller/desired-flow.js';
import type { Ownership } from '../controller/ofctrl.js';
import type { DataPlane } from '../datapath/dpif/data-plane.js';
import type { Hosts } from '../hosts/hosts.js';
import type { IpAddress } from '../lib/ip.js';
import type { Uuid } from '../lib/uuid.js';
import type { NbRow, Northbound, SbRow, Southbound } from '../logical/databases.js';
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

/** Returns the origins of rows and flows, which the programs that created them record. */
export interface Provenance {
  /** Returns the origin of a row of Logical_Flow; `undefined` if ovn-northd did not make it. */
  logicalFlow(uuid: Uuid): LogicalFlowOrigin | undefined;
  /** Returns the owners of a flow of a bridge. */
  flow(bridge: Bridge, flow: FlowEntry): Ownership;
  /** Returns the derived flows that were deleted from a bridge by hand. */
  missing(bridge: Bridge): readonly Flow[];
}

/** What an ACL of the northbound database comes from, in words. */
export interface AclOrigin {
  /** The rules of security groups: `ingress, IPv4, 22/tcp   (of security group web)`. */
  readonly rules: readonly string[];
  /** The names of the security groups of its port. */
  readonly groups: readonly string[];
}

/** The parts of explanations that depend on the release. */
export interface Wording {
  /** Explains a row of Logical_Flow by the northbound row that it comes from. */
  logicalFlow(context: ExplainContext, row: SbRow<'Logical_Flow'>): Explanation;
  /** Returns the name of the stage that a logical table implements, if any. */
  stageAt(kind: 'switch' | 'router', table: LogicalTable): string | undefined;
  /** Returns why the flow of `row`, the last that the packet matched, drops the packet. */
  drop(context: ExplainContext, step: Step, row: SbRow<'Logical_Flow'>): Reason;
  /** Returns why a packet matched no flow of a logical table. */
  miss(context: ExplainContext, step: Step, table: LogicalTable): Reason;
  /**
   * Returns why no host or router answered for `target`.
   *
   * @param from the logical port that sent the request.
   * @param ends the ends of the request and its copies.
   */
  unanswered(context: PacketContext, target: IpAddress, from: string, ends: readonly End[]): Reason;
  /** Returns the VLAN tags of the containers behind the logical port `parent`. */
  containers(context: ExplainContext, parent: string): string[];
  /** Returns the command that adds a logical port. */
  addPort(name: string): string;
}

/** A row of ACL, whatever columns the release's schema has besides these. */
export type AclRow = NbRow<'ACL'> & { readonly external_ids?: ReadonlyMap<string, string> };

export interface ExplainContext {
  readonly nb: Northbound;
  readonly sb: Southbound;
  readonly ovs: Database<typeof OPEN_VSWITCH>;
  readonly switch: Switch;
  readonly provenance: Provenance;
  /** Returns what an ACL comes from; `undefined` if it was made by hand. */
  readonly aclOrigin: (acl: AclRow) => AclOrigin | undefined;
  readonly dialect: Dialect;
  readonly wording: Wording;
}

/** The context of explanations of packets. */
export interface PacketContext extends ExplainContext {
  readonly datapath: DataPlane;
  readonly hosts: Hosts;
}
