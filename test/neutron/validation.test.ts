/** Tests what the server refuses: the text, the status, and that nothing changes. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/json.js';
import type { NeutronMethod } from '../../src/neutron/api.js';
import { DEMO, newServer } from './requests.js';

const ID = '11111111-2222-4333-8444-555555555555';

/** Returns a server with some resources, and their ids by name. */
function furnished() {
  const server = newServer();
  const { create } = server;
  const idOf = (resource: JsonObject): string => String(resource['id']);
  const net = idOf(create('networks', { name: 'net' }));
  const other = idOf(create('networks', { name: 'other' }));
  const sub = idOf(create('subnets', { network_id: net, ip_version: 4, cidr: '10.0.0.0/24' }));
  const away = idOf(create('subnets', { network_id: other, ip_version: 4, cidr: '10.0.0.0/25' }));
  const free = idOf(
    create('subnets', { network_id: other, ip_version: 4, cidr: '10.9.0.0/24', gateway_ip: null }),
  );
  const six = idOf(create('networks', { name: 'six' }));
  const slaac = idOf(
    create('subnets', {
      ...{ network_id: six, ip_version: 6, cidr: 'fd00::/64', ipv6_address_mode: 'slaac' },
    }),
  );
  const tiny = idOf(create('networks', { name: 'tiny' }));
  create('subnets', { network_id: tiny, ip_version: 4, cidr: '10.8.0.0/30', enable_dhcp: false });
  create('ports', { network_id: tiny });
  const port = idOf(
    create('ports', { network_id: net, mac_address: 'fa:16:3e:00:00:01', name: 'vm' }),
  );
  const router = idOf(create('routers', { name: 'r' }));
  const answer = server.request('PUT', `routers/${router}/add_router_interface`, {
    subnet_id: sub,
  });
  const added = String(answer.body?.['port_id']);
  const web = idOf(create('security-groups', { name: 'web' }));
  const rule = idOf(
    create('security-group-rules', {
      ...{ security_group_id: web, direction: 'ingress', protocol: 'tcp' },
      ...{ port_range_min: 80, port_range_max: 80 },
    }),
  );
  const groups = server.request('GET', 'security-groups').body?.['security_groups'];
  const named = (groups as JsonObject[]).find(({ name }) => name === 'default');
  const def = idOf(named ?? {});
  const bare = idOf(create('ports', { network_id: other, fixed_ips: [], security_groups: [] }));
  return {
    server,
    ids: {
      ...{ net, other, sub, away, free, tiny, port, router, web, rule, def, bare, ID },
      ...{ six, slaac, interface: added },
    },
  };
}

type Ids = ReturnType<typeof furnished>['ids'];

/** A request, and the text of its error. Words in capitals after $ are ids. */
type Row = readonly [
  method: NeutronMethod,
  path: string,
  attributes: JsonObject,
  status: number,
  text: string,
];

const rule = (attributes: JsonObject, status: number, text: string): Row => [
  'POST',
  'security-group-rules',
  { security_group_id: '$web', direction: 'ingress', ...attributes },
  status,
  text,
];

const subnet = (attributes: JsonObject, status: number, text: string): Row => [
  'POST',
  'subnets',
  { network_id: '$net', ip_version: 4, ...attributes },
  status,
  text,
];

const port = (attributes: JsonObject, status: number, text: string): Row => [
  'POST',
  'ports',
  { network_id: '$net', ...attributes },
  status,
  text,
];

const subnet6 = (attributes: JsonObject, status: number, text: string): Row =>
  subnet({ ip_version: 6, ...attributes }, status, text);

const TOGETHER = 'Bad subnets request: cidr and prefixlen must not be supplied together';

const inPool = [{ start: '10.1.0.5', end: '10.1.0.20' }];

const ROWS: readonly Row[] = [
  rule(
    { port_range_min: 1, port_range_max: 2 },
    400,
    'Must also specifiy protocol if port range is given.',
  ),
  rule(
    { protocol: 'tcp', port_range_min: 2, port_range_max: 1 },
    400,
    'For TCP/UDP protocols, port_range_min must be <= port_range_max',
  ),
  rule(
    { protocol: '17', port_range_min: 2 },
    400,
    'For TCP/UDP protocols, port_range_min must be <= port_range_max',
  ),
  rule(
    { protocol: 'udp', port_range_max: 2 },
    400,
    'For TCP/UDP protocols, port_range_min must be <= port_range_max',
  ),
  rule(
    { protocol: 'icmp', port_range_min: 256 },
    400,
    'Invalid value for ICMP type (port_range_min) 256. It must be 0 to 255.',
  ),
  rule(
    { protocol: '1', port_range_min: 8, port_range_max: 256 },
    400,
    'Invalid value for ICMP code (port_range_max) 256. It must be 0 to 255.',
  ),
  rule(
    { protocol: 'icmp', port_range_max: 0 },
    400,
    'ICMP code (port-range-max) 0 is provided but ICMP type (port-range-min) is missing.',
  ),
  rule({ protocol: 'tcp', port_range_min: 65_536 }, 400, 'Invalid value for port 65536'),
  rule({ protocol: 'tcp', port_range_min: 'ssh' }, 400, 'Invalid value for port ssh'),
  rule({ protocol: 'tcp', port_range_min: '' }, 400, 'Invalid value for port '),
  rule(
    { protocol: 'foo' },
    400,
    "Security group rule protocol foo not supported. Only protocol values [None, 'tcp', 'udp', 'icmp', 'icmpv6'] and integer representations [0 to 255] are supported.",
  ),
  rule(
    { protocol: 256 },
    400,
    "Security group rule protocol 256 not supported. Only protocol values [None, 'tcp', 'udp', 'icmp', 'icmpv6'] and integer representations [0 to 255] are supported.",
  ),
  rule(
    { ethertype: 'IPv5' },
    400,
    "Invalid input for ethertype. Reason: 'None' is not in ['IPv4', 'IPv6'].",
  ),
  rule(
    { direction: 'x' },
    400,
    "Invalid input for direction. Reason: 'x' is not in ['ingress', 'egress'].",
  ),
  rule({ remote_ip_prefix: 'x' }, 400, 'Invalid CIDR x given as IP prefix'),
  rule({ remote_ip_prefix: 'fd00::/8' }, 400, 'Conflicting value ethertype IPv4 for CIDR fd00::/8'),
  rule(
    { remote_ip_prefix: '10.0.0.0/8', remote_group_id: '$def' },
    400,
    'Only remote_ip_prefix or remote_group_id may be provided.',
  ),
  rule(
    { protocol: 'TCP', port_range_min: '80', port_range_max: 80, ethertype: 'ipv4' },
    409,
    'Security group rule already exists. Rule id is $rule.',
  ),
  rule({ remote_group_id: '$ID' }, 404, 'Security group $ID does not exist'),
  rule({ security_group_id: '$ID' }, 404, 'Security group $ID does not exist'),
  [
    'PUT',
    'security-group-rules/$rule',
    { protocol: 'udp' },
    400,
    'Cannot update read-only attribute protocol',
  ],
  ['DELETE', 'security-group-rules/$ID', {}, 404, 'Security group rule $ID does not exist'],
  ['DELETE', 'security-groups/$ID', {}, 404, 'Security group $ID does not exist'],
  ['DELETE', 'security-groups/$def', {}, 409, 'Security Group $def in use.'],
  ['POST', 'security-groups', { name: 'Default' }, 409, 'Default security group already exists.'],
  [
    'PUT',
    'security-groups/$def',
    { name: 'x' },
    409,
    'Updating default security group not allowed.',
  ],
  [
    'PUT',
    'security-groups/$web',
    { name: 'DEFAULT' },
    409,
    'Default security group already exists.',
  ],
  [
    'POST',
    'security-groups',
    { tenant_id: 'other' },
    400,
    "Specifying 'tenant_id' other than authenticated tenant in request requires admin privileges",
  ],
  [
    'POST',
    'security-groups',
    { name: 'a'.repeat(256) },
    400,
    `Invalid input for name. Reason: '${'a'.repeat(256)}' exceeds maximum length of 255.`,
  ],
  [
    'DELETE',
    'networks/$net',
    {},
    409,
    'Unable to complete operation on network $net. There are one or more ports still in use on the network.',
  ],
  [
    'POST',
    'networks',
    { 'provider:network_type': 'gre', 'provider:physical_network': 'p' },
    400,
    'Invalid input for operation: gre network type is not supported with provider networks (only flat or vlan)..',
  ],
  [
    'PUT',
    'networks/$net',
    { 'provider:network_type': 'flat' },
    400,
    'Invalid input for operation: Plugin does not support updating provider attributes.',
  ],
  [
    'POST',
    'networks',
    { admin_state_up: 'maybe' },
    400,
    "Invalid input for operation: 'maybe' cannot be converted to boolean.",
  ],
  ['POST', 'networks', { foo: 1, bar: 2 }, 400, "Unrecognized attribute(s) 'foo, bar'"],
  ['POST', 'networks', { id: '$ID' }, 400, "Attribute 'id' not allowed in POST"],
  ['PUT', 'networks/$net', { status: 'DOWN' }, 400, 'Cannot update read-only attribute status'],
  ['GET', 'networks/$ID', {}, 404, 'Network $ID could not be found'],
  ['GET', 'subnets/$ID', {}, 404, 'Subnet $ID could not be found'],
  ['GET', 'ports/$ID', {}, 404, 'Port $ID could not be found'],
  ['GET', 'routers/nonsense', {}, 404, 'Router nonsense could not be found'],
  ['GET', 'nosuch', {}, 404, 'The resource could not be found.'],
  subnet(
    { cidr: '10.1.0.1/24' },
    400,
    "Invalid input for cidr. Reason: '10.1.0.1/24' isn't a recognized IP subnet cidr, '10.1.0.0/24' is recommended.",
  ),
  subnet(
    { cidr: '10.1.0.0' },
    400,
    "Invalid input for cidr. Reason: '10.1.0.0' isn't a recognized IP subnet cidr, '10.1.0.0/32' is recommended.",
  ),
  subnet({ cidr: 'x' }, 400, "Invalid input for cidr. Reason: 'x' is not a valid IP subnet."),
  subnet({}, 400, 'Bad subnets request: A cidr must be specified in the absence of a subnet pool'),
  subnet(
    { cidr: 'fd00::/64' },
    400,
    "Invalid input for operation: cidr 'fd00::/64' does not match the ip_version '4'.",
  ),
  subnet(
    { cidr: '10.1.0.0/24', gateway_ip: 'fd00::1' },
    400,
    "Invalid input for operation: gateway_ip 'fd00::1' does not match the ip_version '4'.",
  ),
  subnet(
    { cidr: '10.1.0.0/24', dns_nameservers: ['fd00::1'] },
    400,
    "Invalid input for operation: dns_nameserver 'fd00::1' does not match the ip_version '4'.",
  ),
  subnet(
    { cidr: '10.1.0.0/24', host_routes: [{ destination: '0.0.0.0/0', nexthop: 'fd00::1' }] },
    400,
    "Invalid input for operation: nexthop 'fd00::1' does not match the ip_version '4'.",
  ),
  subnet(
    { cidr: '10.0.0.128/25' },
    400,
    'Invalid input for operation: Requested subnet with cidr: 10.0.0.128/25 for network: $net overlaps with another subnet.',
  ),
  subnet(
    { cidr: '0.0.0.0/0' },
    400,
    'Invalid input for operation: 0 is not allowed as CIDR prefix length.',
  ),
  subnet(
    { cidr: '10.1.0.0/31' },
    400,
    'Invalid input for operation: Subnet has a prefix length that is incompatible with DHCP service enabled..',
  ),
  subnet(
    { cidr: '10.1.0.0/24', gateway_ip: '10.1.0.9', allocation_pools: inPool },
    409,
    'Gateway ip 10.1.0.9 conflicts with allocation pool 10.1.0.5-10.1.0.20',
  ),
  subnet(
    { cidr: '10.1.0.0/24', allocation_pools: [{ start: '10.1.0.5', end: '10.1.1.20' }] },
    400,
    'The allocation pool 10.1.0.5-10.1.1.20 spans beyond the subnet cidr 10.1.0.0/24.',
  ),
  subnet(
    { cidr: '10.1.0.0/24', allocation_pools: [{ start: '10.1.0.5', end: '10.1.0.2' }] },
    400,
    'The allocation pool 10.1.0.5-10.1.0.2 is not valid.',
  ),
  subnet(
    {
      cidr: '10.1.0.0/24',
      allocation_pools: [...inPool, { start: '10.1.0.20', end: '10.1.0.30' }],
    },
    409,
    'Found overlapping allocation pools: 10.1.0.5-10.1.0.20 10.1.0.20-10.1.0.30 for subnet 10.1.0.0/24.',
  ),
  subnet({ network_id: '$ID', cidr: '10.1.0.0/24' }, 404, 'Network $ID could not be found'),
  subnet(
    { network_id: 'x', cidr: '10.1.0.0/24' },
    400,
    "Invalid input for network_id. Reason: 'x' is not a valid UUID.",
  ),
  subnet(
    { ip_version: 5, cidr: '10.1.0.0/24' },
    400,
    "Invalid input for ip_version. Reason: '5' is not in [4, 6].",
  ),
  [
    'POST',
    'subnets',
    { cidr: '10.1.0.0/24', ip_version: 4 },
    400,
    "Failed to parse request. Required attribute 'network_id' not specified",
  ],
  [
    'DELETE',
    'subnets/$sub',
    {},
    409,
    'Unable to complete operation on subnet $sub. One or more ports have an IP allocation from this subnet.',
  ],
  subnet({ cidr: '10.1.0.0/24', prefixlen: 8 }, 400, TOGETHER),
  subnet({ subnetpool_id: '$ID' }, 404, 'Subnet pool $ID could not be found'),
  subnet(
    { cidr: '239.0.0.0/24' },
    400,
    'Invalid input for operation: Multicast IP subnet is not supported if enable_dhcp is True..',
  ),
  subnet(
    { cidr: '127.1.0.0/24' },
    400,
    'Invalid input for operation: Loopback IP subnet is not supported if enable_dhcp is True..',
  ),
  subnet(
    { cidr: '10.1.0.0/24', ipv6_ra_mode: 'slaac' },
    400,
    'Invalid input for operation: ipv6_ra_mode is not valid when ip_version is 4.',
  ),
  subnet(
    { cidr: '10.1.0.0/24', ipv6_address_mode: 'slaac' },
    400,
    'Invalid input for operation: ipv6_address_mode is not valid when ip_version is 4.',
  ),
  subnet6(
    { cidr: 'fd00::/64', ipv6_ra_mode: 'slaac', enable_dhcp: false },
    400,
    'Invalid input for operation: ipv6_ra_mode or ipv6_address_mode cannot be set when enable_dhcp is set to False..',
  ),
  subnet6(
    { cidr: 'fd00::/64', ipv6_ra_mode: 'slaac', ipv6_address_mode: 'dhcpv6-stateful' },
    400,
    "Invalid input for operation: ipv6_ra_mode set to 'slaac' with ipv6_address_mode set to 'dhcpv6-stateful' is not valid. If both attributes are set, they must be the same value.",
  ),
  subnet6(
    { cidr: 'fd00::/63', ipv6_ra_mode: 'slaac' },
    400,
    'Invalid input for operation: Invalid CIDR fd00::/63 for IPv6 address mode. OpenStack uses the EUI-64 address format, which requires the prefix to be /64..',
  ),
  subnet6(
    { cidr: 'fd00::/64', ipv6_ra_mode: 'x' },
    400,
    "Invalid input for ipv6_ra_mode. Reason: 'x' is not in ['dhcpv6-stateful', 'dhcpv6-stateless', 'slaac'].",
  ),
  subnet(
    { cidr: '10.1.0.0/24', dns_nameservers: [1, 2, 3, 4, 5, 6].map((n) => `10.1.0.${n}`) },
    400,
    'Unable to complete operation for new subnet. The number of DNS nameservers exceeds the limit 5.',
  ),
  subnet(
    {
      cidr: '10.1.0.0/24',
      host_routes: Array.from({ length: 21 }, (_, n) => ({
        destination: `10.${n}.0.0/16`,
        nexthop: '10.1.0.9',
      })),
    },
    400,
    'Unable to complete operation for new subnet. The number of host routes exceeds the limit 20.',
  ),
  subnet(
    { cidr: '10.1.0.0/24', dns_nameservers: ['x'] },
    400,
    "Invalid input for dns_nameservers. Reason: 'x' is not a valid nameserver. 'x' is not a valid IP address.",
  ),
  subnet(
    { cidr: '10.1.0.0/24', dns_nameservers: ['10.1.0.9', '10.1.0.9'] },
    400,
    "Invalid input for dns_nameservers. Reason: Duplicate nameserver '10.1.0.9'.",
  ),
  subnet(
    { cidr: '10.1.0.0/24', host_routes: [{ nexthop: '10.1.0.9' }] },
    400,
    "Invalid input for host_routes. Reason: Validation of dictionary's keys failed. Expected keys: set(['destination', 'nexthop']) Provided keys: set([u'nexthop']).",
  ),
  subnet(
    { cidr: '10.1.0.0/24', allocation_pools: ['x'] },
    400,
    "Invalid input for allocation_pools. Reason: Invalid input. 'x' must be a dictionary with keys: ['start', 'end'].",
  ),
  [
    'PUT',
    'subnets/$sub',
    { gateway_ip: '10.0.0.254' },
    409,
    'Current gateway ip 10.0.0.1 already in use by port $interface. Unable to update.',
  ],
  [
    'PUT',
    'subnets/$away',
    { dns_nameservers: [1, 2, 3, 4, 5, 6].map((n) => `10.1.0.${n}`) },
    400,
    'Unable to complete operation for $away. The number of DNS nameservers exceeds the limit 5.',
  ],
  [
    'PUT',
    'subnets/$slaac',
    { enable_dhcp: false },
    400,
    'Invalid input for operation: Cannot disable enable_dhcp with ipv6 attributes set.',
  ],
  port(
    { fixed_ips: [{}] },
    400,
    'Invalid input for operation: IP allocation requires subnet_id or ip_address.',
  ),
  port(
    { fixed_ips: [{ ip_address: '10.0.0.255' }] },
    400,
    'IP address 10.0.0.255 is not a valid IP for any of the subnets on the specified network.',
  ),
  port(
    { fixed_ips: [{ subnet_id: '$sub', ip_address: '10.0.0.0' }] },
    400,
    'IP address 10.0.0.0 is not a valid IP for the specified subnet.',
  ),
  port(
    { network_id: '$six', fixed_ips: [{ ip_address: 'fd00::9' }] },
    400,
    'Invalid input for operation: IPv6 address fd00::9 can not be directly assigned to a port on subnet $slaac since the subnet is configured for automatic addresses.',
  ),
  port(
    { fixed_ips: 'x' },
    400,
    "Invalid input for fixed_ips. Reason: Invalid data format for fixed IP: 'x'.",
  ),
  [
    'PUT',
    'ports/$port',
    { fixed_ips: [1, 2, 3, 4, 5, 6].map(() => ({ subnet_id: '$sub' })) },
    400,
    'Invalid input for operation: Exceeded maximum amount of fixed ips per port.',
  ],
  [
    'PUT',
    'ports/$interface',
    { mac_address: 'fa:16:3e:00:00:09' },
    409,
    'Operation mac address update is not supported for device_owner network:router_interface on port $interface.',
  ],
  port(
    { fixed_ips: [{ ip_address: '10.0.0.1' }] },
    409,
    'Unable to complete operation for network $net. The IP address 10.0.0.1 is in use.',
  ),
  port(
    { fixed_ips: [{ subnet_id: '$sub', ip_address: '10.7.0.1' }] },
    400,
    'IP address 10.7.0.1 is not a valid IP for the specified subnet.',
  ),
  port(
    { fixed_ips: [{ ip_address: '10.7.0.1' }] },
    400,
    'IP address 10.7.0.1 is not a valid IP for any of the subnets on the specified network.',
  ),
  port(
    { fixed_ips: [{ subnet_id: '$away' }] },
    400,
    'Invalid input for operation: Failed to create port on network $net, because fixed_ips included invalid subnet $away.',
  ),
  port({ fixed_ips: [{ subnet_id: '$ID' }] }, 404, 'Subnet $ID could not be found'),
  port(
    { fixed_ips: [11, 12, 13, 14, 15, 16].map((n) => ({ ip_address: `10.0.0.${n}` })) },
    400,
    'Invalid input for operation: Exceeded maximim amount of fixed ips per port.',
  ),
  port(
    { fixed_ips: [{ ip_address: '10.0.0.9' }, { ip_address: '10.0.0.9' }] },
    400,
    "Invalid input for fixed_ips. Reason: Duplicate IP address '10.0.0.9'.",
  ),
  port({ network_id: '$tiny' }, 409, 'No more IP addresses available on network $tiny.'),
  port(
    { mac_address: 'FA:16:3E:00:00:01' },
    409,
    'Unable to complete operation for network $net. The mac address fa:16:3e:00:00:01 is in use.',
  ),
  port(
    { mac_address: 'x' },
    400,
    "Invalid input for mac_address. Reason: 'x' is not a valid MAC address.",
  ),
  port(
    { mac_address: '00:00:00:00:00:00' },
    400,
    "Invalid input for mac_address. Reason: '00:00:00:00:00:00' is not a valid MAC address.",
  ),
  port({ security_groups: ['$ID'] }, 404, 'Security group $ID does not exist'),
  port(
    { security_groups: ['web'] },
    400,
    "Invalid input for operation: 'web' is not an integer or uuid.",
  ),
  port({ allowed_address_pairs: [] }, 400, "Unrecognized attribute(s) 'allowed_address_pairs'"),
  port(
    { 'binding:profile': { parent_name: '$port' } },
    400,
    "Invalid input for operation: Invalid binding:profile. ['parent_name', 'tag'] are all required..",
  ),
  port(
    { 'binding:profile': { parent_name: '$port', tag: 1, x: 1 } },
    400,
    'Invalid input for operation: Invalid binding:profile. too many parameters.',
  ),
  port(
    { 'binding:profile': { parent_name: '$port', tag: 'x' } },
    400,
    'Invalid input for operation: Invalid binding:profile. tag xvalue invalid type.',
  ),
  port(
    { 'binding:profile': { parent_name: '$port', tag: 4096 } },
    400,
    'Invalid input for operation: Invalid binding:profile. tag "4096" must be an int between 1 and 4096, inclusive..',
  ),
  port(
    { 'binding:profile': { parent_name: 'nobody', tag: 1 } },
    404,
    'Port nobody could not be found',
  ),
  [
    'PUT',
    'routers/$router/add_router_interface',
    { subnet_id: '$sub' },
    400,
    'Bad router request: Router already has a port on subnet $sub',
  ],
  [
    'PUT',
    'routers/$router/add_router_interface',
    { subnet_id: '$away' },
    400,
    'Bad router request: Cidr 10.0.0.0/25 of subnet $away overlaps with cidr 10.0.0.0/24 of subnet $sub',
  ],
  [
    'PUT',
    'routers/$router/add_router_interface',
    { subnet_id: '$slaac' },
    400,
    'Bad router request: IPv6 subnet $slaac configured to receive RAs from an external router cannot be added to Neutron Router.',
  ],
  [
    'PUT',
    'routers/$router/add_router_interface',
    { subnet_id: '$sub', port_id: '$port' },
    400,
    'Bad router request: Cannot specify both subnet-id and port-id',
  ],
  [
    'PUT',
    'routers/$router/remove_router_interface',
    { port_id: '$interface', subnet_id: '$away' },
    400,
    'Subnet on port $interface does not match the requested subnet $away',
  ],
  [
    'PUT',
    'routers/$router',
    { external_gateway_info: { enable_snat: false } },
    400,
    "Invalid input for external_gateway_info. Reason: Validation of dictionary's keys failed. Expected keys: set(['network_id']) Provided keys: set([u'enable_snat']).",
  ],
  [
    'PUT',
    'routers/$router',
    { routes: [{ destination: '10.5.0.0/16', nexthop: '10.6.0.1' }] },
    400,
    "Invalid format for routes: [{u'destination': u'10.5.0.0/16', u'nexthop': u'10.6.0.1'}], the nexthop is not connected with router",
  ],
  [
    'PUT',
    'routers/$router',
    { routes: [{ destination: '10.5.0.0/16', nexthop: '10.0.0.1' }] },
    400,
    "Invalid format for routes: [{u'destination': u'10.5.0.0/16', u'nexthop': u'10.0.0.1'}], the nexthop is used by router",
  ],
  [
    'PUT',
    'routers/$router/add_router_interface',
    { subnet_id: '$free' },
    400,
    'Bad router request: Subnet for router interface must have a gateway IP',
  ],
  [
    'PUT',
    'routers/$router/add_router_interface',
    { port_id: '$bare' },
    400,
    'Bad router request: Router port must have at least one fixed IP',
  ],
  [
    'PUT',
    'routers/$router/add_router_interface',
    { port_id: '$ID' },
    404,
    'Port $ID could not be found',
  ],
  [
    'PUT',
    'routers/$router/add_router_interface',
    {},
    400,
    'Bad router request: Either subnet_id or port_id must be specified',
  ],
  [
    'PUT',
    'routers/$router/remove_router_interface',
    { subnet_id: '$away' },
    404,
    'Router $router has no interface on subnet $away',
  ],
  [
    'PUT',
    'routers/$router/remove_router_interface',
    { port_id: '$port' },
    404,
    'Router $router does not have an interface with id $port',
  ],
  ['DELETE', 'routers/$router', {}, 409, 'Router $router still has ports'],
  [
    'PUT',
    'routers/$router',
    { external_gateway_info: { network_id: '$net' } },
    400,
    'Bad router request: Network $net is not an external network',
  ],
];

/** Replaces `$name` by the id. */
const filled = (text: string, ids: Ids): string =>
  text.replace(/\$(\w+)/g, (word, name) => ids[name as keyof Ids] ?? word);

describe('the server refuses', () => {
  it.each(ROWS)('%s %s %j', (method, path, attributes, status, text) => {
    const { server, ids } = furnished();
    const before = server.look();
    const given: JsonObject = JSON.parse(filled(JSON.stringify(attributes), ids));
    const [collection = '', , action] = path.split('/');
    const name = collection.replaceAll('-', '_').slice(0, -1);
    const body = action === undefined ? { [name]: given } : given;
    const answer = server.request(method, filled(path, ids), body);
    expect(answer).toMatchObject({
      status,
      body: { NeutronError: { message: filled(text, ids), detail: '' } },
    });
    expect(server.look()).toBe(before);
  });

  it('more resources than the quota', () => {
    const { create, request } = newServer();
    for (let i = 0; i < 10; i++) create('networks', { name: `n${i}` });
    const answer = request('POST', 'networks', { network: { name: 'n' } });
    expect(answer.body).toMatchObject({
      NeutronError: { message: "Quota exceeded for resources: ['network']" },
    });
    for (let i = 0; i < 9; i++) create('security-groups', { name: `g${i}` });
    expect(
      request('POST', 'security-groups', { security_group: { name: 'g' } }).body,
    ).toMatchObject({
      NeutronError: { message: "Quota exceeded for resources: ['security_group']" },
    });
  });

  it('a port that is in use as the interface of another router', () => {
    const { server, ids } = furnished();
    server.request('PUT', `ports/${ids.port}`, { port: { device_id: 'vm' } });
    const answer = server.request('PUT', `routers/${ids.router}/add_router_interface`, {
      port_id: ids.port,
    });
    expect(answer.body).toMatchObject({
      NeutronError: {
        message: `Unable to complete operation on port ${ids.port} for network ${ids.net}. Port already has an attached device vm.`,
      },
    });
  });

  it('to remove the default group, except for the admin', () => {
    const { server, ids } = furnished();
    const ports = server.request('GET', 'ports').body?.['ports'] as JsonObject[];
    for (const { id } of ports)
      server.request('PUT', `ports/${id}`, { port: { security_groups: [] } });
    const path = `security-groups/${ids.def}`;
    expect(server.request('DELETE', path).body).toMatchObject({
      NeutronError: { message: 'Insufficient rights for removing default security group.' },
    });
    expect(server.request('DELETE', path, undefined, { ...DEMO, admin: true }).status).toBe(204);
    expect(server.request('GET', 'security-groups').body?.['security_groups']).toHaveLength(2);
  });
});
