/** Lists the names and bits of flags in a datapath. */
import { type FlagNames, TCP_FLAGS, TUNNEL_MATCH_FLAGS } from '../../openflow/values/flag-sets.js';

/** The connection states, named as in OpenFlow but with different bits. */
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

/** The bit of each connection state in a flow and in a datapath. */
const CT_STATE_BITS: readonly (readonly [flow: bigint, odp: bigint])[] = [
  [0x01n, 0x01n],
  [0x02n, 0x02n],
  [0x04n, 0x04n],
  [0x40n, 0x08n],
  [0x20n, 0x10n],
  [0x80n, 0x20n],
];

/** Converts connection states of a flow to those of a datapath (`ovs_to_odp_ct_state`). */
export function ctStateToOdp(state: bigint): bigint {
  return CT_STATE_BITS.reduce(
    (odp, [bit, odpBit]) => ((state & bit) === 0n ? odp : odp | odpBit),
    0n,
  );
}

/** Converts connection states of a datapath to those of a flow (`odp_to_ovs_ct_state`). */
export function ctStateFromOdp(odp: bigint): bigint {
  return CT_STATE_BITS.reduce(
    (state, [bit, odpBit]) => ((odp & odpBit) === 0n ? state : state | bit),
    0n,
  );
}
