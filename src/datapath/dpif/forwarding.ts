/** The way of one packet, and of its copies, through a datapath. */
import { ETH_TYPE, HEADER } from '../../lib/protocol-numbers.js';
import type { OfAction } from '../../openflow/model/actions.js';
import { extractFlow } from '../../packet/extract.js';
import { Flow } from '../../packet/flow.js';
import { FrameReader } from '../../packet/frame-reader.js';
import type { DatapathPort } from '../bridge/datapath-port.js';
import { type CtMetadata, UNTRACKED } from '../conntrack/connection-tracker.js';
import type { OdpAction, UserspaceCookie } from '../odp/odp-actions.js';
import { applyEffects, type Counted } from './apply-effects.js';
import type { Packet } from './datapath-packet.js';
import type { Dpif } from './dpif.js';
import { type ActionSink, executeActions } from './execute-actions.js';
import type { Departure, DropReason, Pass, Reception } from './forwarding-result.js';
import { verdictOf } from './megaflow.js';

/** How often a packet may be handed back to the tables. */
const MAX_DEPTH = 5;

/** The largest payload that a dummy device carries, in bytes. */
const MTU = 1500;

/** A pass that is under way. */
interface CurrentPass extends Pass {
  /** Whether the packet got anywhere. */
  arrived: boolean;
}

export class Journey implements ActionSink<Packet>, Reception {
  readonly departures: Departure[] = [];
  readonly passes: Pass[] = [];
  readonly #dpif: Dpif;
  #current: CurrentPass | undefined;

  constructor(dpif: Dpif) {
    this.#dpif = dpif;
  }

  /** A packet comes in through a port. */
  arrive(port: DatapathPort, frame: Uint8Array): void {
    const metadata = new Flow();
    metadata.set('in_port', BigInt(port.port.number));
    this.#input({ frame, port, metadata, ct: UNTRACKED, depth: 0 });
  }

  /**
   * A controller sends a packet by actions of its own: as if it had come in through
   * `inPort`, which need not be a port (`ofproto_dpif_execute_actions`).
   */
  send(port: DatapathPort, inPort: number, actions: readonly OfAction[], frame: Uint8Array): void {
    const { surroundings } = this.#dpif;
    const metadata = new Flow();
    metadata.set('in_port', BigInt(inPort));
    const flow = extractFlow(frame, metadata);
    const packet: Packet = { frame, port, metadata, ct: UNTRACKED, depth: 0 };
    const result = this.#dpif.translate(port, flow, true, actions);
    surroundings.references.take(result.recirculations);
    applyEffects(result.effects, this.#counted(packet, flow), surroundings);
    const { actions: datapathActions, slow, effects } = result;
    this.#pass(packet, { flow, frame, cached: false, actions: datapathActions, slow, effects });
    surroundings.references.release(result.recirculations);
  }

  /** Looks up what to do with a packet, and does it (`dp_netdev_input`). */
  #input(packet: Packet): void {
    const { flows } = this.#dpif;
    const flow = extractFlow(packet.frame, packet.metadata);
    const megaflow = flows.find(packet.port, flow);
    if (megaflow === undefined) {
      this.#dpif.misses++;
      this.#miss(packet, flow);
      return;
    }
    this.#dpif.hits++;
    const counted = this.#counted(packet, flow);
    flows.count(megaflow, counted);
    const { actions, slow, effects } = megaflow.verdict;
    applyEffects(effects, counted, this.#dpif.surroundings);
    this.#pass(packet, { flow, frame: packet.frame, cached: true, actions, slow, effects });
  }

  /** Finds out what to do with packets like this one. */
  #miss(packet: Packet, flow: Flow): void {
    const { flows, surroundings } = this.#dpif;
    const counted = this.#counted(packet, flow);
    const { epoch } = flows;
    const result = this.#dpif.translate(packet.port, flow, true);
    const { actions, slow, effects, wildcards, recirculations } = result;
    surroundings.references.take(recirculations);
    applyEffects(effects, counted, surroundings);
    this.#pass(packet, { flow, frame: packet.frame, cached: false, actions, slow, effects });
    flows.add({
      port: packet.port,
      flow,
      wildcards,
      seen: wildcards,
      recirculations,
      verdict: verdictOf(result),
      epoch,
      created: counted.time,
      used: undefined,
      packets: 0,
      bytes: 0,
      tcpFlags: 0,
    });
    surroundings.references.release(recirculations);
  }

  #counted({ frame }: Packet, flow: Flow): Counted {
    return {
      bytes: frame.length,
      tcpFlags: Number(flow.get('tcp_flags')),
      time: this.#dpif.surroundings.clock.now(),
    };
  }

  #pass(packet: Packet, pass: Pass): void {
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

  output({ frame }: Packet, number: number): void {
    const port = this.#dpif.ports.get(number);
    if (port === undefined) this.#drop('no such port');
    else if (frame.length > longestFrame(frame)) this.#drop('too long');
    else {
      const { counters } = port.port;
      counters.txPackets++;
      counters.txBytes += BigInt(frame.length);
      this.#dpif.surroundings.noteChange(port);
      this.departures.push({ port, frame });
      if (this.#current) this.#current.arrived = true;
    }
  }

  recirculate(packet: Packet, id: number): void {
    if (packet.depth >= MAX_DEPTH) {
      this.#drop('recirculated too often');
      return;
    }
    if (this.#current) this.#current.arrived = true;
    const metadata = new Flow(packet.metadata);
    metadata.set('recirc_id', BigInt(id));
    this.#input({ ...packet, metadata, depth: packet.depth + 1 });
  }

  /** The slow path: what is to be done is found out for each packet. */
  userspace(packet: Packet, cookie: UserspaceCookie | undefined): void {
    if (cookie?.type !== 'slow_path') return;
    const { references } = this.#dpif.surroundings;
    const flow = extractFlow(packet.frame, packet.metadata);
    const { actions, recirculations } = this.#dpif.translate(packet.port, flow, true);
    references.take(recirculations);
    executeActions(packet, actions, this);
    references.release(recirculations);
  }

  track({ frame, ct }: Packet, action: Extract<OdpAction, { readonly type: 'ct' }>): CtMetadata {
    return this.#dpif.surroundings.tracker.process(frame, action, ct);
  }
}

/** How many bytes a frame may have that leaves through a port; those of a VLAN tag come on top. */
function longestFrame(frame: Uint8Array): number {
  const tagged = frame.length > HEADER.ETH && new FrameReader(frame).u16(12) === ETH_TYPE.VLAN;
  return MTU + HEADER.ETH + (tagged ? HEADER.VLAN : 0);
}
