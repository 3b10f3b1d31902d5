/** The commands of security groups and their rules. */
import { isJsonObject, type JsonObject } from '../../lib/json.js';
import type { Parsed } from '../openstack/argparse.js';
import type { Client } from './client.js';
import { given, type NeutronCommand, only, option, positional } from './command.js';
import { protocolPort, remoteText, rulesText } from './rule-text.js';

const DIRECTIONS = ['ingress', 'egress'];

/** The names in headers of attributes that hold ids of groups, whose names are shown. */
const TITLES = { security_group_id: 'security_group', remote_group_id: 'remote_group' };

export const SECURITY_GROUP_COMMANDS: readonly NeutronCommand[] = [
  {
    kind: 'list',
    ...{ name: 'security-group-list', resource: 'security_group' },
    summary: 'list security groups with their rules',
    columns: ['id', 'name', 'security_group_rules'],
    format: {
      security_group_rules: ({ security_group_rules: rules }) =>
        Array.isArray(rules) ? rulesText(rules.filter(isJsonObject)) : '',
    },
  },
  {
    kind: 'show',
    ...{ name: 'security-group-show', resource: 'security_group', indent: 5 },
    summary: 'show a security group',
  },
  {
    kind: 'create',
    ...{ name: 'security-group-create', resource: 'security_group' },
    summary: 'create a security group, which allows all egress traffic',
    args: [
      positional('name', 'NAME', 'the name of the group'),
      only('description', { help: 'a description of the group' }),
    ],
    body: (parsed) => given(parsed, 'name', 'description', 'tenant_id'),
  },
  {
    kind: 'update',
    ...{ name: 'security-group-update', resource: 'security_group' },
    summary: 'change the name or the description of a security group',
    args: [
      only('name', { help: 'the new name' }),
      only('description', { help: 'the new description' }),
    ],
    body: (parsed) => given(parsed, 'name', 'description'),
  },
  {
    kind: 'delete',
    ...{ name: 'security-group-delete', resource: 'security_group' },
    summary: 'delete a security group that no port uses',
  },
  {
    kind: 'list',
    ...{ name: 'security-group-rule-list', resource: 'security_group_rule' },
    summary: 'list the rules of all security groups',
    args: [only('no-nameconv', { action: 'true', help: 'show ids of groups instead of names' })],
    columns: ['id', 'security_group_id', 'direction', 'ethertype', 'protocol/port', 'remote'],
    sources: {
      remote: ['remote_ip_prefix', 'remote_group_id'],
      'protocol/port': ['protocol', 'port_range_min', 'port_range_max'],
    },
    extend: withNames,
    titles: (parsed): Readonly<Record<string, string>> =>
      parsed.flag('no_nameconv') === true ? {} : TITLES,
  },
  {
    kind: 'show',
    ...{ name: 'security-group-rule-show', resource: 'security_group_rule' },
    ...{ idOnly: true, summary: 'show a rule of a security group' },
  },
  {
    kind: 'create',
    ...{ name: 'security-group-rule-create', resource: 'security_group_rule' },
    summary: 'add a rule to a security group',
    args: [
      positional('security_group_id', 'SECURITY_GROUP', 'the group that gets the rule'),
      only('direction', {
        choices: DIRECTIONS,
        help: 'the direction of the traffic, as the port sees it; the default is ingress',
      }),
      only('ethertype', { help: 'IPv4 or IPv6; the default is IPv4' }),
      only('protocol', { help: 'tcp, udp, icmp, icmpv6 or a number; the default is any' }),
      ...option('port-range-min', { help: 'the first port, or the ICMP type' }),
      ...option('port-range-max', { help: 'the last port, or the ICMP code' }),
      ...option('remote-ip-prefix', { help: 'the addresses of the other end, such as 10.0.0.0/8' }),
      ...option('remote-group-id', {
        metavar: 'REMOTE_GROUP',
        help: 'the security group of the other end',
      }),
    ],
    body: ruleBody,
  },
  {
    kind: 'delete',
    ...{ name: 'security-group-rule-delete', resource: 'security_group_rule' },
    ...{ idOnly: true, summary: 'delete a rule of a security group' },
  },
];

function ruleBody(parsed: Parsed, client: Client): JsonObject {
  const protocol = parsed.text('protocol');
  const remote = parsed.text('remote_group_id');
  return {
    security_group_id: client.find('security_group', parsed.text('security_group_id') ?? ''),
    direction: parsed.text('direction') ?? 'ingress',
    ethertype: parsed.text('ethertype') || (protocol === 'icmpv6' ? 'IPv6' : 'IPv4'),
    ...given(
      parsed,
      ...['protocol', 'port_range_min', 'port_range_max', 'remote_ip_prefix', 'tenant_id'],
    ),
    ...(remote ? { remote_group_id: client.find('security_group', remote) } : {}),
  };
}

/** Adds the columns that sum up a rule, and replaces the ids of groups by their names. */
function withNames(rules: readonly JsonObject[], parsed: Parsed, client: Client) {
  const ids = new Set<string>();
  for (const { security_group_id: group, remote_group_id: remote } of rules) {
    for (const id of [group, remote]) if (typeof id === 'string') ids.add(id);
  }
  const groups =
    parsed.flag('no_nameconv') === true || ids.size === 0
      ? []
      : client.list('security_group', [
          ['fields', 'id'],
          ['fields', 'name'],
          ...Array.from(ids, (id) => ['id', id] as const),
        ]);
  const names = new Map(groups.flatMap(({ id, name }) => (name ? [[id, name] as const] : [])));
  return rules.map((rule): JsonObject => {
    const named: JsonObject = { ...rule };
    const changed = Object.fromEntries(
      Object.keys(TITLES).flatMap((key) => {
        const id = named[key];
        return id === undefined ? [] : [[key, names.get(id) ?? id]];
      }),
    );
    const shown = { ...named, ...changed };
    const has = (...keys: readonly string[]) => keys.every((key) => key in rule);
    return {
      ...shown,
      ...(has('remote_ip_prefix', 'remote_group_id') ? { remote: remoteText(shown) ?? 'any' } : {}),
      ...(has('protocol', 'port_range_min', 'port_range_max')
        ? { 'protocol/port': protocolPort(shown) ?? 'any' }
        : {}),
    };
  });
}
