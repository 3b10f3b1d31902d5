/**
 * Sets fields of a frame, and keeps its checksums as right or wrong as they were: the counterpart
 * of the `packet_set_*` functions. Only a part of a field may be set.
 */

import type { OdpSetAttribute } from '../datapath/odp/odp-actions.js';
import type { Masked } from '../openflow/model/match.js';
import type { FlowMember } from '../openflow/model/members.js';
import { dissect } from './extract.js';
import { Flow } from './flow.js';
import { Editing } from './frame-editor.js';
import { ETH_TYPE, HEADER } from './protocol-numbers.js';
import { setIpv4, setIpv6 } from './set-ip.js';
import { setDiscovery, setSctp, setTcp, setUdp } from './set-transport.js';

/** A copy of `frame` with these fields of an attribute set; as it is, where it has them not. */
export function setFields(
  frame: Uint8Array,
  attribute: OdpSetAttribute,
  fields: ReadonlyMap<FlowMember, Masked>,
): Uint8Array {
  if (attribute === 'skb_priority' || attribute === 'skb_mark') return frame;
  const copy = Uint8Array.from(frame);
  const { flow, layers } = dissect(copy, new Flow());
  SETTERS[attribute](new Editing(copy, fields, flow, layers));
  return copy;
}

const SETTERS: Readonly<
  Record<Exclude<OdpSetAttribute, 'skb_priority' | 'skb_mark'>, (editing: Editing) => void>
> = {
  eth: setEthernet,
  mpls: setLabel,
  ipv4: setIpv4,
  ipv6: setIpv6,
  arp: setArp,
  nd: setDiscovery,
  tcp: setTcp,
  udp: setUdp,
  sctp: setSctp,
};

function setEthernet(editing: Editing): void {
  if (editing.frame.length < HEADER.ETH) return;
  editing.set('dl_dst', 0, 6);
  editing.set('dl_src', 6, 6);
}

function setLabel(editing: Editing): void {
  const { mpls } = editing.layers;
  if (mpls === undefined || editing.frame.length < mpls + HEADER.MPLS) return;
  editing.set('mpls_lse', mpls, 4);
}

function setArp(editing: Editing): void {
  const { flow, layers } = editing;
  const { network: arp } = layers;
  const type = Number(flow.get('dl_type'));
  if (type !== ETH_TYPE.ARP && type !== ETH_TYPE.RARP) return;
  if (arp === undefined || editing.frame.length < arp + HEADER.ARP) return;
  editing.set('nw_proto', arp + 6, 2);
  editing.set('arp_sha', arp + 8, 6);
  editing.set('nw_src', arp + 14, 4);
  editing.set('arp_tha', arp + 18, 6);
  editing.set('nw_dst', arp + 24, 4);
}
