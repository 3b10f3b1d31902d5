/**
 * Derives the southbound database of this release. Every southbound row belongs to a northbound row
 * and is derived again if that row changes. Some changes affect the flows of other rows:
 *
 * - the first and the last `allow-related` ACL of a switch change the switch's own flows and its
 * `allow` ACLs;
 * - the first and the last port with unknown addresses change the switch's own flows;
 * - a router port, or a link to one, changes the flows by which routers resolve the addresses of
 * the connected switches' ports.
 */
import type { Uuid } from '../../../lib/uuid.js';
import type { Southbound } from '../../../logical/databases.js';
import { DatapathBindings } from '../../../northd/datapath-bindings.js';
import type { DirtyRows } from '../../../northd/dirty-rows.js';
import { inDatapath, type LogicalFlowOrigin } from '../../../northd/logical-flow.js';
import { LogicalFlowTable } from '../../../northd/logical-flow-table.js';
import { MulticastGroups } from '../../../northd/multicast.js';
import type { Derivation, DerivationInput } from '../../../northd/northd.js';
import { info, type Notices, warning } from '../../../northd/notices.js';
import { Datapaths, type RouterState, type SwitchState } from './datapaths.js';
import { routerFlows, routerPortFlows, switchFlows, switchPortFlows } from './generators.js';
import { invalidAddresses, takesUnknown } from './l2-lookup.js';
import { isEnabled, type Northbound, type NorthboundTable } from './northbound.js';
import { PortBindings } from './port-binding-rows.js';
import { type Port, Ports, type RouterPort, type SwitchPort } from './ports.js';
import { portResolution } from './router-arp.js';
import { parseGateway } from './router-routing.js';
import { STAGES } from './stages.js';

/** The databases have this release's schemas. */
export interface Input extends DerivationInput {
  readonly nb: Northbound;
}

export class Derivation2015 implements Derivation {
  readonly #nb: Northbound;
  readonly #sb: Southbound;
  readonly #notices: Notices;
  readonly #flows: LogicalFlowTable;
  readonly #groups: MulticastGroups;
  readonly #datapathBindings: DatapathBindings;
  readonly #datapaths: Datapaths;
  readonly #ports: Ports;
  readonly #portBindings: PortBindings;

  /**
   * Adopts the rows of the southbound database. The first {@link update} must include all
   * northbound rows, which tells which of them are still needed.
   */
  constructor({ nb, sb, notices, state }: Input) {
    this.#nb = nb;
    this.#sb = sb;
    this.#notices = notices;
    this.#flows = new LogicalFlowTable(sb, STAGES);
    this.#groups = new MulticastGroups(sb);
    this.#datapathBindings = new DatapathBindings(sb, state, notices, (uuid) =>
      Boolean(nb.get('Logical_Switch', uuid) ?? nb.get('Logical_Router', uuid)),
    );
    this.#datapaths = new Datapaths(nb, this.#datapathBindings, this.#flows);
    this.#ports = new Ports(nb, this.#datapaths, notices);
    this.#portBindings = new PortBindings(sb, this.#ports, notices);
  }

  /** Brings the southbound database up to date with the rows that changed, in one transaction. */
  update(dirty: DirtyRows<NorthboundTable>): void {
    const transaction = this.#sb.begin();
    transaction.setComment('ovn-northd: northbound db changed');
    const { switches, routers } = this.#datapaths.update(dirty, transaction);
    const { released, changed, names, rewired } = this.#ports.update(dirty);
    this.#portBindings.update(names, transaction);
    for (const port of released) {
      this.#release(port);
      if (port.kind === 'switch') switches.add(port.datapath);
    }
    for (const port of changed) {
      if (port.kind === 'router') {
        this.#deriveRouterPort(port);
      } else {
        this.#deriveSwitchPort(port);
        switches.add(port.datapath);
        if (!rewired.has(port.datapath)) this.#resolve(port, this.#ports.routersOf(port.datapath));
      }
    }
    for (const datapath of rewired) {
      const routers = this.#ports.routersOf(datapath);
      for (const port of datapath.ports) this.#resolve(port, routers);
    }
    for (const datapath of switches) this.#deriveSwitch(datapath);
    for (const router of routers) this.#deriveRouter(router);
    for (const uuid of dirty.of('ACL')) {
      const rejects = this.#nb.get('ACL', uuid)?.action === 'reject';
      this.#notices.about(uuid, rejects ? [info('reject is not a supported action')] : []);
    }
    this.#flows.flush(transaction);
    this.#groups.flush(transaction);
    this.#datapathBindings.flush(transaction);
    transaction.commit();
  }

  /** Returns the origin of a row of Logical_Flow, or `undefined` if northd did not create it. */
  originOf(logicalFlow: Uuid): LogicalFlowOrigin | undefined {
    return this.#flows.originOf(logicalFlow);
  }

  #deriveSwitch(datapath: SwitchState): void {
    // A deleted switch has already withdrawn its flows.
    if (this.#datapaths.switch(datapath.row._uuid) !== datapath) return;
    datapath.acls.flush();
    const { flowTraits: old } = datapath;
    const traits = { stateful: datapath.acls.stateful, hasUnknown: !datapath.unknown.isEmpty };
    if (traits.stateful === old?.stateful && traits.hasUnknown === old.hasUnknown) return;
    datapath.flowTraits = traits;
    this.#flows.set(datapath.flows, inDatapath(datapath.binding, switchFlows(traits)));
  }

  #deriveRouter({ row, flows, binding }: RouterState): void {
    const { gateway, problem } = parseGateway(row.default_gw);
    this.#notices.about(row._uuid, problem === undefined ? [] : [warning(problem)]);
    this.#flows.set(flows, inDatapath(binding, routerFlows(gateway)));
  }

  #deriveSwitchPort(port: SwitchPort): void {
    const { row, datapath, binding } = port;
    this.#flows.set(port.flows, inDatapath(datapath.binding, switchPortFlows(row)));
    if (binding !== undefined) {
      this.#groups.put(datapath.flood, binding, isEnabled(row));
      this.#groups.put(datapath.unknown, binding, takesUnknown(row));
    }
    this.#notices.about(row._uuid, [
      ...(this.#datapaths.homesOfPort(row._uuid).length > 1
        ? [warning(`duplicate logical port ${row.name}`)]
        : []),
      ...invalidAddresses(row).map((address) =>
        info(`${row.name}: invalid syntax '${address}' in addresses column`),
      ),
    ]);
  }

  #deriveRouterPort({ flows, datapath, digest }: RouterPort): void {
    this.#flows.set(flows, inDatapath(datapath.binding, routerPortFlows(digest)));
  }

  /** Sets the flows by which the routers of a switch resolve the addresses of one of its ports. */
  #resolve({ row, resolutions }: SwitchPort, routers: readonly RouterPort[]): void {
    this.#flows.set(
      resolutions,
      portResolution(row, routers).map(({ link, flow }) => ({
        flow,
        datapath: link.datapath.binding,
      })),
    );
  }

  #release(port: Port): void {
    this.#flows.set(port.flows, []);
    if (port.kind === 'router') return;
    this.#flows.set(port.resolutions, []);
    if (port.binding === undefined) return;
    this.#groups.put(port.datapath.flood, port.binding, false);
    this.#groups.put(port.datapath.unknown, port.binding, false);
  }
}
