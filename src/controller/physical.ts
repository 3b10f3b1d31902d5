/** Between ports and logical ports: tables 0, 32, 33, 34 and 64. */
import type { OfAction } from '../openflow/actions.js';
import { Match } from '../openflow/match.js';
import type { OVN_SOUTHBOUND } from '../ovsdb/schemas/ovn-southbound.js';
import type { Row } from '../ovsdb/types.js';
import { load, output, resubmit } from './actions.js';
import type { Flow } from './flow-installer.js';
import { LOGICAL, LOGICAL_REGISTERS, TABLE } from './tables.js';

export type PortBinding = Row<typeof OVN_SOUTHBOUND, 'Port_Binding'>;

/** Where a logical port is, seen from this chassis. */
export interface PortLocation {
  readonly binding: PortBinding;
  /** The tunnel key of its datapath. */
  readonly datapathKey: number;
  /** The OpenFlow port behind which it is. */
  readonly port: number;
  /** The VLAN that tells it from others behind that port. */
  readonly tag?: number | undefined;
  readonly zone?: number | undefined;
}

const logicalMatch = (
  datapathKey: number,
  fields: { inport?: number; outport?: number },
): Match => {
  let match = Match.ANY.with(LOGICAL.datapath, BigInt(datapathKey));
  if (fields.inport !== undefined) match = match.with(LOGICAL.inport, BigInt(fields.inport));
  if (fields.outport !== undefined) match = match.with(LOGICAL.outport, BigInt(fields.outport));
  return match;
};

const loadZone = (zone: number | undefined): OfAction[] =>
  zone === undefined ? [] : [load(LOGICAL.ctZone, zone)];

/** Packets from a local port get their datapath, input port and zone, and enter the pipeline. */
function fromPort({ binding, datapathKey, port, tag, zone }: PortLocation): Flow {
  const untagged = Match.ANY.with('in_port', BigInt(port));
  return {
    table: TABLE.PHY_TO_LOG,
    priority: tag === undefined ? 100 : 150,
    match: tag === undefined ? untagged : untagged.with('dl_vlan', BigInt(tag)),
    actions: [
      ...loadZone(zone),
      load(LOGICAL.datapath, datapathKey),
      load(LOGICAL.inport, binding.tunnel_key),
      ...(tag === undefined ? [] : [{ type: 'strip_vlan' as const }]),
      resubmit(TABLE.INGRESS),
    ],
  };
}

const IN_PORT = { field: 'in_port', offset: 0, width: 16 } as const;

/**
 * Packets to a container leave with its tag, which others in the same multicast
 * group must not see. They may leave where they came in, to another logical port.
 */
const tagged = (tag: number, port: number): OfAction[] => [
  { type: 'set_vlan_vid', vid: tag, pushIfNeeded: true },
  { type: 'push', subfield: IN_PORT },
  load('in_port', 0),
  output(port),
  { type: 'strip_vlan' },
  { type: 'pop', subfield: IN_PORT },
];

/** The flows of a logical port on this chassis. */
export function localPortFlows(location: PortLocation): Flow[] {
  const { binding, datapathKey, port, tag, zone } = location;
  const outport = binding.tunnel_key;
  return [
    fromPort(location),
    {
      table: TABLE.LOCAL_OUTPUT,
      priority: 100,
      match: logicalMatch(datapathKey, { outport }),
      actions: [...loadZone(zone), resubmit(TABLE.DROP_LOOPBACK)],
    },
    {
      table: TABLE.DROP_LOOPBACK,
      priority: 100,
      match: logicalMatch(datapathKey, { inport: outport, outport }),
      actions: [],
    },
    {
      table: TABLE.LOG_TO_PHY,
      priority: 100,
      match: logicalMatch(datapathKey, { outport }),
      actions: tag === undefined ? [output(port)] : tagged(tag, port),
    },
  ];
}

/** A member of a multicast group, as far as its delivery depends on it. */
export interface GroupMember {
  readonly tunnelKey: number;
  readonly zone?: number | undefined;
  /** Whether it is behind a port of this chassis. */
  readonly local: boolean;
}

/** The flow that delivers to the members of a multicast group that are here, if any. */
export function localGroupFlows(
  datapathKey: number,
  groupKey: number,
  members: readonly GroupMember[],
): Flow[] {
  const actions = members.flatMap(({ tunnelKey, zone, local }) => [
    ...loadZone(zone),
    ...(local ? [load(LOGICAL.outport, tunnelKey), resubmit(TABLE.DROP_LOOPBACK)] : []),
  ]);
  if (actions.length === 0) return [];
  return [
    {
      table: TABLE.LOCAL_OUTPUT,
      priority: 100,
      match: logicalMatch(datapathKey, { outport: groupKey }),
      actions: [...actions, load(LOGICAL.outport, groupKey)],
    },
  ];
}

/** The flows that are there whatever the ports are. */
export const STATIC_FLOWS: readonly Flow[] = [
  {
    table: TABLE.REMOTE_OUTPUT,
    priority: 0,
    match: Match.ANY,
    actions: [resubmit(TABLE.LOCAL_OUTPUT)],
  },
  {
    table: TABLE.DROP_LOOPBACK,
    priority: 0,
    match: Match.ANY,
    actions: [...LOGICAL_REGISTERS.map((register) => load(register, 0)), resubmit(TABLE.EGRESS)],
  },
];
