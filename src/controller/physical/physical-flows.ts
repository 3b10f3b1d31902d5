/**
 * The flows between physical and logical ports, as functions of what they depend
 * on: tables 0, 32, 33, 34 and 64. Nothing here knows a database.
 */
import type { OfAction } from '../../openflow/model/actions.js';
import { Match } from '../../openflow/model/match.js';
import { FIELD, LOGICAL_REGISTERS, TABLE } from '../../releases/2015/layout.js';
import type { Tunnel } from '../chassis/tunnel.js';
import type { Flow } from '../flow.js';
import { HIDE_IN_PORT, load, move, output, POP_IN_PORT, resubmit } from './physical-actions.js';

/** The keys by which packets name a logical port. */
export interface PortKeys {
  readonly datapath: number;
  readonly port: number;
}

/** Where a logical port that is here has its OpenFlow port. */
export interface LocalPlace {
  readonly ofport: number;
  /** The VLAN that tells it from others behind the same OpenFlow port. */
  readonly tag: number | undefined;
}

const TAGGED = 150;
const ORDINARY = 100;

const to = ({ datapath, port }: PortKeys): Match =>
  Match.ANY.with(FIELD.DATAPATH, BigInt(datapath)).with(FIELD.OUTPORT, BigInt(port));

const inPort = (ofport: number): Match => Match.ANY.with('in_port', BigInt(ofport));

const fromPlace = ({ ofport, tag }: LocalPlace): Match =>
  tag === undefined ? inPort(ofport) : inPort(ofport).with('dl_vlan', BigInt(tag));

const priorityOf = ({ tag }: LocalPlace): number => (tag === undefined ? ORDINARY : TAGGED);

const stripTag = ({ tag }: LocalPlace): readonly OfAction[] =>
  tag === undefined ? [] : [{ type: 'strip_vlan' }];

const setZone = (zone: number | undefined): readonly OfAction[] =>
  zone === undefined ? [] : [load(FIELD.CT_ZONE, zone)];

const enterPipeline = ({ datapath, port }: PortKeys): readonly OfAction[] => [
  load(FIELD.DATAPATH, datapath),
  load(FIELD.INPORT, port),
];

/** Packets that come from a logical port which is here. */
export function inputFlow(keys: PortKeys, place: LocalPlace, zone: number | undefined): Flow {
  return {
    table: TABLE.PHYSICAL_TO_LOGICAL,
    priority: priorityOf(place),
    match: fromPlace(place),
    actions: [
      ...setZone(zone),
      ...enterPipeline(keys),
      ...stripTag(place),
      resubmit(TABLE.INGRESS),
    ],
  };
}

/**
 * Packets that come from a physical network: they enter every logical network
 * that is attached to it in the same way.
 */
export function networkInputFlow(place: LocalPlace, ports: readonly PortKeys[]): Flow {
  return {
    table: TABLE.PHYSICAL_TO_LOGICAL,
    priority: priorityOf(place),
    match: fromPlace(place),
    actions: [
      ...stripTag(place),
      ...ports.flatMap((keys) => [...enterPipeline(keys), resubmit(TABLE.INGRESS)]),
    ],
  };
}

/** Packets for a logical port which is here. */
export function localOutputFlows(
  keys: PortKeys,
  place: LocalPlace,
  zone: number | undefined,
): readonly Flow[] {
  return [
    {
      table: TABLE.LOCAL_OUTPUT,
      priority: ORDINARY,
      match: to(keys),
      actions: [...setZone(zone), resubmit(TABLE.DROP_LOOPBACK)],
    },
    {
      table: TABLE.LOGICAL_TO_PHYSICAL,
      priority: ORDINARY,
      match: to(keys),
      actions: deliver(place),
    },
    dropLoopback(keys),
  ];
}

/**
 * A tagged packet may have to leave where it came in, and the packet goes on, after
 * it was delivered, as if nothing had happened to it.
 */
function deliver({ ofport, tag }: LocalPlace): readonly OfAction[] {
  if (tag === undefined) return [output(ofport)];
  return [
    { type: 'set_vlan_vid', vid: tag, pushIfNeeded: true },
    ...HIDE_IN_PORT,
    output(ofport),
    { type: 'strip_vlan' },
    POP_IN_PORT,
  ];
}

/** Packets for a logical port on another chassis. */
export function remoteOutputFlows(keys: PortKeys, tunnel: Tunnel): readonly Flow[] {
  return [
    {
      table: TABLE.REMOTE_OUTPUT,
      priority: ORDINARY,
      match: to(keys),
      actions: [...encapsulate(keys, tunnel), output(tunnel.ofport)],
    },
    dropLoopback(keys),
  ];
}

function dropLoopback(keys: PortKeys): Flow {
  const match = to(keys).with(FIELD.INPORT, BigInt(keys.port));
  return { table: TABLE.DROP_LOOPBACK, priority: ORDINARY, match, actions: [] };
}

/** Says in the tunnel's metadata where a packet comes from and goes to. */
function encapsulate({ datapath, port }: PortKeys, { type }: Tunnel): readonly OfAction[] {
  switch (type) {
    case 'geneve':
      return [
        load('tun_id', datapath, 24),
        load(FIELD.GENEVE, port, 32),
        move([FIELD.INPORT, 0], [FIELD.GENEVE, 16], 15),
      ];
    case 'stt': {
      // A key with its highest bit set makes the upper half of the tunnel key all ones.
      const key = BigInt.asUintN(64, BigInt(datapath) | BigInt(port << 24));
      return [load('tun_id', key), move([FIELD.INPORT, 0], ['tun_id', 40], 15)];
    }
    case 'vxlan':
      return [load('tun_id', datapath, 24)];
  }
}

/** Packets that come through a tunnel, unless its metadata have no room for ports. */
export function tunnelInputFlows({ ofport, type }: Tunnel): readonly Flow[] {
  const moves = decapsulate(type);
  if (moves === undefined) return [];
  return [
    {
      table: TABLE.PHYSICAL_TO_LOGICAL,
      priority: ORDINARY,
      match: inPort(ofport),
      actions: [...moves, resubmit(TABLE.LOCAL_OUTPUT)],
    },
  ];
}

function decapsulate(type: Tunnel['type']): readonly OfAction[] | undefined {
  switch (type) {
    case 'geneve':
      return [
        move(['tun_id', 0], [FIELD.DATAPATH, 0], 24),
        move([FIELD.GENEVE, 16], [FIELD.INPORT, 0], 15),
        move([FIELD.GENEVE, 0], [FIELD.OUTPORT, 0], 16),
      ];
    case 'stt':
      return [
        move(['tun_id', 40], [FIELD.INPORT, 0], 15),
        move(['tun_id', 24], [FIELD.OUTPORT, 0], 16),
        move(['tun_id', 0], [FIELD.DATAPATH, 0], 24),
      ];
    case 'vxlan':
      return undefined;
  }
}

/** Packets that come through a VXLAN tunnel, from the only port that there can be behind it. */
export function vxlanInputFlow(keys: PortKeys, { ofport }: Tunnel): Flow {
  return {
    table: TABLE.PHYSICAL_TO_LOGICAL,
    priority: ORDINARY,
    match: inPort(ofport).with('tun_id', BigInt(keys.datapath)),
    actions: [
      move(['tun_id', 0], [FIELD.DATAPATH, 0], 24),
      load(FIELD.INPORT, keys.port, 15),
      resubmit(TABLE.INGRESS),
    ],
  };
}

/** What a multicast group does for one of its ports. */
export interface GroupMember {
  /** Before the packet goes to local ports. */
  readonly local: readonly OfAction[];
  /** Before the packet goes to remote chassis: for ports that would otherwise get it once a chassis. */
  readonly remote: readonly OfAction[];
  /** The chassis that the port is on, where it is not here. */
  readonly chassis: string | undefined;
}

const deliverTo = (port: number): readonly OfAction[] => [
  load(FIELD.OUTPORT, port),
  resubmit(TABLE.DROP_LOOPBACK),
];

/** What a group does for a port which is here, elsewhere, or nowhere. */
export function groupMember(
  port: number,
  zone: number | undefined,
  place: 'local' | 'patch' | { readonly chassis: string } | undefined,
): GroupMember {
  const local = [...setZone(zone), ...(place === 'local' ? deliverTo(port) : [])];
  const remote = place === 'patch' ? deliverTo(port) : [];
  return { local, remote, chassis: typeof place === 'object' ? place.chassis : undefined };
}

/**
 * Packets for a multicast group.
 *
 * @param tunnels to the chassis that have ports of the group, those of a type together.
 */
export function groupFlows(
  group: PortKeys,
  members: readonly GroupMember[],
  tunnels: readonly Tunnel[],
): readonly Flow[] {
  const match = to(group);
  // A group may have thousands of members and is looked at whenever one of them changes.
  const local: OfAction[] = [];
  const remote: OfAction[] = [];
  for (const member of members) {
    local.push(...member.local);
    remote.push(...member.remote);
  }
  if (remote.length > 0) remote.push(load(FIELD.OUTPORT, group.port));
  for (const [i, tunnel] of tunnels.entries()) {
    if (tunnel.type !== tunnels[i - 1]?.type) remote.push(...encapsulate(group, tunnel));
    remote.push(output(tunnel.ofport));
  }
  const flows: Flow[] = [];
  if (local.length > 0) {
    local.push(load(FIELD.OUTPORT, group.port));
    flows.push({ table: TABLE.LOCAL_OUTPUT, priority: ORDINARY, match, actions: local });
  }
  if (remote.length > 0) {
    if (local.length > 0) remote.push(resubmit(TABLE.LOCAL_OUTPUT));
    flows.push({ table: TABLE.REMOTE_OUTPUT, priority: ORDINARY, match, actions: remote });
  }
  return flows;
}

/** Packets for whatever is not elsewhere; and the way into the egress pipeline. */
export const BASE_FLOWS: readonly Flow[] = [
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
