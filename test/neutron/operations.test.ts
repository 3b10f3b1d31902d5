/** Tests operations of `ovstest test-neutron` that the recorded sequences lack. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/json.js';
import { type Answer, answers } from './test-bench.js';

const id = (n: number): string => `${n}`.repeat(8).concat('-1111-4111-8111-111111111111');
const [NET, GROUP, FIRST, SECOND, RULE] = [1, 2, 3, 4, 5].map(id);

const network = (more: JsonObject = {}): JsonObject => ({
  op: 'network-create',
  network: { id: NET ?? '', name: 'n', ...more },
});
const group: JsonObject = { op: 'group-create', group: { id: GROUP ?? '', name: 'g', rules: [] } };
const port = (own: string | undefined, more: JsonObject = {}): JsonObject => ({
  op: 'port-create',
  port: {
    ...{ id: own ?? '', network_id: NET ?? '', mac_address: 'fa:16:3e:00:00:01' },
    ...more,
  },
});
const rule = (more: JsonObject): JsonObject => ({
  op: 'rule-create',
  rule: {
    ...{ id: RULE ?? '', security_group_id: GROUP ?? '' },
    ...{ direction: 'ingress', ethertype: 'IPv4', ...more },
  },
});

/** Returns the answer to the last of some operations. */
function last(...operations: readonly JsonObject[]): Answer {
  const all = answers(operations.map((operation) => JSON.stringify(operation)));
  return all[all.length - 1] ?? { northbound: undefined };
}

/** Returns the switches after some operations. */
const switches = (...operations: readonly JsonObject[]): readonly JsonObject[] =>
  (last(...operations).northbound as { switches: readonly JsonObject[] }).switches;

describe('a binding profile', () => {
  const profiles: readonly (readonly [JsonObject, string | undefined])[] = [
    [{ parent_name: FIRST ?? '', tag: 5, more: 1 }, 'Invalid binding:profile. too many parameters'],
    [
      { vtep_physical_switch: 1, vtep_logical_switch: 2 },
      'Invalid binding:profile. vtep_logical_switch 2value invalid type',
    ],
    [
      { parent_name: FIRST ?? '', tag: 4096 },
      'Invalid binding:profile. tag "4096" must be an int between 1 and 4096, inclusive.',
    ],
    [
      { parent_name: FIRST ?? '', tag: -1 },
      'Invalid binding:profile. tag "-1" must be an int between 1 and 4096, inclusive.',
    ],
    [{ parent_name: FIRST ?? '', tag: 4095 }, undefined],
    [{ parent_name: FIRST ?? '', tag: true }, undefined],
    [{ other: 1 }, undefined],
  ];
  it.each(profiles)('%j', (profile, error) => {
    const answer = last(network(), port(FIRST), port(SECOND, { 'binding:profile': profile }));
    expect(answer.error).toBe(error);
  });

  it('with tag 0 has a parent and no tag', () => {
    const profile = { parent_name: FIRST ?? '', tag: 0 };
    const [home] = switches(network(), port(FIRST), port(SECOND, { 'binding:profile': profile }));
    const ports = home?.['ports'] as readonly JsonObject[];
    expect(ports[1]).toMatchObject({ name: SECOND, parent_name: FIRST });
    expect(ports[1]).not.toHaveProperty('tag');
  });
});

it('segmentation id 0 is none', () => {
  const [home] = switches(
    network({
      'provider:network_type': 'vlan',
      'provider:physical_network': 'p',
      'provider:segmentation_id': 0,
    }),
  );
  expect(home?.['external_ids']).not.toHaveProperty('neutron:provnet-segmentation-id');
});

it('ports of a network may share an Ethernet address, and can have more of them', () => {
  const [home] = switches(network(), port(FIRST), port(SECOND), {
    op: 'port-update',
    id: FIRST ?? '',
    port: { allowed_address_pairs: [{ mac_address: 'fa:16:3e:00:00:00' }] },
  });
  expect(home?.['ports']).toMatchObject([
    { name: FIRST, port_security: ['fa:16:3e:00:00:00', 'fa:16:3e:00:00:01'] },
    { name: SECOND, port_security: ['fa:16:3e:00:00:01'] },
  ]);
});

describe('bounds that are no condition', () => {
  it.each([
    ['tcp', -1, -1, 'tcp'],
    ['tcp', 0, 65_535, 'tcp && tcp.dst <= 65535'],
    ['udp', 7, 0, 'udp && udp.dst >= 7'],
    ['icmp', 0, 0, 'icmp4 && icmp4.type == 0 && icmp4.code == 0'],
    ['icmp', -1, -1, 'icmp4'],
  ])('%s %i %i', (protocol, min, max, match) => {
    const [home] = switches(
      ...[network(), group, port(FIRST, { security_groups: [GROUP ?? ''] })],
      rule({ protocol, port_range_min: min, port_range_max: max }),
    );
    const acls = home?.['acls'] as readonly JsonObject[];
    expect(acls.find(({ priority }) => priority === 1002)?.['match']).toBe(
      `outport == "${FIRST}" && ip4 && ${match}`,
    );
  });
});

describe('a line that is no operation', () => {
  it.each([
    ['{', 'the line is not valid JSON'],
    ['[]', 'an operation is a JSON object'],
    [JSON.stringify(rule({ protocol: 'foo' })), '"foo" is not a protocol'],
    [JSON.stringify({ op: 'network-create' }), '"network" is not an object'],
    [JSON.stringify(port(SECOND, { security_groups: 'x' })), '"security_groups" is not a list'],
  ])('%s', (line, error) => {
    const before = [network(), group].map((operation) => JSON.stringify(operation));
    const [, known, answer] = answers([...before, line]);
    expect(answer).toEqual({ error, northbound: known?.northbound });
  });
});
