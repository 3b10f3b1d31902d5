/** Puts rules of security groups in words. */
import type { Json, JsonObject } from '../../lib/json.js';

/** Returns the protocol of a rule with its ports or ICMP type: `22/tcp`, `icmp (type:8)`. */
export function protocolPort(rule: JsonObject): string | null {
  const { protocol, port_range_min: min, port_range_max: max } = rule;
  if (protocol === undefined || protocol === null) return null;
  if (protocol === 'tcp' || protocol === 'udp') {
    if (!min) return protocol;
    return min === max ? `${min}/${protocol}` : `${min}-${max}/${protocol}`;
  }
  if (protocol !== 'icmp') return String(protocol);
  const parts = [
    ...(isGiven(min) ? [`type:${min}`] : []),
    ...(isGiven(max) ? [`code:${max}`] : []),
  ];
  return parts.length === 0 ? 'icmp' : `icmp (${parts.join(', ')})`;
}

const isGiven = (json: Json | undefined): boolean => json !== undefined && json !== null;

/** Returns the other end of a rule's connections: `10.0.0.0/8 (CIDR)`, `web (group)`. */
export function remoteText({ remote_ip_prefix: prefix, remote_group_id: group }: JsonObject) {
  if (prefix) return `${prefix} (CIDR)`;
  return group ? `${group} (group)` : null;
}

/** Returns a rule in one line: `ingress, IPv4, 22/tcp`. */
export function ruleText(rule: JsonObject): string {
  const { direction, ethertype, remote_ip_prefix: prefix, remote_group_id: group } = rule;
  return [
    direction,
    ethertype,
    protocolPort(rule),
    prefix ? `remote_ip_prefix: ${prefix}` : null,
    group ? `remote_group_id: ${group}` : null,
  ]
    .filter(Boolean)
    .join(', ');
}

/** Returns the rules of a group, one per line and sorted. */
export const rulesText = (rules: readonly JsonObject[]): string =>
  rules.map(ruleText).sort(byText).join('\n');

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
