/** Rules of security groups. Mirrors `neutron/db/securitygroups_db.py` and its extension. */
import { isUuid } from '../../lib/uuid.js';
import { parseCidr } from '../addressing/cidr.js';
import type { Attributes, Converter } from '../attributes/attribute.js';
import { anyText, integerIn, oneOf, orNone } from '../attributes/converters.js';
import { badRequest, conflict, missingGroup, missingRule } from '../errors.js';
import { PROTOCOL, protocolNumber } from '../protocols.js';
import { pythonText } from '../python-text.js';
import { defineResource } from '../resource.js';
import type { NeutronColumns, NeutronRow } from '../schema.js';
import type { Session } from '../session.js';
import { ruleJson } from './rule-json.js';
import { rulesOf } from './security-groups.js';

const MAX_PORT = 65_535;
const MAX_ICMP = 255;

const protocol: Converter<string | null> = (value) => {
  if (value === null) return null;
  const written = pythonText(value);
  const number = integerIn(value);
  if (number !== undefined) {
    if (number >= 0 && number <= 255) return String(number);
  } else if (Object.hasOwn(PROTOCOL, written.toLowerCase())) {
    return written.toLowerCase();
  }
  const names = ['None', ...Object.keys(PROTOCOL).map((name) => `'${name}'`)].join(', ');
  throw badRequest(
    'SecurityGroupRuleInvalidProtocol',
    `Security group rule protocol ${written} not supported. Only protocol values [${names}] ` +
      'and integer representations [0 to 255] are supported.',
  );
};

const port: Converter<number | null> = (value) => {
  if (value === null) return null;
  const number = integerIn(value);
  if (number !== undefined && number >= 0 && number <= MAX_PORT) return number;
  throw badRequest('SecurityGroupInvalidPortValue', `Invalid value for port ${pythonText(value)}`);
};

const ethertype = oneOf(['IPv4', 'IPv6'], (value) => {
  const word = pythonText(value).toLowerCase();
  return ['IPv4', 'IPv6'].find((known) => known.toLowerCase() === word) ?? null;
});

const prefix: Converter<string | null> = (value) => {
  if (value === null || value === '') return null;
  const cidr = parseCidr(pythonText(value));
  if (cidr) return cidr.written;
  throw badRequest('InvalidCIDR', `Invalid CIDR ${pythonText(value)} given as IP prefix`);
};

type NewRule = NeutronColumns<'Security_Group_Rule'>;

const ATTRIBUTES = {
  security_group_id: { post: true, required: true, convert: anyText },
  direction: { post: true, required: true, convert: oneOf(['ingress', 'egress']) },
  ethertype: { post: true, default: 'IPv4', convert: ethertype },
  protocol: { post: true, default: null, convert: protocol },
  port_range_min: { post: true, default: null, convert: port },
  port_range_max: { post: true, default: null, convert: port },
  remote_ip_prefix: { post: true, default: null, convert: prefix },
  remote_group_id: { post: true, default: null, convert: orNone(anyText) },
} satisfies Attributes;

export const SECURITY_GROUP_RULES = defineResource({
  name: 'security_group_rule',
  table: 'Security_Group_Rule',
  quota: 100,
  missing: missingRule,
  attributes: ATTRIBUTES,
  create(session, values, tenant) {
    const { tx } = session;
    const rule: NewRule = {
      tenant,
      security_group: values.security_group_id ?? '',
      direction: values.direction ?? 'ingress',
      ethertype: values.ethertype ?? 'IPv4',
      protocol: values.protocol ?? undefined,
      port_range_min: values.port_range_min ?? undefined,
      port_range_max: values.port_range_max ?? undefined,
      remote_ip_prefix: values.remote_ip_prefix ?? undefined,
      remote_group: values.remote_group_id ?? undefined,
    };
    checkPorts(rule);
    checkRemote(session, rule);
    if (!findGroup(session, rule.security_group)) throw missingGroup(rule.security_group);
    const same = [...rulesOf(session, rule.security_group)].find((other) => isSame(rule, other));
    if (same) {
      throw conflict(
        'SecurityGroupRuleExists',
        `Security group rule already exists. Rule id is ${same._uuid}.`,
      );
    }
    return tx.insert('Security_Group_Rule', rule, session.newId());
  },
  // No attribute can be updated, so the body is empty.
  update: () => undefined,
  delete: ({ tx }, row) => tx.delete('Security_Group_Rule', row._uuid),
  show: (_, row) => ruleJson(row),
});

const findGroup = (session: Session, id: string) => {
  const row = isUuid(id) ? session.tx.get('Security_Group', id) : undefined;
  return row && session.owns(row) ? row : undefined;
};

/** Mirrors `_validate_port_range()`. */
function checkPorts({ protocol: name, port_range_min: min, port_range_max: max }: NewRule): void {
  if (min === undefined && max === undefined) return;
  if (name === undefined) {
    throw badRequest(
      'SecurityGroupProtocolRequiredWithPorts',
      'Must also specifiy protocol if port range is given.',
    );
  }
  const number = protocolNumber(name);
  if (number === PROTOCOL.tcp || number === PROTOCOL.udp) {
    if (min !== undefined && max !== undefined && min <= max) return;
    throw badRequest(
      'SecurityGroupInvalidPortRange',
      'For TCP/UDP protocols, port_range_min must be <= port_range_max',
    );
  }
  if (number !== PROTOCOL.icmp) return;
  for (const [field, attribute, value] of [
    ['type', 'port_range_min', min],
    ['code', 'port_range_max', max],
  ] as const) {
    if (value === undefined || value <= MAX_ICMP) continue;
    throw badRequest(
      'SecurityGroupInvalidIcmpValue',
      `Invalid value for ICMP ${field} (${attribute}) ${value}. It must be 0 to 255.`,
    );
  }
  if (min === undefined) {
    throw badRequest(
      'SecurityGroupMissingIcmpType',
      `ICMP code (port-range-max) ${max} is provided but ICMP type (port-range-min) is missing.`,
    );
  }
}

/** Mirrors `_validate_ip_prefix()` and the checks after it. */
function checkRemote(session: Session, rule: NewRule): void {
  const { remote_ip_prefix: cidr, remote_group: remote } = rule;
  if (cidr !== undefined && rule.ethertype !== `IPv${parseCidr(cidr)?.family}`) {
    throw badRequest(
      'SecurityGroupRuleParameterConflict',
      `Conflicting value ethertype ${rule.ethertype} for CIDR ${cidr}`,
    );
  }
  if (remote === undefined) return;
  if (cidr !== undefined) {
    throw badRequest(
      'SecurityGroupRemoteGroupAndRemoteIpPrefix',
      'Only remote_ip_prefix or remote_group_id may be provided.',
    );
  }
  if (!findGroup(session, remote)) throw missingGroup(remote);
}

const isSame = (rule: NewRule, { _uuid, ...other }: NeutronRow<'Security_Group_Rule'>): boolean =>
  Object.entries(rule).every(([name, value]) => Reflect.get(other, name) === value);
