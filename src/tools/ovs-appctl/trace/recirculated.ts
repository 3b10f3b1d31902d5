/** Finds the packets that return to the flow tables after a traced translation. */
import { type CtMetadata, UNTRACKED } from '../../../datapath/conntrack/connection-tracker.js';
import type { PacketState } from '../../../datapath/dpif/datapath-packet.js';
import { type ActionSink, executeActions } from '../../../datapath/dpif/execute-actions.js';
import type { OdpAction } from '../../../datapath/odp/odp-actions.js';
import { composeFrame } from '../../../packet/compose.js';
import { extractFlow } from '../../../packet/extract.js';
import { Flow } from '../../../packet/flow.js';

/** Runs datapath actions on an imaginary packet and collects the recirculated packets. */
class Rehearsal implements ActionSink<PacketState> {
  readonly flows: Flow[] = [];

  output(): void {}

  userspace(): void {}

  recirculate({ frame, metadata }: PacketState, id: number): void {
    const next = new Flow(metadata);
    next.set('recirc_id', BigInt(id));
    this.flows.push(extractFlow(frame, next));
  }

  /** Leaves the connection state undecided: the tracker is not consulted. */
  track(
    { metadata }: PacketState,
    { zone }: Extract<OdpAction, { readonly type: 'ct' }>,
  ): CtMetadata {
    const label = metadata.get('ct_label');
    return { state: 0, zone, mark: metadata.get('ct_mark'), label };
  }
}

/** Returns the packets that datapath actions recirculate, in order. */
export function packetsThatComeBack(flow: Flow, actions: readonly OdpAction[]): readonly Flow[] {
  const rehearsal = new Rehearsal();
  executeActions({ frame: composeFrame(flow), metadata: flow, ct: UNTRACKED }, actions, rehearsal);
  return rehearsal.flows;
}
