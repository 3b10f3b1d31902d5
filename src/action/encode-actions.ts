/** Encodes logical actions as OpenFlow actions. */
import { ones } from '../expr/bits.js';
import type { PortLookup } from '../expr/matches.js';
import type { CtAction, OfAction } from '../openflow/model/actions.js';
import { FIELDS, type FieldName } from '../openflow/model/fields.js';
import type { Layout } from './layout.js';
import type { LogicalAction } from './logical-action.js';

/** The location of the logical pipeline in OpenFlow. */
export interface ActionPlace {
  /** Returns the number of a port by its name; an unknown port counts as 0. */
  readonly lookupPort: PortLookup;
  /** The OpenFlow table that implements logical table 0. */
  readonly firstTable: number;
  /** The OpenFlow table that `output` goes to. */
  readonly outputTable: number;
  readonly fields: Pick<Layout['fields'], 'inport' | 'ctZone'>;
}

/** The OpenFlow field that holds the port on which a packet arrived. */
const INGRESS_PORT: FieldName = 'in_port';
/** Returns the OpenFlow actions of logical actions; none for `drop;`. */
export function encodeActions(actions: readonly LogicalAction[], place: ActionPlace): OfAction[] {
  return actions.flatMap((action) => encodeAction(action, place));
}

function encodeAction(action: LogicalAction, place: ActionPlace): readonly OfAction[] {
  switch (action.type) {
    case 'next':
      return [{ type: 'resubmit', table: place.firstTable + action.table }];
    case 'output':
      return [{ type: 'resubmit', table: place.outputTable }];
    case 'set':
      return [encodeSet(action)];
    case 'set_port':
      return encodeSetPort(action, place);
    case 'move': {
      const { source, destination } = action;
      return [{ type: 'move', source: source.subfield, destination: destination.subfield }];
    }
    case 'exchange': {
      const [left, right] = [action.left.subfield, action.right.subfield];
      return [
        { type: 'push', subfield: right },
        { type: 'push', subfield: left },
        { type: 'pop', subfield: right },
        { type: 'pop', subfield: left },
      ];
    }
    case 'decrement_ttl':
      return [{ type: 'dec_ttl', controllers: [] }];
    case 'ct_next':
      return [track(place, { commit: false, table: place.firstTable + action.table })];
    case 'ct_commit':
      return [track(place, { commit: true })];
  }
}

function encodeSet({
  destination: { subfield },
  constant,
}: Extract<LogicalAction, { type: 'set' }>): OfAction {
  const { field, offset, width } = subfield;
  const all = ones(FIELDS[field].bytes * 8);
  const shift = BigInt(offset);
  const mask =
    constant.type === 'masked-integer' ? (constant.mask << shift) & all : ones(width, offset);
  const value = (constant.value << shift) & all;
  return { type: 'set_field', field, value, mask };
}

/** Stores a port's number in the field of `inport` or `outport`; 0 if the port is unknown. */
function encodeSetPort(
  { destination: { subfield }, port: name }: Extract<LogicalAction, { type: 'set_port' }>,
  { lookupPort, fields }: ActionPlace,
): readonly OfAction[] {
  const { field } = subfield;
  const port = lookupPort(name) ?? 0;
  const set: OfAction = {
    type: 'set_field',
    field,
    value: BigInt(port),
    mask: ones(FIELDS[field].bits),
  };
  if (port !== 0 || field !== fields.inport) return [set];
  // OpenFlow does not output a packet to its ingress port unless that field is cleared.
  const allBits = ones(FIELDS[INGRESS_PORT].bits);
  return [set, { type: 'set_field', field: INGRESS_PORT, value: 0n, mask: allBits }];
}

/** Sends the packet to the connection tracker, in the zone of its logical port. */
function track({ fields }: ActionPlace, action: Pick<CtAction, 'commit' | 'table'>): OfAction {
  const zone = { field: fields.ctZone, offset: 0, width: 16 } as const;
  return { type: 'ct', ...action, zone, exec: [] };
}
