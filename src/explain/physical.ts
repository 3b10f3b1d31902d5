/**
 * Explains the flows between physical and logical ports, which ovn-controller adds without any
 * logical flow.
 */
import type { Layout } from '../action/layout.js';
import type { FlowOwner } from '../controller/desired-flow.js';
import type { SbRow } from '../logical/databases.js';
import type { FieldName } from '../openflow/model/fields.js';
import type { FlowEntry } from '../openflow/model/flow-entry.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import type { ExplainContext } from './context.js';
import { capitalized, type Detail, type Explanation, listed } from './explanation.js';
import { NetworkNames } from './network-names.js';

/** Explains flows that do not come from a logical flow. */
export class PhysicalFlows {
  readonly #context: ExplainContext;
  readonly #names: NetworkNames;
  readonly #layout: Layout;

  constructor(context: ExplainContext) {
    this.#context = context;
    this.#names = new NetworkNames(context);
    this.#layout = context.dialect.layout;
  }

  explain({ kind, id }: FlowOwner, bridge: Bridge, flow: FlowEntry): Explanation {
    const { sb } = this.#context;
    switch (kind) {
      case 'binding': {
        const row = sb.get('Port_Binding', id);
        if (row) return this.#binding(row, bridge, flow);
        break;
      }
      case 'group': {
        const row = sb.get('Multicast_Group', id);
        if (row) return this.#group(row, bridge, flow);
        break;
      }
      case 'tunnel':
        return this.#tunnel(id, bridge, flow);
      case 'network':
        return this.#network(id, bridge, flow);
      case 'base':
        return base(flow, this.#layout);
      case 'logical-flow':
        break;
    }
    return explained('this flow belongs to something that no longer exists', []);
  }

  #binding(row: SbRow<'Port_Binding'>, bridge: Bridge, flow: FlowEntry): Explanation {
    const name = this.#names.port(row);
    const datapath = this.#names.datapath(row.datapath);
    const from: Detail = ['from', `port binding ${name} of ${datapath}`];
    const chassis = row.chassis && this.#context.sb.get('Chassis', row.chassis)?.name;
    const details: Detail[] = chassis === undefined ? [from] : [[...from, `chassis ${chassis}`]];
    return explained(
      bindingSentence(this.#layout, { row, name, datapath, chassis }, bridge, flow),
      details,
    );
  }

  #group(row: SbRow<'Multicast_Group'>, bridge: Bridge, flow: FlowEntry): Explanation {
    const datapath = this.#names.datapath(row.datapath);
    const here = flow.table === this.#layout.tables.localOutput;
    const ports = this.#portsNamed(row, flow);
    const tunnels = outputsOf(flow).map((port) => portText(bridge, port));
    const copies = [
      ...(ports.length > 0
        ? [`to ${here ? 'its ports on this chassis' : 'its patch ports'}: ${listed(ports)}`]
        : []),
      ...(tunnels.length > 0
        ? [`to the other chassis with ports of it, through ${listed(tunnels)}`]
        : []),
    ];
    return explained(
      `packets for multicast group ${row.name} of ${datapath} go ${listed(copies)}`,
      [
        [
          'from',
          `multicast group ${row.name} of ${datapath}`,
          `${row.ports.length} ${row.ports.length === 1 ? 'port' : 'ports'} in all`,
        ],
      ],
    );
  }

  /** Returns the ports to which a flow of a group sends copies. */
  #portsNamed({ datapath, tunnel_key }: SbRow<'Multicast_Group'>, flow: FlowEntry): string[] {
    const row = this.#names.network.datapath(datapath);
    return valuesSet(flow, this.#layout.fields.outport).flatMap((key) => {
      const port = row && key !== tunnel_key ? this.#names.network.port(row, key) : undefined;
      return port ? [this.#names.port(port)] : [];
    });
  }

  #tunnel(id: string, bridge: Bridge, flow: FlowEntry): Explanation {
    const row = this.#context.ovs.get('Port', id);
    const chassis = row?.external_ids.get('ovn-chassis-id') ?? 'that no longer exists';
    return explained(
      `packets from ${portText(bridge, inPortOf(flow))} come from chassis ${chassis}, and the tunnel metadata names their logical ports`,
      [['from', `tunnel port ${row?.name ?? ''}`, `chassis ${chassis}`]],
    );
  }

  #network(network: string, bridge: Bridge, flow: FlowEntry): Explanation {
    const switches = valuesSet(flow, this.#layout.fields.datapath).flatMap((key) => {
      const row = this.#names.network.datapathByKey(key);
      return row ? [this.#names.datapath(row._uuid)] : [];
    });
    return explained(
      `packets from ${portText(bridge, inPortOf(flow))}${taggedText(flow)} come from physical network ${network} and enter ${listed(switches)}`,
      [['from', `physical network ${network}`]],
    );
  }
}

interface Binding {
  readonly row: SbRow<'Port_Binding'>;
  readonly name: string;
  readonly datapath: string;
  readonly chassis: string | undefined;
}

function bindingSentence(
  { tables, fields }: Layout,
  binding: Binding,
  bridge: Bridge,
  flow: FlowEntry,
): string {
  const { row, name, datapath, chassis } = binding;
  const port = `logical port ${name} of ${datapath}`;
  const [out] = outputsOf(flow);
  switch (flow.table) {
    case tables.physicalToLogical: {
      const packets = `packets from ${portText(bridge, inPortOf(flow))}${taggedText(flow)}`;
      return flow.match.get('tun_id').mask === 0n
        ? `${packets} come from ${port}${zoneText(flow, fields)}`
        : `${packets} with the tunnel key of ${datapath} come from ${port}`;
    }
    case tables.remoteOutput:
      return `packets for ${port} go to chassis ${chassis ?? 'that no longer exists'} through ${portText(bridge, out)}`;
    case tables.localOutput:
      return `${port} is on this chassis, so packets for it go through the egress pipeline here${zoneText(flow, fields)}`;
    case tables.dropLoopback:
      return `packets from ${port} are not sent back to it`;
    default: {
      const tag = row.tag === undefined ? '' : `, with VLAN tag ${row.tag}`;
      return `packets for ${port} leave through ${portText(bridge, out)}${tag}`;
    }
  }
}

function base({ table }: FlowEntry, { tables }: Layout): Explanation {
  return explained(
    table === tables.remoteOutput
      ? 'packets that are not for another chassis continue to the ports on this chassis'
      : 'the registers of the ingress pipeline are cleared, and the egress pipeline starts',
    [['from', 'ovn-controller, which installs this flow on every chassis']],
  );
}

const explained = (sentence: string, details: readonly Detail[]): Explanation => ({
  sentence: `${capitalized(sentence)}.`,
  details,
});

const inPortOf = ({ match }: FlowEntry): number => Number(match.get('in_port').value);

const taggedText = ({ match }: FlowEntry): string => {
  const { value, mask } = match.get('dl_vlan');
  return mask === 0n ? '' : ` with VLAN tag ${value}`;
};

const zoneText = (flow: FlowEntry, { ctZone }: Layout['fields']): string => {
  const [zone] = valuesSet(flow, ctZone);
  return zone === undefined ? '' : `, in conntrack zone ${zone}`;
};

const outputsOf = ({ actions }: FlowEntry): number[] =>
  actions.flatMap((action) => (action.type === 'output' ? [action.port] : []));

/** Returns the values that a flow assigns to a field, in order. */
const valuesSet = ({ actions }: FlowEntry, field: FieldName): number[] =>
  actions.flatMap((action) =>
    action.type === 'set_field' && action.field === field ? [Number(action.value)] : [],
  );

/** Describes a port: `OpenFlow port 1 (lport1)`. */
export function portText(bridge: Bridge, number: number | undefined): string {
  if (number === undefined) return 'a port that no longer exists';
  const name = bridge.ports.get(number)?.name;
  return `OpenFlow port ${number}${name === undefined ? '' : ` (${name})`}`;
}
