/** Tests the addresses that subnets give to ports. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/json.js';
import { newServer } from './requests.js';

const MAC = 'fa:16:3e:00:00:07';
const EUI_64 = 'fd00::f816:3eff:fe00:7';

/** Returns a server with a network, and functions that work in it. */
function inNetwork() {
  const server = newServer();
  const network_id = String(server.create('networks', { name: 'n' })['id']);
  const ipsOf = (port: unknown): readonly string[] =>
    ((port as JsonObject)['fixed_ips'] as readonly JsonObject[]).map((ip) =>
      String(ip['ip_address']),
    );
  return {
    ...server,
    subnet: (cidr: string, more: JsonObject = {}): JsonObject => {
      const ip_version = cidr.includes(':') ? 6 : 4;
      return server.create('subnets', {
        network_id,
        cidr,
        ip_version,
        enable_dhcp: false,
        ...more,
      });
    },
    /** Creates a port and returns its addresses. */
    port: (more: JsonObject = {}): readonly string[] =>
      ipsOf(server.create('ports', { network_id, ...more })),
    /** Creates a port and returns its id. */
    portId: (more: JsonObject = {}): string =>
      String(server.create('ports', { network_id, ...more })['id']),
    /** Asks for other addresses and returns those that the port has then. */
    change: (id: string, fixed_ips: readonly JsonObject[]): readonly string[] =>
      ipsOf(server.request('PUT', `ports/${id}`, { port: { fixed_ips } }).body?.['port']),
  };
}

describe('a new subnet', () => {
  it.each([
    ['10.0.0.0/24', {}, '10.0.0.1', '10.0.0.2-10.0.0.254'],
    [
      '10.0.0.0/24',
      { gateway_ip: '10.0.0.9' },
      '10.0.0.9',
      '10.0.0.1-10.0.0.8 10.0.0.10-10.0.0.254',
    ],
    ['10.0.0.0/24', { gateway_ip: '10.0.0.254' }, '10.0.0.254', '10.0.0.1-10.0.0.253'],
    ['10.0.0.0/24', { gateway_ip: null }, null, '10.0.0.1-10.0.0.254'],
    ['10.0.0.0/24', { gateway_ip: '10.9.0.1' }, '10.9.0.1', '10.0.0.1-10.0.0.254'],
    ['10.0.0.0/30', {}, '10.0.0.1', '10.0.0.2-10.0.0.2'],
    ['10.0.0.0/31', { gateway_ip: null }, null, ''],
    ['10.0.0.7/32', { gateway_ip: null }, null, '10.0.0.7-10.0.0.7'],
    ['fd00::/126', {}, 'fd00::1', 'fd00::2-fd00::3'],
    ['fd00::/64', {}, 'fd00::1', 'fd00::2-fd00::ffff:ffff:ffff:ffff'],
  ])('%s %j has the gateway %s and the pools %s', (cidr, more, gateway, pools) => {
    const subnet = inNetwork().subnet(cidr, more);
    expect(subnet['gateway_ip']).toBe(gateway);
    const found = subnet['allocation_pools'] as readonly JsonObject[];
    expect(found.map(({ start, end }) => `${start}-${end}`).join(' ')).toBe(pools);
  });
});

describe('a new port', () => {
  it('gets the lowest address; those given back are used again when no others are left', () => {
    const { subnet, port, portId, request } = inNetwork();
    subnet('10.0.0.0/29');
    expect(port()).toEqual(['10.0.0.2']);
    const second = portId();
    const third = portId();
    request('DELETE', `ports/${third}`);
    request('DELETE', `ports/${second}`);
    expect([port(), port(), port(), port()].flat()).toEqual([
      ...['10.0.0.5', '10.0.0.6', '10.0.0.3', '10.0.0.4'],
    ]);
  });

  it('gets an address of each family, and one in each subnet with automatic addresses', () => {
    const { subnet, port } = inNetwork();
    subnet('10.0.0.0/24');
    subnet('10.1.0.0/24');
    subnet('fd00:1::/64');
    subnet('fd00::/64', { enable_dhcp: true, ipv6_address_mode: 'slaac' });
    subnet('fd00:2::/64', { enable_dhcp: true, ipv6_ra_mode: 'dhcpv6-stateless' });
    expect(port({ mac_address: MAC })).toEqual(
      [...['10.0.0.2', EUI_64, 'fd00:1::2', EUI_64.replace('fd00', 'fd00:2')]].sort(),
    );
  });

  it('takes addresses from the next subnet when one is exhausted', () => {
    const { subnet, port } = inNetwork();
    subnet('10.0.0.0/30');
    subnet('10.1.0.0/30');
    expect([port(), port()].flat()).toEqual(['10.0.0.2', '10.1.0.2']);
  });

  it('has the addresses that it asks for before it gets others', () => {
    const { subnet, port } = inNetwork();
    const subnet_id = String(subnet('10.0.0.0/24')['id']);
    const fixed_ips = [{ subnet_id }, { ip_address: '10.0.0.2' }];
    expect(port({ fixed_ips })).toEqual(['10.0.0.2', '10.0.0.3']);
    expect(port({ fixed_ips: [{ subnet_id }, { subnet_id }] })).toEqual(['10.0.0.4', '10.0.0.5']);
    expect(port({ fixed_ips: [] })).toEqual([]);
  });

  it('has automatic addresses besides those that it asks for', () => {
    const { subnet, port } = inNetwork();
    subnet('10.0.0.0/24');
    subnet('fd00::/64', { enable_dhcp: true, ipv6_address_mode: 'slaac' });
    expect(port({ mac_address: MAC, fixed_ips: [{ ip_address: '10.0.0.9' }] })).toEqual([
      ...['10.0.0.9', EUI_64],
    ]);
  });
});

describe('an existing port', () => {
  it('keeps the addresses that it asks for again', () => {
    const { subnet, portId, change } = inNetwork();
    const subnet_id = String(subnet('10.0.0.0/24')['id']);
    const id = portId();
    expect(change(id, [{ ip_address: '10.0.0.2' }, { subnet_id }])).toEqual([
      '10.0.0.2',
      '10.0.0.3',
    ]);
    expect(change(id, [{ ip_address: '10.0.0.3' }])).toEqual(['10.0.0.3']);
    expect(change(id, [])).toEqual([]);
  });

  it('can have its own address again where there are no others', () => {
    const { subnet, portId, change } = inNetwork();
    const subnet_id = String(subnet('10.0.0.0/30')['id']);
    expect(change(portId(), [{ subnet_id }])).toEqual(['10.0.0.2']);
  });

  it('keeps automatic addresses, and gets one in a new subnet', () => {
    const { subnet, portId, change, request } = inNetwork();
    const id = portId({ mac_address: MAC });
    const slaac = subnet('fd00::/64', { enable_dhcp: true, ipv6_address_mode: 'slaac' });
    expect(change(id, [])).toEqual([EUI_64]);
    expect(request('DELETE', `subnets/${slaac['id']}`).status).toBe(204);
    expect(change(id, [])).toEqual([]);
  });
});

it('the DHCP agent has an address in each subnet that it serves', () => {
  const { subnet, request } = inNetwork();
  const dhcp = (): readonly unknown[] => {
    const ports = request('GET', 'ports').body?.['ports'] as readonly JsonObject[];
    return ports.map(({ fixed_ips }) => (fixed_ips as readonly JsonObject[]).length);
  };
  const first = subnet('10.0.0.0/24', { enable_dhcp: true });
  const second = subnet('fd00::/64', { enable_dhcp: true, ipv6_address_mode: 'slaac' });
  expect(dhcp()).toEqual([2]);
  request('DELETE', `subnets/${second['id']}`);
  expect(dhcp()).toEqual([1]);
  request('DELETE', `subnets/${first['id']}`);
  expect(dhcp()).toEqual([]);
});
