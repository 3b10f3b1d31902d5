/**
 * The steps of a trace between pipelines, which are the OpenFlow tables 0, 32 to 34 and 64 of
 * `ovn/controller/physical.c`: copies of packets for a group, conntrack zones, and the fields that
 * are reset in between.
 */

import type { Uuid } from '../../lib/uuid.js';
import type { Datapath, Group, Port } from '../../logical/network.js';
import type { Stage } from '../../logical/pipeline-flows.js';
import { compareStrings } from '../../ovsdb/compare.js';
import { Flow } from '../../packet/flow.js';
import { append, newNode, type TraceNode } from './node.js';
import type { Tracer, TracerParts } from './tracer.js';

const UNNAMED = '(unnamed)';

const LOOPBACK = '/* omitting output because inport == outport */';
const SAME_INTERFACE = '/* omitting output because the packet came by the same interface */';
const leftOut = (name: string): string =>
  `/* omitting output because the group's actions ended with ct_next for "${name}" */`;

export class Delivery {
  readonly #parts: TracerParts;
  readonly #tracer: Tracer;
  /** The ports that received the packet, in order. */
  readonly outputs: Port[] = [];
  /** The chassis where the packet originates. */
  #chassis: Uuid | undefined;

  constructor(parts: TracerParts, tracer: Tracer) {
    this.#parts = parts;
    this.#tracer = tracer;
  }

  /** Traces a packet that enters a datapath through the port in its register: table 0. */
  receive(datapath: Datapath, packet: Flow, into: TraceNode[]): void {
    const { network, names } = this.#parts;
    const inport = network.port(datapath, this.#inport(packet));
    this.#chassis ??= inport?.chassis;
    if (inport !== undefined) this.#enterZone(inport, packet);
    packet.set('in_port', BigInt(this.#interfaceKey(datapath, inport)));
    const name = inport === undefined ? UNNAMED : names.port(inport);
    const heading = `ingress(dp="${names.datapath(datapath)}", inport="${name}")`;
    const { subs } = append(into, 'pipeline', heading);
    this.#tracer.table({ datapath, pipeline: 'ingress', table: 0 }, packet, subs);
  }

  #inport(packet: Flow): number {
    return Number(packet.get(this.#parts.layout.fields.inport));
  }

  #outport(packet: Flow): number {
    return Number(packet.get(this.#parts.layout.fields.outport));
  }

  /** Traces the action `output` of either pipeline. */
  output({ datapath, pipeline }: Stage, packet: Flow, into: TraceNode[]): void {
    const key = this.#outport(packet);
    if (key === 0) {
      append(into, 'error', '*** output to null logical port');
      return;
    }
    const port = this.#parts.network.port(datapath, key);
    const group = this.#parts.network.group(datapath, key);
    if (pipeline === 'egress' && port !== undefined) this.#leave(port, packet, into);
    else if (pipeline === 'egress' && group !== undefined) {
      append(into, 'error', '*** output to multicast group in egress pipeline');
    } else if (port !== undefined) this.#toPort(datapath, port, packet, into);
    else if (group !== undefined) this.#toGroup(datapath, group, packet, into);
    else append(into, 'error', `*** unknown port or multicast group ${key}`);
  }

  #toPort(datapath: Datapath, port: Port, packet: Flow, into: TraceNode[]): void {
    this.#enterZone(port, packet);
    if (this.#inport(packet) === port.tunnel_key) {
      append(into, 'output', LOOPBACK);
      return;
    }
    const heading = this.#egressHeading(datapath, packet, port);
    this.#egress(datapath, packet, append(into, 'pipeline', heading).subs);
  }

  /**
   * Traces a copy for each port of a group, and shows them by name. Like the reference's switch, it
   * stops executing the group's actions once a copy has gone through `ct_next`: everywhere if that
   * was a copy for a patch port, otherwise on the chassis of the port.
   */
  #toGroup(datapath: Datapath, group: Group, packet: Flow, into: TraceNode[]): void {
    const { names, network } = this.#parts;
    const heading = `multicast(dp="${names.datapath(datapath)}", mcgroup="${group.name}")`;
    const { subs } = append(into, 'pipeline', heading);
    const copies: { readonly port: Port; readonly node: TraceNode }[] = [];
    const enders = new Map<Uuid, Port>();
    let ender: Port | undefined;
    for (const port of network.members(group)) {
      this.#enterZone(port, packet);
      const chassis = port.type === 'localnet' ? this.#chassis : port.chassis;
      const isLoopback = this.#inport(packet) === port.tunnel_key;
      const endedBy = ender ?? (chassis === undefined ? undefined : enders.get(chassis));
      const title = this.#egressHeading(datapath, packet, port);
      const node = newNode('pipeline', title, !isLoopback);
      copies.push({ port, node });
      if (isLoopback) append(node.subs, 'output', LOOPBACK);
      else if (endedBy !== undefined) append(node.subs, 'output', leftOut(names.port(endedBy)));
      else {
        const copy = new Flow(packet);
        copy.set(this.#parts.layout.fields.outport, BigInt(port.tunnel_key));
        const { forked } = this.#tracer.apart(() => this.#egress(datapath, copy, node.subs));
        if (forked && port.type === 'patch') ender = port;
        else if (forked && chassis !== undefined) enders.set(chassis, port);
      }
    }
    copies.sort((a, b) => compareStrings(a.port.logical_port, b.port.logical_port));
    subs.push(...copies.map(({ node }) => node));
    if (ender !== undefined || enders.size > 0) this.#tracer.fork();
  }

  /** Traces the egress pipeline for the port in the packet's register. */
  #egress(datapath: Datapath, packet: Flow, into: TraceNode[]): void {
    const copy = new Flow(packet);
    for (const register of this.#parts.layout.registers) copy.set(register, 0n);
    this.#tracer.table({ datapath, pipeline: 'egress', table: 0 }, copy, into);
  }

  /** Traces a packet that leaves its datapath, perhaps for another one: table 64. */
  #leave(port: Port, packet: Flow, into: TraceNode[]): void {
    const { names, network } = this.#parts;
    const name = names.port(port);
    append(into, 'output', `/* output to "${name}", type "${port.type}" */`);
    if (port.parent_port === undefined && packet.get('in_port') === BigInt(port.tunnel_key)) {
      append(into, 'output', SAME_INTERFACE);
      return;
    }
    if (port.type !== 'patch') {
      append(into, 'modify', `output("${name}")`);
      this.outputs.push(port);
      return;
    }
    const peer = network.peer(port);
    const datapath = peer && network.datapath(peer.datapath);
    if (peer === undefined || datapath === undefined) {
      append(into, 'error', '*** patch port without peer');
      return;
    }
    const copy = new Flow(packet);
    const { registers, fields } = this.#parts.layout;
    // A patch port clears the registers and the connection state of a packet.
    for (const register of registers) copy.set(register, 0n);
    for (const field of [fields.ctZone, fields.inport, fields.outport]) copy.set(field, 0n);
    copy.set('ct_state', 0n);
    copy.set(fields.inport, BigInt(peer.tunnel_key));
    this.#tracer.apart(() => this.receive(datapath, copy, into));
  }

  /**
   * Returns a number for `in_port` that identifies the interface of a packet: the key of its port
   * in this datapath, or 0 without one. A container port shares the interface of its parent.
   */
  #interfaceKey({ _uuid }: Datapath, inport: Port | undefined): number {
    if (inport === undefined || inport.type !== '') return 0;
    const { parent_port } = inport;
    const port = parent_port === undefined ? inport : this.#parts.network.portNamed(parent_port);
    return port?.datapath === _uuid ? port.tunnel_key : 0;
  }

  /** Returns the conntrack zone of a packet, or `undefined` on another chassis than this. */
  zone({ datapath, pipeline }: Stage, packet: Flow): number | undefined {
    const { network, chassis } = this.#parts;
    const key = pipeline === 'ingress' ? this.#inport(packet) : this.#outport(packet);
    const port = network.port(datapath, key);
    if (port?.chassis !== undefined && port.chassis !== chassis) return undefined;
    return Number(packet.get(this.#parts.layout.fields.ctZone) & 0xffffn);
  }

  /** Switches to the conntrack zone of a port, if it has one. */
  #enterZone(port: Port, packet: Flow): void {
    const zone = this.#parts.zoneOf(port);
    if (zone !== undefined) packet.set(this.#parts.layout.fields.ctZone, BigInt(zone));
  }

  #egressHeading(datapath: Datapath, packet: Flow, port: Port): string {
    const { names, network } = this.#parts;
    const key = this.#inport(packet);
    const inport = network.port(datapath, key);
    const from = inport !== undefined ? names.port(inport) : key === 0 ? '' : UNNAMED;
    return `egress(dp="${names.datapath(datapath)}", inport="${from}", outport="${names.port(port)}")`;
  }
}
