/** Forwards one packet and its copies through a datapath. */
import { ETH_TYPE, HEADER } from '../../lib/protocol-numbers.js';
import type { OfAction } from '../../openflow/model/actions.js';
import { extractFlow } from '../../packet/extract.js';
import { Flow } from '../../packet/flow.js';
import { typeAt } from '../../packet/frame-reader.js';
import { TAG } from '../../packet/push-pop.js';
import type { DatapathPort } from '../bridge/datapath-bridge.js';
import { type CtMetadata, UNTRACKED } from '../conntrack/connection-tracker.js';
import type { OdpAction, UserspaceCookie } from '../odp/odp-actions.js';
import { applyEffects, type PacketStats } from './apply-effects.js';
import type { DatapathPacket } from './datapath-packet.js';
import type { Dpif } from './dpif.js';
import { type ActionSink, executeActions } from './execute-actions.js';
import type { DropReason, ForwardingResult, OutputFrame, Pass } from './forwarding-result.js';
import { verdictOf } from './megaflow.js';

/** The number of times that a packet may be recirculated. */
const MAX_DEPTH = 5;

/** The largest payload that a dummy device carries, in bytes. */
const MTU = 1500;

/** A pass that is still in progress. */
interface CurrentPass extends Pass {
  /** True if the packet left, or was recirculated. */
  arrived: boolean;
}

export class Forwarding implements ActionSink<DatapathPacket>, ForwardingResult {
  readonly outputs: OutputFrame[] = [];
  readonly passes: Pass[] = [];
  readonly #dpif: Dpif;
  #current: CurrentPass | undefined;

  constructor(dpif: Dpif) {
    this.#dpif = dpif;
  }

  /** Forwards a packet that arrived on a port. */
  receive(port: DatapathPort, frame: Uint8Array): void {
    const metadata = new Flow();
    metadata.set('in_port', BigInt(port.port.number));
    this.#input({ frame, port, metadata, ct: UNTRACKED, depth: 0 });
  }

  /**
   * Sends a packet with actions that a controller specifies. Mirrors
   * `ofproto_dpif_execute_actions()`.
   *
   * @param inPort the port on which the packet claims to have arrived, which need not exist.
   */
  send(port: DatapathPort, inPort: number, actions: readonly OfAction[], frame: Uint8Array): void {
    const { context } = this.#dpif;
    const metadata = new Flow();
    metadata.set('in_port', BigInt(inPort));
    const flow = extractFlow(frame, metadata);
    const packet: DatapathPacket = { frame, port, metadata, ct: UNTRACKED, depth: 0 };
    const result = this.#dpif.translate(port, flow, true, actions);
    context.references.take(result.recirculations);
    applyEffects(result.effects, this.#stats(packet, flow), context);
    const { actions: datapathActions, slow, effects } = result;
    this.#pass(packet, { flow, frame, cached: false, actions: datapathActions, slow, effects });
    context.references.release(result.recirculations);
  }

  /** Finds the cached flow of a packet and executes its actions. Mirrors `dp_netdev_input()`. */
  #input(packet: DatapathPacket): void {
    const { flows } = this.#dpif;
    const flow = extractFlow(packet.frame, packet.metadata);
    const megaflow = flows.find(packet.port, flow);
    if (megaflow === undefined) {
      this.#dpif.misses++;
      this.#miss(packet, flow);
      return;
    }
    this.#dpif.hits++;
    const stats = this.#stats(packet, flow);
    flows.count(megaflow, stats);
    const { actions, slow, effects } = megaflow.verdict;
    applyEffects(effects, stats, this.#dpif.context);
    this.#pass(packet, { flow, frame: packet.frame, cached: true, actions, slow, effects });
  }

  /** Translates a packet that no cached flow matches, and caches the result. */
  #miss(packet: DatapathPacket, flow: Flow): void {
    const { flows, context } = this.#dpif;
    const stats = this.#stats(packet, flow);
    const { epoch } = flows;
    const result = this.#dpif.translate(packet.port, flow, true);
    const { actions, slow, effects, wildcards, recirculations } = result;
    context.references.take(recirculations);
    applyEffects(effects, stats, context);
    this.#pass(packet, { flow, frame: packet.frame, cached: false, actions, slow, effects });
    flows.add({
      port: packet.port,
      flow,
      wildcards,
      seen: wildcards,
      recirculations,
      verdict: verdictOf(result),
      epoch,
      created: stats.time,
      used: undefined,
      packets: 0,
      bytes: 0,
      tcpFlags: 0,
    });
    context.references.release(recirculations);
  }

  #stats({ frame }: DatapathPacket, flow: Flow): PacketStats {
    return {
      bytes: frame.length,
      tcpFlags: Number(flow.get('tcp_flags')),
      time: this.#dpif.context.clock.now(),
    };
  }

  #pass(packet: DatapathPacket, pass: Pass): void {
    const outer = this.#current;
    const current: CurrentPass = { ...pass, arrived: false };
    this.#current = current;
    this.passes.push(current);
    executeActions(packet, pass.actions, this);
    if (!current.arrived) current.drop ??= 'no output';
    this.#current = outer;
  }

  #drop(reason: DropReason): void {
    if (this.#current) this.#current.drop ??= reason;
  }

  output({ frame }: DatapathPacket, number: number): void {
    const port = this.#dpif.ports.get(number);
    if (port === undefined) this.#drop('no such port');
    else if (frame.length > longestFrame(frame)) this.#drop('too long');
    else {
      const { counters } = port.port;
      counters.txPackets++;
      counters.txBytes += BigInt(frame.length);
      this.#dpif.context.noteChange(port);
      this.outputs.push({ port, frame });
      if (this.#current) this.#current.arrived = true;
    }
  }

  recirculate(packet: DatapathPacket, id: number): void {
    if (packet.depth >= MAX_DEPTH) {
      this.#drop('recirculated too often');
      return;
    }
    if (this.#current) this.#current.arrived = true;
    const metadata = new Flow(packet.metadata);
    metadata.set('recirc_id', BigInt(id));
    this.#input({ ...packet, metadata, depth: packet.depth + 1 });
  }

  /** Translates a packet on the slow path, where each packet is translated. */
  userspace(packet: DatapathPacket, cookie: UserspaceCookie | undefined): void {
    if (cookie?.type !== 'slow_path') return;
    const { references } = this.#dpif.context;
    const flow = extractFlow(packet.frame, packet.metadata);
    const { actions, recirculations } = this.#dpif.translate(packet.port, flow, true);
    references.take(recirculations);
    executeActions(packet, actions, this);
    references.release(recirculations);
  }

  track(
    { frame, ct }: DatapathPacket,
    action: Extract<OdpAction, { readonly type: 'ct' }>,
  ): CtMetadata {
    return this.#dpif.context.tracker.process(frame, action, ct);
  }
}

/**
 * Returns the length of the longest frame that may leave through a port; a VLAN tag does not count.
 */
function longestFrame(frame: Uint8Array): number {
  const tagged = typeAt(frame, TAG) === ETH_TYPE.VLAN;
  return MTU + HEADER.ETH + (tagged ? HEADER.VLAN : 0);
}
