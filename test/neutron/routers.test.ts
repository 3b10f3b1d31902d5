/** Tests the interfaces, gateways and routes of routers. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/json.js';
import { northboundJson } from '../../src/neutron/driver/northbound-json.js';
import { newServer } from './requests.js';

/** Returns a server with a router, a network and an external network. */
function withRouter() {
  const server = newServer();
  const made = (path: string, attributes: JsonObject): string =>
    String(server.create(path, attributes)['id']);
  const net = made('networks', { name: 'n' });
  const out = made('networks', { name: 'out', 'router:external': true });
  const router = made('routers', { name: 'r' });
  const subnet = (cidr: string, more: JsonObject = {}): string => {
    const ip_version = cidr.includes(':') ? 6 : 4;
    return made('subnets', { network_id: net, cidr, ip_version, enable_dhcp: false, ...more });
  };
  const act = (action: string, body: JsonObject) =>
    server.request('PUT', `routers/${router}/${action}_router_interface`, body);
  const update = (attributes: JsonObject) =>
    server.request('PUT', `routers/${router}`, { router: attributes });
  const get = (path: string, name: string): readonly JsonObject[] => {
    const list = server.request('GET', path).body?.[name];
    return Array.isArray(list) ? list : [];
  };
  return {
    ...{ ...server, made, net, out, router, subnet, act, update },
    /** Returns the addresses of the router's interfaces. */
    interfaces: (): readonly string[] =>
      get('ports', 'ports')
        .filter((port) => port['device_owner'] === 'network:router_interface')
        .map(({ fixed_ips }) =>
          (fixed_ips as readonly JsonObject[]).map(({ ip_address }) => ip_address).join(' '),
        ),
    gateway: (): unknown => get('routers', 'routers')[0]?.['external_gateway_info'],
    routerPorts: (): unknown => {
      const [row] = northboundJson(server.nb)['routers'] as readonly JsonObject[];
      return (row?.['ports'] as readonly JsonObject[] | undefined)?.map(({ network }) => network);
    },
  };
}

describe('an interface', () => {
  it('by subnet has the address of the gateway', () => {
    const { subnet, act, router, interfaces, routerPorts } = withRouter();
    const subnet_id = subnet('10.0.0.0/24', { gateway_ip: '10.0.0.254' });
    const { status, body } = act('add', { subnet_id });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: router,
      tenant_id: 'demo',
      subnet_id,
      subnet_ids: [subnet_id],
    });
    expect(interfaces()).toEqual(['10.0.0.254']);
    expect(routerPorts()).toEqual(['10.0.0.254/24']);
    expect(act('remove', { subnet_id }).body).toEqual(body);
    expect([interfaces(), routerPorts()]).toEqual([[], undefined]);
  });

  it('by port keeps the addresses of the port, and goes with it', () => {
    const { subnet, act, made, net, interfaces } = withRouter();
    const v4 = subnet('10.0.0.0/24');
    const v6 = subnet('fd00::/64');
    const port_id = made('ports', { network_id: net });
    expect(act('add', { port_id }).body).toMatchObject({
      port_id,
      subnet_id: v6,
      subnet_ids: [v4, v6],
    });
    expect(interfaces()).toEqual(['10.0.0.2 fd00::2']);
    expect(act('remove', { port_id, subnet_id: v6 }).body).toMatchObject({
      port_id,
      subnet_id: v4,
    });
    expect(interfaces()).toEqual([]);
  });

  it('loses one subnet of several', () => {
    const { subnet, act, made, net, interfaces } = withRouter();
    subnet('10.0.0.0/24');
    const subnet_id = subnet('fd00::/64');
    act('add', { port_id: made('ports', { network_id: net }) });
    expect(act('remove', { subnet_id }).status).toBe(200);
    expect(interfaces()).toEqual(['10.0.0.2']);
  });

  it('has the IPv6 subnets of a network on one port', () => {
    const { subnet, act, interfaces } = withRouter();
    const first = act('add', { subnet_id: subnet('fd00::/64') }).body;
    const second = act('add', { subnet_id: subnet('fd01::/64') }).body;
    expect(second?.['port_id']).toBe(first?.['port_id']);
    expect(interfaces()).toEqual(['fd00::1 fd01::1']);
  });

  it('is refused where another port of the router has IPv6 addresses', () => {
    const { subnet, act, made, net } = withRouter();
    const first = act('add', { subnet_id: subnet('fd00::/64') }).body?.['port_id'];
    const fixed_ips = [{ subnet_id: subnet('fd01::/64') }];
    const { body } = act('add', { port_id: made('ports', { network_id: net, fixed_ips }) });
    expect(body).toMatchObject({
      NeutronError: {
        message: `Bad router request: Cannot have multiple router ports with the same network id if both contain IPv6 subnets. Existing port ${first} has IPv6 subnet(s) and network id ${net}`,
      },
    });
  });

  it('is refused with two IPv4 subnets', () => {
    const { subnet, act, made, net } = withRouter();
    const fixed_ips = [{ subnet_id: subnet('10.0.0.0/24') }, { subnet_id: subnet('10.1.0.0/24') }];
    const { body } = act('add', { port_id: made('ports', { network_id: net, fixed_ips }) });
    expect(body).toMatchObject({
      NeutronError: {
        message: 'Bad router request: Cannot have multiple IPv4 subnets on router port',
      },
    });
  });
});

describe('a gateway', () => {
  const external = (server: ReturnType<typeof withRouter>, cidr = '172.24.4.0/24'): string =>
    server.made('subnets', { network_id: server.out, ip_version: 4, cidr, enable_dhcp: false });

  it('gets an address, and stays as it is if it is set again', () => {
    const server = withRouter();
    const subnet_id = external(server);
    const info = { external_gateway_info: { network_id: server.out } };
    const wanted = {
      network_id: server.out,
      enable_snat: true,
      external_fixed_ips: [{ subnet_id, ip_address: '172.24.4.2' }],
    };
    server.update(info);
    expect(server.gateway()).toEqual(wanted);
    server.update(info);
    expect(server.gateway()).toEqual(wanted);
    server.update({ external_gateway_info: {} });
    expect(server.gateway()).toBeNull();
  });

  it('has the addresses that are asked for', () => {
    const server = withRouter();
    external(server);
    const ips = (ip_address: string) => ({
      external_gateway_info: {
        ...{ network_id: server.out, enable_snat: false },
        external_fixed_ips: [{ ip_address }],
      },
    });
    server.update(ips('172.24.4.9'));
    expect(server.gateway()).toMatchObject({
      ...{ enable_snat: false, external_fixed_ips: [{ ip_address: '172.24.4.9' }] },
    });
    server.update(ips('172.24.4.8'));
    expect(server.gateway()).toMatchObject({ external_fixed_ips: [{ ip_address: '172.24.4.8' }] });
    expect(server.update(ips('172.24.4.1')).body).toMatchObject({
      NeutronError: {
        message: 'Bad router request: External IP 172.24.4.1 is the same as the gateway IP',
      },
    });
  });

  it('is refused if an interface is in a network with the same addresses', () => {
    const server = withRouter();
    const subnet_id = external(server);
    const inner = server.subnet('172.24.0.0/16');
    server.act('add', { subnet_id: inner });
    const { body } = server.update({ external_gateway_info: { network_id: server.out } });
    expect(body).toMatchObject({
      NeutronError: {
        message: `Bad router request: Cidr 172.24.4.0/24 of subnet ${subnet_id} overlaps with cidr 172.24.0.0/16 of subnet ${inner}`,
      },
    });
  });
});

it('an interface that a route needs stays', () => {
  const { subnet, act, update, router } = withRouter();
  const subnet_id = subnet('10.0.0.0/24');
  act('add', { subnet_id });
  const routes = [{ destination: '10.5.0.0/16', nexthop: '10.0.0.9' }];
  expect(update({ routes }).body).toMatchObject({ router: { routes } });
  expect(act('remove', { subnet_id }).body).toMatchObject({
    NeutronError: {
      message: `Router interface for subnet ${subnet_id} on router ${router} cannot be deleted, as it is required by one or more routes.`,
    },
  });
  update({ routes: [] });
  expect(act('remove', { subnet_id }).status).toBe(200);
});
