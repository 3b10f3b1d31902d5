/** The commands of routers. */
import type { JsonObject } from '../../lib/json.js';
import type { Argument, Parsed } from '../openstack/argparse.js';
import { dumps } from '../openstack/python-json.js';
import { readPairs } from '../openstack/value-specs.js';
import { type Client, ClientError } from './client.js';
import { given, type NeutronCommand, only, option, positional } from './command.js';

const ROUTER = positional('router', 'ROUTER', 'the router');

const INTERFACE = positional(
  'interface',
  'INTERFACE',
  'SUBNET, subnet=SUBNET or port=PORT, by name or id',
);

/** Returns an option that is True or False. */
const truth = (name: string, dest: string, help: string, hidden = false): Argument => ({
  ...{ flags: [`--${name}`], dest, metavar: '{True,False}', help },
  ...(hidden ? { hidden } : {}),
  choices: ['True', 'true', 'False', 'false'],
});

/** Finds what an INTERFACE argument names, and calls an action of the router with it. */
function interfaceAction(parsed: Parsed, client: Client, action: string): JsonObject {
  const text = parsed.text('interface') ?? '';
  const equals = text.indexOf('=');
  const [kind, name] =
    equals < 0 ? ['subnet', text] : [text.slice(0, equals), text.slice(equals + 1)];
  const router = client.find('router', parsed.text('router') ?? '');
  if (kind !== 'subnet' && kind !== 'port') {
    throw new ClientError(`'Client' object has no attribute 'list_${kind}s'`);
  }
  return client.act('router', router, action, { [`${kind}_id`]: client.find(kind, name) });
}

export const ROUTER_COMMANDS: readonly NeutronCommand[] = [
  {
    kind: 'list',
    ...{ name: 'router-list', resource: 'router', summary: 'list routers' },
    columns: ['id', 'name', 'external_gateway_info', 'distributed', 'ha'],
    format: {
      external_gateway_info: ({ external_gateway_info: gateway }) => dumps(gateway ?? null),
    },
  },
  { kind: 'show', name: 'router-show', resource: 'router', summary: 'show a router' },
  {
    kind: 'create',
    ...{ name: 'router-create', resource: 'router' },
    summary: 'create a router, which becomes a logical router',
    args: [
      ...option('admin-state-down', {
        ...{ dest: 'admin_state', action: 'false' },
        help: 'make it administratively down',
      }),
      positional('name', 'NAME', 'the name of the router'),
      truth('distributed', 'distributed', 'not supported by the OVN driver'),
      truth('ha', 'ha', 'not supported either'),
    ],
    body: (parsed) => ({
      admin_state_up: parsed.flag('admin_state') ?? true,
      ...given(parsed, 'name', 'tenant_id', 'distributed', 'ha'),
    }),
  },
  {
    kind: 'update',
    ...{ name: 'router-update', resource: 'router' },
    summary: 'change attributes of a router',
    args: [
      only('name', { help: 'the new name' }),
      truth('admin-state-up', 'admin_state_up', 'make it administratively up or down'),
      truth('admin_state_up', 'admin_state_up', '', true),
      truth('distributed', 'distributed', 'not supported by the OVN driver'),
    ],
    body: (parsed) => given(parsed, 'admin_state_up', 'name', 'distributed'),
  },
  {
    kind: 'delete',
    ...{ name: 'router-delete', resource: 'router' },
    summary: 'delete a router without interfaces',
  },
  {
    kind: 'action',
    ...{ name: 'router-interface-add', resource: 'router' },
    summary: 'connect a router to a subnet',
    args: [ROUTER, INTERFACE],
    run: (parsed, client) => {
      const { port_id: port } = interfaceAction(parsed, client, 'add_router_interface');
      return `Added interface ${port} to router ${parsed.text('router')}.`;
    },
  },
  {
    kind: 'action',
    ...{ name: 'router-interface-delete', resource: 'router' },
    summary: 'disconnect a router from a subnet',
    args: [ROUTER, INTERFACE],
    run: (parsed, client) => {
      interfaceAction(parsed, client, 'remove_router_interface');
      return `Removed interface from router ${parsed.text('router')}.`;
    },
  },
  {
    kind: 'action',
    ...{ name: 'router-gateway-set', resource: 'router' },
    summary: 'give a router an external network as its gateway',
    args: [
      ROUTER,
      positional('external_network', 'EXTERNAL-NETWORK', 'the external network'),
      only('disable-snat', { action: 'true', help: 'not supported by the OVN driver' }),
      only('fixed-ip', { action: 'append', help: 'an address for the router to have there' }),
    ],
    run: setGateway,
  },
  {
    kind: 'action',
    ...{ name: 'router-gateway-clear', resource: 'router' },
    summary: 'take the gateway of a router away',
    args: [ROUTER],
    run: (parsed, client) => {
      const router = client.find('router', parsed.text('router') ?? '');
      client.update('router', router, { external_gateway_info: {} });
      return `Removed gateway from router ${parsed.text('router')}`;
    },
  },
];

function setGateway(parsed: Parsed, client: Client): string {
  const router = client.find('router', parsed.text('router') ?? '');
  const network_id = client.find('network', parsed.text('external_network') ?? '');
  const ips = parsed.list('fixed_ip').map((text): JsonObject => {
    const fixed = readPairs(text);
    const { subnet_id: subnet } = fixed;
    return typeof subnet === 'string' && subnet !== ''
      ? { ...fixed, subnet_id: client.find('subnet', subnet) }
      : fixed;
  });
  client.update('router', router, {
    external_gateway_info: {
      network_id,
      ...(parsed.flag('disable_snat') === true ? { enable_snat: false } : {}),
      ...(ips.length > 0 ? { external_fixed_ips: ips } : {}),
    },
  });
  return `Set gateway for router ${parsed.text('router')}`;
}
