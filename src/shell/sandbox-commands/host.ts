/** `sandbox host`: shows hosts and changes their services and addresses. */

import { serviceName } from '../../hosts/host.js';
import type { Station } from '../../hosts/network.js';
import { formatMac } from '../../lib/addresses.js';
import { formatIp, parseIp } from '../../lib/ip.js';
import { addAddress, found } from './parties.js';
import { type Call, Refusal, type Subcommand } from './subcommand.js';

const ACTIONS = ['show', 'listen', 'close', 'ip'] as const;

export const HOST: Subcommand = {
  name: 'host',
  usage: '[PORT [ACTION [VALUE]]]',
  summary: 'show or change the hosts behind logical ports',
  help: `Each logical port that is bound here has a host with the addresses of the port.
  sandbox host                        show all hosts
  sandbox host PORT show              show one host
  sandbox host PORT listen tcp/22     start a service
  sandbox host PORT close tcp/22      stop a service
  sandbox host PORT ip 10.0.0.5       add an address, and use it as the source`,
  values: {
    ACTION: ACTIONS,
    VALUE: ['tcp/', 'udp/'].map((text) => ({ text, open: true })),
  },
  run(call) {
    const [name = 'show', action = 'show', value] = call.args;
    const { hosts } = call.sandbox;
    if (name === 'show') {
      const stations = hosts.stations();
      for (const station of stations) call.print(describe(station));
      if (stations.length === 0)
        call.print('There are no hosts, because no logical port is bound here.\n');
      return;
    }
    found(hosts.station(name));
    switch (action) {
      case 'show':
        break;
      case 'listen':
      case 'close':
        changeService(call, name, action, value);
        break;
      case 'ip': {
        const address = parseIp(value ?? '');
        if (address === undefined) throw new Refusal(`'${value ?? ''}' is not an IP address`);
        addAddress(call.sandbox, name, address);
        break;
      }
      default:
        throw new Refusal(`unknown action '${action}'; use one of ${ACTIONS.join(', ')}`);
    }
    call.print(describe(found(hosts.station(name))));
  },
};

function changeService(call: Call, name: string, action: 'listen' | 'close', text = ''): void {
  const match = /^(tcp|udp)\/(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  const protocol = match?.[1];
  if ((protocol !== 'tcp' && protocol !== 'udp') || port < 1 || port > 65_535) {
    throw new Refusal(`'${text}' must be tcp/PORT or udp/PORT, as in tcp/22`);
  }
  const service = serviceName(protocol, port);
  call.sandbox.changeHost(name, (settings) => {
    const others = settings.services.filter((other) => other !== service);
    settings.services = action === 'listen' ? [...others, service] : others;
  });
}

function describe({ host, attachment }: Station): string {
  const { name, mac, subnets } = host.identity;
  const where =
    attachment.vlan === undefined
      ? attachment.device
      : `${attachment.device}, VLAN ${attachment.vlan}`;
  const lines = [
    `${name} (on ${where})`,
    `    mac: ${formatMac(mac)}`,
    `    ip: ${subnets.map(({ address }) => formatIp(address)).join(', ')}`,
  ];
  const gateways = subnets.flatMap(({ gateway }) => (gateway ? [formatIp(gateway)] : []));
  if (gateways.length > 0) lines.push(`    gateway: ${gateways.join(', ')}`);
  if (host.services.size > 0) lines.push(`    listens on: ${[...host.services].join(', ')}`);
  for (const { localPort, remote, remotePort, state } of host.tcp.connections) {
    lines.push(`    tcp: port ${localPort} with ${formatIp(remote)} port ${remotePort}, ${state}`);
  }
  return `${lines.join('\n')}\n`;
}
