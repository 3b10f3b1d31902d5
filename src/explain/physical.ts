/** The flows between physical and logical ports: tables 0, 32, 33, 34 and 64. */
import type { Layout } from '../action/layout.js';
import type { FlowOwner } from '../controller/flow.js';
import type { SbRow } from '../logical/databases.js';
import type { FieldName } from '../openflow/model/fields.js';
import type { FlowEntry } from '../openflow/model/flow-entry.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import type { ExplainContext } from './context.js';
import { capitalized, type Detail, type Explanation, listed } from './explanation.js';
import { NetworkNames } from './network-names.js';

/** Explains a flow that is for no logical flow. */
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
    return explained('this flow is for something that is gone', []);
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
        ? [`to ${here ? 'each of its ports that is here' : 'its patch ports'}: ${listed(ports)}`]
        : []),
      ...(tunnels.length > 0
        ? [`to other chassis that have ports of it, by ${listed(tunnels)}`]
        : []),
    ];
    return explained(
      `what is for multicast group ${row.name} of ${datapath} goes ${listed(copies)}`,
      [
        [
          'from',
          `multicast group ${row.name} of ${datapath}`,
          `${row.ports.length} ${row.ports.length === 1 ? 'port' : 'ports'} in all`,
        ],
      ],
    );
  }

  /** The ports to which a flow of a group sends copies. */
  #portsNamed({ datapath, tunnel_key }: SbRow<'Multicast_Group'>, flow: FlowEntry): string[] {
    const row = this.#names.network.datapath(datapath);
    return valuesSet(flow, this.#layout.fields.outport).flatMap((key) => {
      const port = row && key !== tunnel_key ? this.#names.network.port(row, key) : undefined;
      return port ? [this.#names.port(port)] : [];
    });
  }

  #tunnel(id: string, bridge: Bridge, flow: FlowEntry): Explanation {
    const row = this.#context.ovs.get('Port', id);
    const chassis = row?.external_ids.get('ovn-chassis-id') ?? 'that is gone';
    return explained(
      `what comes in by ${portText(bridge, inPortOf(flow))} is from chassis ${chassis}, and the tunnel's metadata say which logical ports it is from and for`,
      [['from', `tunnel port ${row?.name ?? ''}`, `chassis ${chassis}`]],
    );
  }

  #network(network: string, bridge: Bridge, flow: FlowEntry): Explanation {
    const switches = valuesSet(flow, this.#layout.fields.datapath).flatMap((key) => {
      const row = this.#names.network.datapathByKey(key);
      return row ? [this.#names.datapath(row._uuid)] : [];
    });
    return explained(
      `what comes in by ${portText(bridge, inPortOf(flow))}${taggedText(flow)} is from physical network ${network}, and enters ${listed(switches)}`,
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
      const comesIn = `what comes in by ${portText(bridge, inPortOf(flow))}${taggedText(flow)}`;
      return flow.match.get('tun_id').mask === 0n
        ? `${comesIn} is from ${port}${zoneText(flow, fields)}`
        : `${comesIn} with the tunnel key of ${datapath} is from ${port}`;
    }
    case tables.remoteOutput:
      return `what is for ${port} goes to chassis ${chassis ?? 'that is gone'}, by ${portText(bridge, out)}`;
    case tables.localOutput:
      return `${port} is on this chassis, so what is for it goes through the egress pipeline here${zoneText(flow, fields)}`;
    case tables.dropLoopback:
      return `what came in from ${port} does not go out there again`;
    default: {
      const tag = row.tag === undefined ? '' : `, with VLAN tag ${row.tag}`;
      return `what is for ${port} leaves by ${portText(bridge, out)}${tag}`;
    }
  }
}

function base({ table }: FlowEntry, { tables }: Layout): Explanation {
  return explained(
    table === tables.remoteOutput
      ? 'what is not for another chassis goes on to the ports that are here'
      : 'the registers of the ingress pipeline are cleared, and the egress pipeline begins',
    [['from', 'ovn-controller, which has this flow on every chassis']],
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

/** The values that a flow sets a field to, in order. */
const valuesSet = ({ actions }: FlowEntry, field: FieldName): number[] =>
  actions.flatMap((action) =>
    action.type === 'set_field' && action.field === field ? [Number(action.value)] : [],
  );

/** `OpenFlow port 1 (lport1)`. */
export function portText(bridge: Bridge, number: number | undefined): string {
  if (number === undefined) return 'a port that is gone';
  const name = bridge.ports.get(number)?.name;
  return `OpenFlow port ${number}${name === undefined ? '' : ` (${name})`}`;
}
