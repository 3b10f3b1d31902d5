/** Finds the ACL that comes closest to allowing a dropped packet. */

import { listed } from '../../../explain/explanation.js';
import { NetworkNames } from '../../../explain/network-names.js';
import { type Unmet, unmet } from '../../../explain/unmet.js';
import { ExprError } from '../../../expr/error.js';
import type { Assignment } from '../../../expr/evaluate.js';
import { parseExpr } from '../../../expr/parse.js';
import type { SymbolTable } from '../../../expr/symbol-table.js';
import type { SbRow } from '../../../logical/databases.js';
import { formatAcl } from '../../../logical/format-acl.js';
import { packetValues } from '../../../logical/packet-values.js';
import type { Flow } from '../../../packet/flow.js';
import type { Context, NbRow } from './context.js';

const ALLOWING: readonly NbRow<'ACL'>['action'][] = ['allow', 'allow-related'];

/** The bit of `ct_state` that says that a packet begins a connection. */
const CT_NEW = 0x01n;

interface Candidate {
  readonly acl: NbRow<'ACL'>;
  readonly unmet: readonly Unmet[];
}

/**
 * Returns what would have allowed a packet that `dropping` dropped.
 *
 * @param row the logical flow of `dropping`.
 */
export function nearestAcl(
  context: Context,
  row: SbRow<'Logical_Flow'>,
  dropping: NbRow<'ACL'>,
  packet: Flow,
): string[] {
  const names = new NetworkNames(context);
  const datapath = names.network.datapath(row.logical_datapath);
  if (!datapath) return [];
  const values = packetValues(names.network, datapath, packet);
  const candidates = alternativesTo(context, datapath, dropping).flatMap((acl) => {
    const missing = conditionsUnmet(acl, values, context.dialect.symbols);
    return missing === undefined ? [] : [{ acl, unmet: missing }];
  });
  const [nearest] = candidates.sort(
    (a, b) => distance(a) - distance(b) || b.acl.priority - a.acl.priority,
  );
  if (nearest === undefined) {
    return [`no ${dropping.direction} ACL of ${names.datapath(datapath._uuid)} allows anything`];
  }
  return [
    'the nearest ACL that allows something is',
    `  ${formatAcl(nearest.acl).trimStart()}`,
    `  ${whyNot(nearest, dropping, packet)}`,
  ];
}

/**
 * Returns how far a packet is from matching an ACL. A wrong value counts less than the wrong kind
 * of packet.
 */
const distance = ({ unmet: missing }: Candidate): number =>
  missing.reduce((sum, { actual }) => sum + (actual === undefined ? 3 : 2), 0);

/** Returns why the nearest ACL did not allow the packet. */
function whyNot({ acl, unmet: missing }: Candidate, dropping: NbRow<'ACL'>, packet: Flow): string {
  if (missing.length === 0) {
    if (acl.priority < dropping.priority) {
      return `which matches, but its priority is lower: the ACL with ${dropping.priority} comes first`;
    }
    if (acl.priority === dropping.priority) {
      return `which matches too, but both have priority ${acl.priority}, and either may win`;
    }
    const state = packet.get('ct_state');
    return (state & CT_NEW) === 0n
      ? `which applies only to the first packet of a connection; this one has ct_state 0x${state.toString(16)}`
      : 'which matches, but lacks a flow: another ACL needs one with the same match, or it was removed';
  }
  const actual = missing.flatMap((condition) => condition.actual ?? []);
  const needed = `which needs ${listed(missing.map(({ wanted }) => wanted))}`;
  return actual.length === 0 ? needed : `${needed}; this packet has ${listed(actual)}`;
}

/** Returns the ACLs of the same switch and direction that allow packets. */
function alternativesTo(
  { nb }: Context,
  { external_ids }: SbRow<'Datapath_Binding'>,
  { direction }: NbRow<'ACL'>,
): NbRow<'ACL'>[] {
  const lswitch = nb.get('Logical_Switch', external_ids.get('logical-switch') ?? '');
  return (lswitch?.acls ?? []).flatMap((uuid) => {
    const acl = nb.get('ACL', uuid);
    return acl?.direction === direction && ALLOWING.includes(acl.action) ? [acl] : [];
  });
}

/**
 * Returns the conditions of an ACL that a packet does not satisfy, or `undefined` if the match is
 * malformed.
 */
function conditionsUnmet(
  { match }: NbRow<'ACL'>,
  values: Assignment,
  symbols: SymbolTable,
): readonly Unmet[] | undefined {
  try {
    return unmet(parseExpr(match, symbols), values, symbols);
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return undefined;
  }
}
