/** Traces packets through the tables of the logical pipelines. */

import { formatAction } from '../../action/format-action.js';
import type { Layout } from '../../action/layout.js';
import type { LogicalAction } from '../../action/logical-action.js';
import { evaluate } from '../../expr/evaluate.js';
import type { Uuid } from '../../lib/uuid.js';
import type { PortKeys } from '../../logical/key-lookup.js';
import type { Names } from '../../logical/names.js';
import type { Datapath, LogicalNetwork, Port } from '../../logical/network.js';
import { packetValues } from '../../logical/packet-values.js';
import type { PipelineFlows, Stage, TableFlow } from '../../logical/pipeline-flows.js';
import { CT_STATE_FLAGS, formatFlags } from '../../openflow/values/flag-sets.js';
import { Flow } from '../../packet/flow.js';
import type { ConnectionStates } from './connection-states.js';
import { Delivery } from './delivery.js';
import { append, type TraceNode } from './node.js';
import { executeExchange, executeMove, executeSet, executeTtlDecrement } from './packet-actions.js';

/** The parts of the sandbox that a trace uses. */
export interface TracerParts {
  readonly network: LogicalNetwork;
  readonly names: Names;
  readonly keys: PortKeys;
  readonly layout: Layout;
  readonly flows: PipelineFlows;
  readonly connections: ConnectionStates;
  /** The chassis with the connection tracker. */
  readonly chassis: Uuid | undefined;
  /** Returns the conntrack zone of a port there, if it has one. */
  readonly zoneOf: (port: Port) => number | undefined;
  /** Returns the OpenFlow flows of a logical flow, if they are to be shown. */
  readonly openflow?: ((flow: TableFlow, datapath: Datapath) => readonly string[]) | undefined;
}

/**
 * The maximum depth of tables. The reference's switch has the same limit, but also counts the
 * tables between pipelines.
 */
const MAX_DEPTH = 64;

/** The maximum number of table look-ups for a packet and its copies. */
const MAX_LOOKUPS = 20_000;

export class Tracer {
  readonly #parts: TracerParts;
  readonly #delivery: Delivery;
  /** True if the packet went through `ct_next`: the switch then skips the remaining actions. */
  #forked = false;
  #depth = 0;
  #lookups = 0;

  constructor(parts: TracerParts) {
    this.#parts = parts;
    this.#delivery = new Delivery(parts, this);
  }

  /** The ports that received the packet, in order. */
  get outputs(): readonly Port[] {
    return this.#delivery.outputs;
  }

  /** Traces a packet that is received by the port in its register. */
  trace(datapath: Datapath, packet: Flow): TraceNode[] {
    const nodes: TraceNode[] = [];
    this.#delivery.receive(datapath, packet, nodes);
    return nodes;
  }

  /** Traces a packet, starting with a table. */
  table(from: Stage, packet: Flow, into: TraceNode[]): void {
    if (this.#depth === MAX_DEPTH || this.#lookups === MAX_LOOKUPS) {
      append(into, 'error', '*** too many tables on the way');
      return;
    }
    this.#depth++;
    this.#lookups++;
    this.#goOn(from, packet, into);
    this.#depth--;
  }

  #goOn(from: Stage, packet: Flow, into: TraceNode[]): void {
    let stage = from;
    let flow = this.#find(stage, packet);
    while (flow !== undefined && isTrivial(flow)) {
      stage = { ...stage, table: stage.table + 1 };
      flow = this.#find(stage, packet);
    }
    const { subs } = append(into, 'table', this.#describe(stage, flow));
    if (flow === undefined) return;
    this.#showOpenflow(flow, stage, subs);
    this.#execute(flow.actions, stage, packet, subs);
  }

  /** Runs `run` independently of whether the packet went through `ct_next` before. */
  apart(run: () => void): { readonly forked: boolean } {
    const before = this.#forked;
    this.#forked = false;
    run();
    const forked = this.#forked;
    this.#forked = before;
    return { forked };
  }

  /** Records that the packet went through `ct_next`. */
  fork(): void {
    this.#forked = true;
  }

  #find(stage: Stage, packet: Flow): TableFlow | undefined {
    const { datapath } = stage;
    const { flows, keys, network } = this.#parts;
    const values = packetValues(network, datapath, packet);
    return flows.find(stage, ({ names, match }) => {
      for (const name of names) keys.inFlows(datapath, name);
      return evaluate(match, values);
    });
  }

  #describe(stage: Stage, flow: TableFlow | undefined): string {
    const number = String(stage.table).padStart(2);
    const name =
      flow === undefined
        ? this.#parts.flows.stageName(stage)
        : flow.row.external_ids.get('stage-name');
    const heading = `${number}. ${name === undefined ? '' : `${name}: `}`;
    if (flow === undefined) return `${heading}no match (implicit drop)`;
    const { match, priority, _uuid } = flow.row;
    const shown = this.#parts.names.inText(match);
    return `${heading}${shown}, priority ${priority}, uuid ${_uuid.slice(0, 8)}`;
  }

  #showOpenflow(flow: TableFlow, { datapath }: Stage, into: TraceNode[]): void {
    const texts = this.#parts.openflow?.(flow, datapath);
    for (const text of texts ?? []) append(into, 'action', text);
    if (texts?.length === 0) append(into, 'error', '*** no OpenFlow flows');
  }

  #execute(actions: readonly LogicalAction[], stage: Stage, packet: Flow, into: TraceNode[]): void {
    if (actions.length === 0) append(into, 'action', 'drop;');
    for (const action of actions) {
      if (this.#forked) break;
      append(into, 'action', this.#parts.names.inText(formatAction(action, stage.table)));
      if (!this.#executeOne(action, stage, packet, into)) break;
    }
  }

  /** Runs an action. @returns false if the actions after it are skipped */
  #executeOne(action: LogicalAction, stage: Stage, packet: Flow, into: TraceNode[]): boolean {
    const { keys, layout, names } = this.#parts;
    const show = (changes: readonly string[]) => {
      for (const change of changes) append(into, 'modify', names.inText(change));
    };
    switch (action.type) {
      case 'next':
        this.table({ ...stage, table: action.table }, packet, into);
        return true;
      case 'output':
        this.#delivery.output(stage, packet, into);
        return true;
      case 'set':
      case 'set_port':
        show(executeSet(action, packet, layout, (name) => keys.inFlows(stage.datapath, name)));
        return true;
      case 'move':
        show(executeMove(action, packet));
        return true;
      case 'exchange':
        show(executeExchange(action, packet));
        return true;
      case 'decrement_ttl': {
        const changes = executeTtlDecrement(packet);
        show(changes ?? []);
        if (changes === undefined) append(into, 'error', '*** TTL underflow');
        return changes !== undefined;
      }
      case 'ct_next':
        this.#track({ ...stage, table: action.table }, packet, into);
        return true;
      case 'ct_commit':
        return true;
    }
  }

  #track(stage: Stage, packet: Flow, into: TraceNode[]): void {
    const { state, remark } = this.#parts.connections.next(
      packet,
      this.#delivery.zone(stage, packet),
    );
    const flags = formatFlags(CT_STATE_FLAGS, BigInt(state));
    const comment = remark === undefined ? '' : ` /* ${remark} */`;
    const { subs } = append(into, 'transformation', `ct_next(ct_state=${flags}${comment})`);
    const tracked = new Flow(packet);
    tracked.set('ct_state', BigInt(state));
    this.apart(() => this.table(stage, tracked, subs));
    this.fork();
  }
}

/** True if a flow only passes all packets to the next table. */
function isTrivial({ row, match, actions }: TableFlow): boolean {
  const [only] = actions;
  return (
    match.type === 'boolean' &&
    match.value &&
    actions.length === 1 &&
    only?.type === 'next' &&
    only.table === row.table_id + 1
  );
}
