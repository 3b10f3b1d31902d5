/**
 * Maintains the hidden flows that let a bridge's own control traffic through (`ofproto/in-band.c`).
 */
import { ARP_OP, DL_TYPE, NW_PROTO } from '../lib/protocol-numbers.js';
import type { OfAction } from '../openflow/model/actions.js';
import { Match } from '../openflow/model/match.js';
import { type FlowMember, memberBits } from '../openflow/model/members.js';
import { PORT } from '../openflow/model/openflow-ports.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import type { Remote } from './remotes.js';

/**
 * The priorities of the flows, as in the reference. Flows for next hops are missing, since dummy
 * devices have none.
 */
const PRIORITY = {
  FROM_LOCAL_DHCP: 180_000,
  TO_LOCAL_ARP: 180_001,
  FROM_LOCAL_ARP: 180_002,
  TO_REMOTE_ARP: 180_005,
  FROM_REMOTE_ARP: 180_006,
  TO_REMOTE_TCP: 180_007,
  FROM_REMOTE_TCP: 180_008,
} as const;

const DHCP_CLIENT = 68n;
const DHCP_SERVER = 67n;

export interface InBandSettings {
  readonly remotes: readonly Remote[];
  /** The queue for control traffic; negative for none. */
  readonly queue: number;
  /** The Ethernet address of the local port. */
  readonly localAddress: bigint;
}

interface InBandRule {
  readonly match: Match;
  readonly priority: number;
}

function matchOf(members: Partial<Record<FlowMember, bigint>>): Match {
  let match = Match.ANY;
  // The keys of the record are members.
  for (const [member, value] of Object.entries(members)) {
    const name = member as FlowMember;
    match = match.withMember(name, value, (1n << BigInt(memberBits(name))) - 1n);
  }
  return match;
}

/** Returns the flows for control traffic. Mirrors `update_rules()`. */
function inBandRules({ remotes, localAddress }: InBandSettings): InBandRule[] {
  const rules: InBandRule[] = [];
  const add = (priority: number, members: Partial<Record<FlowMember, bigint>>): void => {
    rules.push({ priority, match: matchOf(members) });
  };
  const request = { dl_type: DL_TYPE.ARP, nw_proto: BigInt(ARP_OP.REQUEST) };
  const reply = { dl_type: DL_TYPE.ARP, nw_proto: BigInt(ARP_OP.REPLY) };
  if (remotes.length > 0 && localAddress !== 0n) {
    add(PRIORITY.FROM_LOCAL_DHCP, {
      in_port: BigInt(PORT.LOCAL),
      dl_type: DL_TYPE.IPV4,
      dl_src: localAddress,
      nw_proto: NW_PROTO.UDP,
      tp_src: DHCP_CLIENT,
      tp_dst: DHCP_SERVER,
    });
    add(PRIORITY.TO_LOCAL_ARP, { ...reply, dl_dst: localAddress });
    add(PRIORITY.FROM_LOCAL_ARP, { ...request, dl_src: localAddress });
  }
  for (const remote of remotes) {
    const address = BigInt(remote.address);
    const port = BigInt(remote.port);
    const tcp = { dl_type: DL_TYPE.IPV4, nw_proto: NW_PROTO.TCP };
    add(PRIORITY.TO_REMOTE_ARP, { ...reply, nw_dst: address });
    add(PRIORITY.FROM_REMOTE_ARP, { ...request, nw_src: address });
    add(PRIORITY.TO_REMOTE_TCP, { ...tcp, nw_dst: address, tp_dst: port });
    add(PRIORITY.FROM_REMOTE_TCP, { ...tcp, nw_src: address, tp_src: port });
  }
  return rules;
}

/** Maintains the in-band flows of a bridge (`struct in_band`). */
export class InBand {
  readonly #bridge: Bridge;
  #rules: readonly InBandRule[] = [];

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Brings the flows up to date, and restores flushed ones. Mirrors `in_band_run()`. */
  run(settings: InBandSettings, now: number): void {
    const actions: OfAction[] = [{ type: 'output', port: PORT.NORMAL }];
    const { queue } = settings;
    if (queue >= 0) actions.unshift({ type: 'set_queue', queue });
    const rules = inBandRules(settings);
    for (const { match, priority } of this.#rules) {
      if (rules.some((rule) => rule.priority === priority && rule.match.key === match.key))
        continue;
      const flow = this.#bridge.findFlow(0, priority, match);
      if (flow) this.#bridge.deleteFlow(flow);
    }
    for (const { match, priority } of rules) {
      const flow = this.#bridge.findFlow(0, priority, match);
      const isRight =
        flow !== undefined && JSON.stringify(flow.actions) === JSON.stringify(actions);
      if (!isRight) this.#bridge.addHiddenFlow(match, priority, actions, now);
    }
    this.#rules = rules;
  }
}
