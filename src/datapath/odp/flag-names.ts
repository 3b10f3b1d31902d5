/** The names of flags as a datapath numbers them. */
import { type FlagNames, TCP_FLAGS, TUNNEL_MATCH_FLAGS } from '../../openflow/values/flag-sets.js';

/** Connection states: the names are those of a flow, the bits others. */
export const ODP_CT_STATE_FLAGS: FlagNames = {
  bits: new Map([
    [0x01n, 'new'],
    [0x02n, 'est'],
    [0x04n, 'rel'],
    [0x08n, 'rpl'],
    [0x10n, 'inv'],
    [0x20n, 'trk'],
  ]),
  allowed: 0x3fn,
  all: 0xffffffffn,
  title: 'ct_state',
};

export const ODP_TUNNEL_FLAGS: FlagNames = { ...TUNNEL_MATCH_FLAGS, allowed: 0xfn };

export const ODP_TCP_FLAGS: FlagNames = TCP_FLAGS;

/** Each connection state: its bit in a flow, and in a datapath. */
const CT_STATE_BITS: readonly (readonly [flow: bigint, odp: bigint])[] = [
  [0x01n, 0x01n],
  [0x02n, 0x02n],
  [0x04n, 0x04n],
  [0x40n, 0x08n],
  [0x20n, 0x10n],
  [0x80n, 0x20n],
];

/** Connection states of a flow as a datapath has them. */
export function ctStateToOdp(state: bigint): bigint {
  return CT_STATE_BITS.reduce(
    (odp, [bit, odpBit]) => ((state & bit) === 0n ? odp : odp | odpBit),
    0n,
  );
}

/** Connection states of a datapath as a flow has them. */
export function ctStateFromOdp(odp: bigint): bigint {
  return CT_STATE_BITS.reduce(
    (state, [bit, odpBit]) => ((odp & odpBit) === 0n ? state : state | bit),
    0n,
  );
}
