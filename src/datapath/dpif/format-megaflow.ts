/** Formats the cached flows of a datapath. */
import { hashBytes } from '../../lib/hash.js';
import { type FlowMember, memberIndex } from '../../openflow/model/members.js';
import { WHOLE } from '../../packet/flow.js';
import { formatOdpFlow } from '../odp/format-key.js';
import { formatOdpActions } from '../odp/format-odp-actions.js';
import { odpKeyFromFlow, odpKeyFromMask } from '../odp/key-from-flow.js';
import type { Megaflow } from './megaflow.js';

const CT_MEMBERS: readonly FlowMember[] = ['ct_state', 'ct_zone', 'ct_mark', 'ct_label'];

export interface MegaflowFormat {
  /** True to show wildcarded fields too, and ports by name. */
  readonly verbose: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Returns text such as `recirc_id(0),in_port(2),eth(...), packets:1, bytes:60, used:0.5s,
 * actions:3`.
 */
export function formatMegaflow(megaflow: Megaflow, { verbose, now }: MegaflowFormat): string {
  const { port, flow, wildcards, verdict } = megaflow;
  // The real dummy datapath does not track connections, so its flows do not mention them.
  const tracked =
    flow.get('ct_state') !== 0n || CT_MEMBERS.some((member) => isPartial(megaflow, member));
  const parameters = { inPort: port.odpPort ?? 0, tracked, geneve: new Map() };
  const key = formatOdpFlow(
    odpKeyFromFlow(flow, parameters),
    odpKeyFromMask(flow, wildcards, parameters),
    { verbose, portNames: portNames(megaflow) },
  );
  return `${key}, ${formatStatistics(megaflow, now)}, actions:${formatOdpActions(verdict.actions)}`;
}

/** Returns true if some bits of a member are matched and others are not. */
function isPartial({ wildcards }: Megaflow, member: FlowMember): boolean {
  const mask = wildcards.get(member);
  return mask !== 0n && mask !== WHOLE[memberIndex(member)];
}

const portNames = ({ port }: Megaflow): ReadonlyMap<number, string> =>
  new Map(port.odpPort === undefined ? [] : [[port.odpPort, port.name]]);

function formatStatistics({ packets, bytes, used, tcpFlags }: Megaflow, now: number): string {
  const age = used === undefined ? 'never' : `${((now - used) / 1000).toFixed(3)}s`;
  const flags = tcpFlags === 0 ? '' : `, flags:${formatTcpFlags(tcpFlags)}`;
  return `packets:${packets}, bytes:${bytes}, used:${age}${flags}`;
}

/** The letters of TCP flags, in output order. */
const TCP_FLAG_LETTERS: readonly (readonly [bit: number, letter: string])[] = [
  [0x002, 'S'],
  [0x001, 'F'],
  [0x008, 'P'],
  [0x004, 'R'],
  [0x020, 'U'],
  [0x010, '.'],
  [0x040, 'E'],
  [0x080, 'C'],
  [0x100, 'N'],
  [0x200, '[200]'],
  [0x400, '[400]'],
  [0x800, '[800]'],
];

function formatTcpFlags(flags: number): string {
  return TCP_FLAG_LETTERS.map(([bit, letter]) => ((flags & bit) === 0 ? '' : letter)).join('');
}

/**
 * Returns the identifier of a flow: `ufid:` and a UUID that is the hash of the flow for which it
 * was created.
 */
export function formatUfid({ port, flow }: Megaflow): string {
  const bytes = new Uint8Array(flow.words.buffer);
  const hex = [0, 1, 2, 3]
    .map((part) => hashBytes(bytes, ((port.odpPort ?? 0) << 2) | part))
    .map((hash) => hash.toString(16).padStart(8, '0'))
    .join('');
  const [a, b, c, d, e] = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ];
  return `ufid:${a}-${b}-${c}-${d}-${e}`;
}
