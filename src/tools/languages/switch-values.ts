/** Suggests what an OpenFlow bridge has: ports, tables and groups. */
import type { Suggestion } from '../program/suggestion.js';
import type { ToolContext } from '../tool.js';
import { stages } from './stages.js';

/** A place in the arguments of a program for OpenFlow. */
export interface SwitchPlace {
  readonly context: ToolContext;
  /** The name of the bridge. */
  readonly bridge: string | undefined;
}

const bridgeOf = ({ context, bridge }: SwitchPlace) => context.switch.bridges.get(bridge ?? '');

/** Returns the numbers of the ports, with their names. */
export function* portNumbers(place: SwitchPlace): Iterable<Suggestion> {
  for (const { number, name, kind } of bridgeOf(place)?.ports.values() ?? []) {
    if (kind !== 'local') yield { text: String(number), help: name };
  }
}

/** Returns the numbers of the ports, and the reserved names that a field can have. */
export function* portsInMatch(place: SwitchPlace): Iterable<Suggestion> {
  yield* portNumbers(place);
  yield { text: 'LOCAL', help: 'the port of the bridge itself' };
  yield { text: 'CONTROLLER', help: 'the controller' };
}

/** Returns the numbers of the tables with flows, with their purpose on the integration bridge. */
export function* tables(place: SwitchPlace): Iterable<Suggestion> {
  const bridge = bridgeOf(place);
  if (bridge === undefined) return;
  const purposes = bridge.name === integrationBridge(place.context) ? purposesOf(place) : undefined;
  for (const number of bridge.tableNumbers()) {
    const help = purposes?.get(number);
    yield { text: String(number), ...(help === undefined ? {} : { help }) };
  }
}

export function* groups(place: SwitchPlace): Iterable<Suggestion> {
  for (const [number, { type }] of bridgeOf(place)?.groups ?? []) {
    yield { text: String(number), help: type };
  }
}

/** Returns the tunnel keys of the datapaths, which the metadata of packets holds, with their names. */
export function* datapathKeys({ context: { nb, sb } }: SwitchPlace): Iterable<Suggestion> {
  const names = new Map<string, string>();
  for (const { _uuid, name } of nb.rows('Logical_Switch')) names.set(_uuid, name);
  for (const { _uuid, name } of nb.rows('Logical_Router')) names.set(_uuid, name);
  for (const { tunnel_key, external_ids } of sb.rows('Datapath_Binding')) {
    const source = external_ids.get('logical-switch') ?? external_ids.get('logical-router') ?? '';
    const help = names.get(source);
    yield { text: `0x${tunnel_key.toString(16)}`, ...(help === undefined ? {} : { help }) };
  }
}

function integrationBridge({ ovs }: ToolContext): string {
  const [host] = ovs.rows('Open_vSwitch');
  return host?.external_ids.get('ovn-bridge') ?? 'br-int';
}

/** Returns the purpose of the tables on the integration bridge: stages by their names. */
function purposesOf({ context }: SwitchPlace): ReadonlyMap<number, string> {
  const { tables: layout } = context.dialect.layout;
  const purposes = new Map<number, string>([
    [layout.physicalToLogical, 'from physical to logical ports'],
    [layout.remoteOutput, 'output to other chassis'],
    [layout.localOutput, 'output on this chassis'],
    [layout.dropLoopback, 'check for the input port'],
    [layout.logicalToPhysical, 'from logical to physical ports'],
  ]);
  for (const { name, pipeline, table } of stages(context)) {
    const number = layout[pipeline] + table;
    const others = purposes.get(number);
    purposes.set(number, others === undefined ? name : `${others}, ${name}`);
  }
  return purposes;
}
