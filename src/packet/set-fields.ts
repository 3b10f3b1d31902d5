/** Sets fields of a frame and updates its checksums (`packet_set_*` in `lib/packets.c`). */

import { ETH_TYPE, HEADER } from '../lib/protocol-numbers.js';
import type { Masked } from '../openflow/model/match.js';
import type { FlowMember } from '../openflow/model/members.js';
import { dissect } from './extract.js';
import { Flow } from './flow.js';
import { FrameEditor } from './frame-editor.js';
import { setIpv4, setIpv6 } from './set-ip.js';
import { setDiscovery, setSctp, setTcp, setUdp } from './set-transport.js';

/** The header fields that one datapath action sets together. */
export type HeaderGroup = 'eth' | 'ipv4' | 'ipv6' | 'tcp' | 'udp' | 'sctp' | 'arp' | 'nd' | 'mpls';

/**
 * Returns a copy of `frame` with the fields of one group set. Fields that the frame lacks are
 * ignored.
 */
export function setFields(
  frame: Uint8Array,
  group: HeaderGroup,
  fields: ReadonlyMap<FlowMember, Masked>,
): Uint8Array {
  const copy = Uint8Array.from(frame);
  const { flow, layers } = dissect(copy, new Flow());
  SETTERS[group](new FrameEditor(copy, fields, flow, layers));
  return copy;
}

const SETTERS: Readonly<Record<HeaderGroup, (editor: FrameEditor) => void>> = {
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

function setEthernet(editor: FrameEditor): void {
  if (editor.frame.length < HEADER.ETH) return;
  editor.set('dl_dst', 0, 6);
  editor.set('dl_src', 6, 6);
}

function setLabel(editor: FrameEditor): void {
  const { mpls } = editor.layers;
  if (mpls === undefined || editor.frame.length < mpls + HEADER.MPLS) return;
  editor.set('mpls_lse', mpls, 4);
}

function setArp(editor: FrameEditor): void {
  const { flow, layers } = editor;
  const { network: arp } = layers;
  const type = Number(flow.get('dl_type'));
  if (type !== ETH_TYPE.ARP && type !== ETH_TYPE.RARP) return;
  if (arp === undefined || editor.frame.length < arp + HEADER.ARP) return;
  editor.set('nw_proto', arp + 6, 2);
  editor.set('arp_sha', arp + 8, 6);
  editor.set('nw_src', arp + 14, 4);
  editor.set('arp_tha', arp + 18, 6);
  editor.set('nw_dst', arp + 24, 4);
}
