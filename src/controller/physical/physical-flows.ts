/**
 * Builds the flows between physical and logical ports as functions of their inputs: tables 0, 32,
 * 33, 34 and 64. Mirrors `physical_run()`.
 */
import type { Layout } from '../../action/layout.js';
import type { OfAction } from '../../openflow/model/actions.js';
import { Match } from '../../openflow/model/match.js';
import type { Tunnel } from '../chassis/tunnel.js';
import type { Flow } from '../desired-flow.js';
import { HIDE_IN_PORT, load, move, output, POP_IN_PORT, resubmit } from './physical-actions.js';

/** The numbers that identify a logical port in packets. */
export interface PortKeys {
  readonly datapath: number;
  readonly port: number;
}

/** The OpenFlow port of a logical port on this chassis. */
export interface LocalPlace {
  readonly ofport: number;
  /** The VLAN of the logical port, if it shares the OpenFlow port with others. */
  readonly tag: number | undefined;
}

const TAGGED = 150;
const ORDINARY = 100;

const to = (layout: Layout, { datapath, port }: PortKeys): Match =>
  Match.ANY.with(layout.fields.datapath, BigInt(datapath)).with(
    layout.fields.outport,
    BigInt(port),
  );

const inPort = (ofport: number): Match => Match.ANY.with('in_port', BigInt(ofport));

const fromPlace = ({ ofport, tag }: LocalPlace): Match =>
  tag === undefined ? inPort(ofport) : inPort(ofport).with('dl_vlan', BigInt(tag));

const priorityOf = ({ tag }: LocalPlace): number => (tag === undefined ? ORDINARY : TAGGED);

const stripTag = ({ tag }: LocalPlace): readonly OfAction[] =>
  tag === undefined ? [] : [{ type: 'strip_vlan' }];

const setZone = (layout: Layout, zone: number | undefined): readonly OfAction[] =>
  zone === undefined ? [] : [load(layout.fields.ctZone, zone)];

const enterPipeline = (layout: Layout, { datapath, port }: PortKeys): readonly OfAction[] => [
  load(layout.fields.datapath, datapath),
  load(layout.fields.inport, port),
];

/** Returns the flow for packets from a logical port on this chassis. */
export function inputFlow(
  layout: Layout,
  keys: PortKeys,
  place: LocalPlace,
  zone: number | undefined,
): Flow {
  return {
    table: layout.tables.physicalToLogical,
    priority: priorityOf(place),
    match: fromPlace(place),
    actions: [
      ...setZone(layout, zone),
      ...enterPipeline(layout, keys),
      ...stripTag(place),
      resubmit(layout.tables.ingress),
    ],
  };
}

/**
 * Returns the flow for packets from a physical network, which enter all attached logical networks
 * in the same way.
 */
export function networkInputFlow(
  layout: Layout,
  place: LocalPlace,
  ports: readonly PortKeys[],
): Flow {
  return {
    table: layout.tables.physicalToLogical,
    priority: priorityOf(place),
    match: fromPlace(place),
    actions: [
      ...stripTag(place),
      ...ports.flatMap((keys) => [...enterPipeline(layout, keys), resubmit(layout.tables.ingress)]),
    ],
  };
}

/** Returns the flows for packets to a logical port on this chassis. */
export function localOutputFlows(
  layout: Layout,
  keys: PortKeys,
  place: LocalPlace,
  zone: number | undefined,
): readonly Flow[] {
  return [
    {
      table: layout.tables.localOutput,
      priority: ORDINARY,
      match: to(layout, keys),
      actions: [...setZone(layout, zone), resubmit(layout.tables.dropLoopback)],
    },
    {
      table: layout.tables.logicalToPhysical,
      priority: ORDINARY,
      match: to(layout, keys),
      actions: deliver(place),
    },
    dropLoopback(layout, keys),
  ];
}

/**
 * Returns the actions that output a packet. A tagged packet may have to leave through its ingress
 * port, and must then be restored.
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

/** Returns the flows for packets to a logical port on another chassis. */
export function remoteOutputFlows(layout: Layout, keys: PortKeys, tunnel: Tunnel): readonly Flow[] {
  return [
    {
      table: layout.tables.remoteOutput,
      priority: ORDINARY,
      match: to(layout, keys),
      actions: [...encapsulate(layout, keys, tunnel), output(tunnel.ofport)],
    },
    dropLoopback(layout, keys),
  ];
}

function dropLoopback(layout: Layout, keys: PortKeys): Flow {
  const match = to(layout, keys).with(layout.fields.inport, BigInt(keys.port));
  return { table: layout.tables.dropLoopback, priority: ORDINARY, match, actions: [] };
}

/**
 * Returns the actions that write the logical ports of a packet into the tunnel metadata. Mirrors
 * `put_encapsulation()`.
 */
function encapsulate(
  layout: Layout,
  { datapath, port }: PortKeys,
  { type }: Tunnel,
): readonly OfAction[] {
  switch (type) {
    case 'geneve':
      return [
        load('tun_id', datapath, 24),
        load(layout.fields.geneve, port, 32),
        move([layout.fields.inport, 0], [layout.fields.geneve, 16], 15),
      ];
    case 'stt': {
      // If the port number's highest bit is set, the upper half of the tunnel key becomes all ones.
      const key = BigInt.asUintN(64, BigInt(datapath) | BigInt(port << 24));
      return [load('tun_id', key), move([layout.fields.inport, 0], ['tun_id', 40], 15)];
    }
    case 'vxlan':
      return [load('tun_id', datapath, 24)];
  }
}

/** Returns the flows for packets from a tunnel whose metadata identifies the logical ports. */
export function tunnelInputFlows(layout: Layout, { ofport, type }: Tunnel): readonly Flow[] {
  const moves = decapsulate(layout, type);
  if (moves === undefined) return [];
  return [
    {
      table: layout.tables.physicalToLogical,
      priority: ORDINARY,
      match: inPort(ofport),
      actions: [...moves, resubmit(layout.tables.localOutput)],
    },
  ];
}

function decapsulate(layout: Layout, type: Tunnel['type']): readonly OfAction[] | undefined {
  switch (type) {
    case 'geneve':
      return [
        move(['tun_id', 0], [layout.fields.datapath, 0], 24),
        move([layout.fields.geneve, 16], [layout.fields.inport, 0], 15),
        move([layout.fields.geneve, 0], [layout.fields.outport, 0], 16),
      ];
    case 'stt':
      return [
        move(['tun_id', 40], [layout.fields.inport, 0], 15),
        move(['tun_id', 24], [layout.fields.outport, 0], 16),
        move(['tun_id', 0], [layout.fields.datapath, 0], 24),
      ];
    case 'vxlan':
      return undefined;
  }
}

/**
 * Returns the flow for packets from a VXLAN tunnel, which come from the only port on the other
 * chassis.
 */
export function vxlanInputFlow(layout: Layout, keys: PortKeys, { ofport }: Tunnel): Flow {
  return {
    table: layout.tables.physicalToLogical,
    priority: ORDINARY,
    match: inPort(ofport).with('tun_id', BigInt(keys.datapath)),
    actions: [
      move(['tun_id', 0], [layout.fields.datapath, 0], 24),
      load(layout.fields.inport, keys.port, 15),
      resubmit(layout.tables.ingress),
    ],
  };
}

/** The actions of a multicast group for one of its ports. */
export interface GroupMember {
  /** Actions before the packet goes to local ports. */
  readonly local: readonly OfAction[];
  /** Actions before the packet goes to remote chassis, for ports that must receive it only once. */
  readonly remote: readonly OfAction[];
  /** The chassis of the port, if it is a different one. */
  readonly chassis: string | undefined;
}

const deliverTo = (layout: Layout, port: number): readonly OfAction[] => [
  load(layout.fields.outport, port),
  resubmit(layout.tables.dropLoopback),
];

/** Returns the actions of a group for a port, which depend on the port's location. */
export function groupMember(
  layout: Layout,
  port: number,
  zone: number | undefined,
  place: 'local' | 'patch' | { readonly chassis: string } | undefined,
): GroupMember {
  const local = [...setZone(layout, zone), ...(place === 'local' ? deliverTo(layout, port) : [])];
  const remote = place === 'patch' ? deliverTo(layout, port) : [];
  return { local, remote, chassis: typeof place === 'object' ? place.chassis : undefined };
}

/**
 * Returns the flows for packets to a multicast group.
 *
 * @param tunnels the tunnels to the chassis with ports of the group, sorted by type.
 */
export function groupFlows(
  layout: Layout,
  group: PortKeys,
  members: readonly GroupMember[],
  tunnels: readonly Tunnel[],
): readonly Flow[] {
  const match = to(layout, group);
  // A group may have thousands of members, and this runs whenever one of them changes.
  const local: OfAction[] = [];
  const remote: OfAction[] = [];
  for (const member of members) {
    local.push(...member.local);
    remote.push(...member.remote);
  }
  if (remote.length > 0) remote.push(load(layout.fields.outport, group.port));
  for (const [i, tunnel] of tunnels.entries()) {
    if (tunnel.type !== tunnels[i - 1]?.type) remote.push(...encapsulate(layout, group, tunnel));
    remote.push(output(tunnel.ofport));
  }
  const flows: Flow[] = [];
  if (local.length > 0) {
    local.push(load(layout.fields.outport, group.port));
    flows.push({ table: layout.tables.localOutput, priority: ORDINARY, match, actions: local });
  }
  if (remote.length > 0) {
    if (local.length > 0) remote.push(resubmit(layout.tables.localOutput));
    flows.push({ table: layout.tables.remoteOutput, priority: ORDINARY, match, actions: remote });
  }
  return flows;
}

/** Returns the flows that pass packets on to local output and to the egress pipeline. */
export const baseFlows = (layout: Layout): readonly Flow[] => [
  {
    table: layout.tables.remoteOutput,
    priority: 0,
    match: Match.ANY,
    actions: [resubmit(layout.tables.localOutput)],
  },
  {
    table: layout.tables.dropLoopback,
    priority: 0,
    match: Match.ANY,
    actions: [
      ...layout.registers.map((register) => load(register, 0)),
      resubmit(layout.tables.egress),
    ],
  },
];
