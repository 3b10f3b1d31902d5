/** Turns rules of security groups into ACLs. */
import type { Uuid } from '../../lib/uuid.js';
import { PROTOCOL, protocolNumber } from '../protocols.js';
import type { NeutronRow } from '../schema.js';

type Rule = NeutronRow<'Security_Group_Rule'>;

/** An ACL of a port. */
export interface DesiredAcl {
  readonly direction: 'from-lport' | 'to-lport';
  readonly priority: number;
  readonly match: string;
  readonly action: 'allow-related' | 'drop';
  /** The rule that it comes from; undefined for the ACLs that drop everything else. */
  readonly rule?: Uuid;
}

/** The priorities of the ACLs that allow traffic, and of those that drop the rest. */
const ALLOW = 1002;
const DROP = 1001;

/** A port of a remote group. */
export interface Member {
  readonly id: Uuid;
  readonly addresses: readonly string[];
  /** The logical switch that it is on. */
  readonly switch: string;
}

const literal = (id: string): string => `"${id}"`;

/** Returns the ACLs that drop whatever no rule allows. */
export const dropAcls = (port: Uuid): readonly DesiredAcl[] => [
  {
    ...{ direction: 'from-lport', priority: DROP, action: 'drop' },
    match: `inport == ${literal(port)} && ip`,
  },
  {
    ...{ direction: 'to-lport', priority: DROP, action: 'drop' },
    match: `outport == ${literal(port)} && ip`,
  },
];

/**
 * Returns the ACL of a rule for a port, or `undefined` if the rule allows nobody.
 *
 * @param others the other ports of the remote group, in order of their ids
 */
export function ruleAcl(
  rule: Rule,
  port: Pick<Member, 'id' | 'switch'>,
  others: readonly Member[],
): DesiredAcl | undefined {
  const ingress = rule.direction === 'ingress';
  const remote = remoteTerm(rule, port, others);
  if (remote === undefined) return undefined;
  const terms = [
    `${ingress ? 'outport' : 'inport'} == ${literal(port.id)}`,
    familyOf(rule),
    ...remote,
    ...protocolTerms(rule),
  ];
  return {
    direction: ingress ? 'to-lport' : 'from-lport',
    priority: ALLOW,
    match: terms.join(' && '),
    action: 'allow-related',
    rule: rule._uuid,
  };
}

const familyOf = ({ ethertype }: Rule): 'ip4' | 'ip6' => (ethertype === 'IPv4' ? 'ip4' : 'ip6');

/** Returns the terms about the other end; `undefined` if no packet can fulfil them. */
function remoteTerm(
  rule: Rule,
  port: Pick<Member, 'switch'>,
  others: readonly Member[],
): readonly string[] | undefined {
  const ingress = rule.direction === 'ingress';
  const field = `${familyOf(rule)}.${ingress ? 'src' : 'dst'}`;
  if (rule.remote_ip_prefix !== undefined) return [`${field} == ${rule.remote_ip_prefix}`];
  if (rule.remote_group === undefined) return [];
  if (others.length === 0) return undefined;
  // The ingress port of a packet is known only on the switch of that port, and not in the stages
  // that check what a port sends.
  if (ingress && others.every((other) => other.switch === port.switch)) {
    return [`inport == {${others.map(({ id }) => literal(id)).join(',')}}`];
  }
  const isIpv6 = rule.ethertype === 'IPv6';
  const addresses = others.flatMap((other) =>
    other.addresses.filter((address) => address.includes(':') === isIpv6),
  );
  return addresses.length === 0 ? undefined : [`${field} == {${addresses.join(',')}}`];
}

function protocolTerms(rule: Rule): readonly string[] {
  const { protocol, port_range_min: min = -1, port_range_max: max = -1 } = rule;
  if (protocol === undefined) return [];
  const number = protocolNumber(protocol);
  switch (number) {
    case PROTOCOL.tcp:
    case PROTOCOL.udp: {
      const name = number === PROTOCOL.tcp ? 'tcp' : 'udp';
      // Bounds of 0 and -1 are no conditions.
      return [
        name,
        ...(min > 0 ? [`${name}.dst >= ${min}`] : []),
        ...(max > 0 ? [`${name}.dst <= ${max}`] : []),
      ];
    }
    case PROTOCOL.icmp:
    case PROTOCOL.icmpv6: {
      const name = number === PROTOCOL.icmpv6 || rule.ethertype === 'IPv6' ? 'icmp6' : 'icmp4';
      return [
        name,
        ...(min >= 0 ? [`${name}.type == ${min}`] : []),
        ...(max >= 0 ? [`${name}.code == ${max}`] : []),
      ];
    }
    default:
      return [`ip.proto == ${number}`];
  }
}

/** Identifies an ACL among those of its port. */
export const aclKey = ({
  direction,
  priority,
  action,
  match,
}: {
  readonly direction: string;
  readonly priority: number;
  readonly match: string;
  readonly action: string;
}): string => `${direction} ${priority} ${action} ${match}`;
