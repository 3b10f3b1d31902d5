/** Executes datapath actions on packets (`odp_execute_actions`, `dp_execute_cb`). */
import { Flow } from '../../packet/flow.js';
import { popMplsLabel, popVlan, pushMplsLabel, pushVlan } from '../../packet/push-pop.js';
import { setFields } from '../../packet/set-fields.js';
import type { CtMetadata } from '../conntrack/connection-tracker.js';
import type { OdpAction, UserspaceCookie } from '../odp/odp-actions.js';
import type { PacketState } from './datapath-packet.js';

/** Executes the datapath actions that affect more than the packet itself. */
export interface ActionSink<P extends PacketState> {
  output(packet: P, port: number): void;
  recirculate(packet: P, id: number): void;
  userspace(packet: P, cookie: UserspaceCookie | undefined): void;
  /** Returns the packet's state after connection tracking. */
  track(packet: P, action: Extract<OdpAction, { readonly type: 'ct' }>): CtMetadata;
}

/** Executes actions on a packet, in order. */
export function executeActions<P extends PacketState>(
  packet: P,
  actions: readonly OdpAction[],
  sink: ActionSink<P>,
): void {
  let current = packet;
  for (const action of actions) current = execute(current, action, sink);
}

/** Returns the packet after an action. */
function execute<P extends PacketState>(packet: P, action: OdpAction, sink: ActionSink<P>): P {
  switch (action.type) {
    case 'output':
      sink.output(packet, action.port);
      return packet;
    case 'recirc':
      sink.recirculate(packet, action.id);
      return packet;
    case 'userspace':
      sink.userspace(packet, action.cookie);
      return packet;
    case 'ct':
      return withConnection(packet, sink.track(packet, action));
    case 'set':
      if (action.attribute === 'skb_priority' || action.attribute === 'skb_mark') {
        return withMetadata(packet, action.fields);
      }
      return { ...packet, frame: editFrame(packet.frame, action) };
    case 'push_vlan':
    case 'pop_vlan':
    case 'push_mpls':
    case 'pop_mpls':
      return { ...packet, frame: editFrame(packet.frame, action) };
    case 'set_tunnel':
      // No port of this datapath is a tunnel.
      return packet;
    case 'sample':
      // There are no collectors for samples.
      return packet;
    case 'hash':
      // Hashes matter only to bonds that have negotiated LACP.
      return packet;
  }
}

/** The actions that change the bytes of a frame. */
export type FrameAction = Extract<
  OdpAction,
  { readonly type: 'set' | 'push_vlan' | 'pop_vlan' | 'push_mpls' | 'pop_mpls' }
>;

/**
 * Returns the frame after an action, with updated checksums. An action on a header that the frame
 * lacks has no effect on it, nor has an action on marks or priorities.
 */
export function editFrame(frame: Uint8Array, action: FrameAction): Uint8Array {
  switch (action.type) {
    case 'set': {
      const { attribute, fields } = action;
      if (attribute === 'skb_priority' || attribute === 'skb_mark') return frame;
      return setFields(frame, attribute, fields);
    }
    case 'push_vlan':
      return pushVlan(frame, action.tpid, action.tci);
    case 'pop_vlan':
      return popVlan(frame);
    case 'push_mpls':
      return pushMplsLabel(frame, action.lse, action.etherType);
    case 'pop_mpls':
      return popMplsLabel(frame, action.etherType);
  }
}

type SetFields = Extract<OdpAction, { readonly type: 'set' }>['fields'];

function withMetadata<P extends PacketState>(packet: P, fields: SetFields): P {
  const metadata = new Flow(packet.metadata);
  for (const [member, { value, mask }] of fields) {
    metadata.set(member, (metadata.get(member) & ~mask) | (value & mask));
  }
  return { ...packet, metadata };
}

function withConnection<P extends PacketState>(packet: P, ct: CtMetadata): P {
  const metadata = new Flow(packet.metadata);
  metadata.set('ct_state', BigInt(ct.state));
  metadata.set('ct_zone', BigInt(ct.zone));
  metadata.set('ct_mark', ct.mark);
  metadata.set('ct_label', ct.label);
  return { ...packet, metadata, ct };
}
