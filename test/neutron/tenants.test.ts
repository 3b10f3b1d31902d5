/** Tests what tenants see and change of each other's resources, and their quotas. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/json.js';
import { DEMO, newServer } from './requests.js';

const OTHER = { tenant: 'other', admin: false };
const ADMIN = { tenant: 'admin', admin: true };
const GONE = 'The resource could not be found.';

/** Returns a server with a network of the tenant demo. */
function withNetwork(attributes: JsonObject = {}) {
  const server = newServer();
  const net = String(server.create('networks', { name: 'n', ...attributes })['id']);
  const subnet = { network_id: net, ip_version: 4, cidr: '10.0.0.0/24' };
  const sub = String(server.create('subnets', subnet)['id']);
  return { ...server, net, sub };
}

const message = (answer: { readonly body?: JsonObject }): unknown =>
  (answer.body?.['NeutronError'] as JsonObject | undefined)?.['message'];

it('a network of another tenant is not there', () => {
  const { request, net, sub, look } = withNetwork();
  const before = look();
  const unknown = `Network ${net} could not be found`;
  expect(request('GET', 'networks', undefined, OTHER).body).toEqual({ networks: [] });
  for (const [method, path, body, text] of [
    ['GET', `networks/${net}`, undefined, unknown],
    ['PUT', `networks/${net}`, { network: { name: 'x' } }, unknown],
    ['DELETE', `networks/${net}`, undefined, unknown],
    ['POST', 'ports', { port: { network_id: net } }, unknown],
    ['GET', `subnets/${sub}`, undefined, `Subnet ${sub} could not be found`],
  ] as const) {
    expect(message(request(method, path, body, OTHER))).toBe(text);
  }
  expect(look()).toBe(before);
  expect(request('GET', `networks/${net}`, undefined, ADMIN).status).toBe(200);
});

it('a shared network can be used, and not changed', () => {
  const { request, net, sub } = withNetwork({ shared: true });
  expect(request('GET', `subnets/${sub}`, undefined, OTHER).status).toBe(200);
  expect(request('POST', 'ports', { port: { network_id: net } }, OTHER).status).toBe(201);
  const change = { network: { shared: false } };
  expect(message(request('PUT', `networks/${net}`, change, OTHER))).toBe(GONE);
  expect(message(request('DELETE', `subnets/${sub}`, undefined, OTHER))).toBe(GONE);
  expect(message(request('PUT', `networks/${net}`, change))).toBe(
    'Unable to reconfigure sharing settings for network n. Multiple tenants are using it',
  );
});

it('an external network is seen, and takes no ports of other tenants', () => {
  const { request, net } = withNetwork({ 'router:external': true });
  expect(request('GET', `networks/${net}`, undefined, OTHER).status).toBe(200);
  const answer = request('POST', 'ports', { port: { network_id: net } }, OTHER);
  expect([answer.status, message(answer)]).toEqual([
    ...[403, 'Tenant other not allowed to create port on this network'],
  ]);
});

it('the admin creates resources for others, which belong to them', () => {
  const { create, request } = newServer();
  const group = create('security-groups', { name: 'g', tenant_id: 'other' }, ADMIN);
  expect(group['tenant_id']).toBe('other');
  const seen = request('GET', 'security-groups', undefined, OTHER).body?.['security_groups'];
  expect((seen as readonly JsonObject[]).map(({ name }) => name).sort()).toEqual(['default', 'g']);
});

it('a port has groups of its own tenant only', () => {
  const { create, request, net } = withNetwork();
  const foreign = create('security-groups', { name: 'g' }, OTHER)['id'] ?? '';
  const port = { network_id: net, security_groups: [foreign] };
  expect(message(request('POST', 'ports', { port }))).toBe(
    `Security group ${foreign} does not exist`,
  );
  expect(message(request('POST', 'ports', { port: { ...port, tenant_id: 'demo' } }, ADMIN))).toBe(
    `Security group ${foreign} does not exist`,
  );
});

describe('quotas', () => {
  it.each([
    ['networks', 10, (n: number) => ({ name: `n${n}` })],
    ['routers', 10, (n: number) => ({ name: `r${n}` })],
    // The default group counts as well.
    ['security-groups', 9, (n: number) => ({ name: `g${n}` })],
  ])('%s: %i', (path, quota, attributes) => {
    const { create, request, look } = newServer();
    for (let n = 0; n < quota; n++) create(path, attributes(n));
    const name = path.replaceAll('-', '_').slice(0, -1);
    const before = look();
    expect(message(request('POST', path, { [name]: attributes(quota) }))).toBe(
      `Quota exceeded for resources: ['${name}']`,
    );
    expect(look()).toBe(before);
    create(path, attributes(quota), OTHER);
  });

  it('come before the checks of a subnet, and after those of its attributes', () => {
    const { create, request, net } = withNetwork();
    const subnet = (cidr: string) => ({ network_id: net, ip_version: 4, cidr, enable_dhcp: false });
    for (let n = 1; n < 10; n++) create('subnets', subnet(`10.${n}.0.0/24`));
    expect(message(request('POST', 'subnets', { subnet: subnet('10.1.0.0/24') }))).toBe(
      "Quota exceeded for resources: ['subnet']",
    );
    expect(message(request('POST', 'subnets', { subnet: subnet('x') }))).toBe(
      "Invalid input for cidr. Reason: 'x' is not a valid IP subnet.",
    );
  });

  it('allow 50 ports and 100 rules', () => {
    const { create, request, net } = withNetwork();
    // One port is that of the DHCP agent.
    for (let n = 1; n < 50; n++) create('ports', { network_id: net });
    expect(message(request('POST', 'ports', { port: { network_id: net } }))).toBe(
      "Quota exceeded for resources: ['port']",
    );
    const { id: security_group_id = '' } = create('security-groups', { name: 'g' });
    const rule = (n: number) => ({
      ...{ security_group_id, direction: 'ingress', protocol: 'tcp' },
      ...{ port_range_min: n, port_range_max: n },
    });
    // Six rules are those of the groups.
    for (let n = 6; n < 100; n++) create('security-group-rules', rule(n));
    expect(
      message(request('POST', 'security-group-rules', { security_group_rule: rule(100) })),
    ).toBe("Quota exceeded for resources: ['security_group_rule']");
  });
});

it('the answer to the admin who sets a binding profile has it', () => {
  const { create, request, net } = withNetwork();
  const profile = { other: 'x' };
  const attributes = { network_id: net, 'binding:profile': profile };
  const port = create('ports', attributes, ADMIN);
  expect(port).toMatchObject({ 'binding:profile': profile, 'binding:host_id': null });
  expect(port).not.toHaveProperty('extra_dhcp_opts');
  const shown = request('GET', `ports/${port['id']}`, undefined, ADMIN).body?.['port'];
  expect(shown).not.toHaveProperty('binding:profile');
  expect(create('ports', { network_id: net }, DEMO)).not.toHaveProperty('binding:vif_type');
});
