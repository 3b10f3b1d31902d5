/** Hints about settings of logical ports, which ovn-nbctl stores without a check. */
import { didYouMean } from '../../lib/closest.js';
import { type Advice, commandsIn } from './advice.js';

const ETHERNET = /^(?:[\da-f]{1,2}:){5}[\da-f]{1,2}$/i;
const PORT_TYPES = ['localnet', 'router', 'vtep'];

/** True for an IP address, which may have a prefix length. */
function isIp(word: string): boolean {
  const [address = '', prefix = '0'] = word.split('/');
  if (!/^\d+$/.test(prefix)) return false;
  const parts = address.split('.');
  if (parts.length === 4) {
    return (
      parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255) && Number(prefix) <= 32
    );
  }
  return /^[\da-f:]+$/i.test(address) && address.includes(':') && Number(prefix) <= 128;
}

/** True for an argument that starts with an IP address: there is another hint for those. */
const startsWithIp = (word: string): boolean => {
  const [first = ''] = word.split(' ');
  return isIp(first) && !ETHERNET.test(first);
};

/** Reports addresses that are none. */
export const badAddress: Advice = function* ({ program, args }) {
  if (program !== 'ovn-nbctl') return;
  for (const { name, args: words } of commandsIn(args)) {
    if (name !== 'lport-set-addresses' && name !== 'lport-set-port-security') continue;
    for (const word of words.slice(1)) {
      const [ethernet = '', ...ips] = word.trim().split(/\s+/);
      if (word === 'unknown' || startsWithIp(word)) continue;
      const bad = ETHERNET.test(ethernet) ? ips.find((ip) => !isIp(ip)) : ethernet;
      if (bad === undefined) continue;
      const near = didYouMean(bad, ['unknown']);
      yield `'${bad}' is not an address, so it has no effect.${near || ' Valid: "MAC", "MAC IP..." or unknown.'}`;
    }
  }
};

/** Reports types of ports that do not exist, and options that are no settings. */
export const badType: Advice = function* ({ program, args }) {
  if (program !== 'ovn-nbctl') return;
  for (const { name, args: words } of commandsIn(args)) {
    const [, ...values] = words;
    if (name === 'lport-set-type') {
      const [type = ''] = values;
      if (type === '' || PORT_TYPES.includes(type)) continue;
      yield `There is no type '${type}' of ports.${didYouMean(type, PORT_TYPES)} Valid: ${PORT_TYPES.join(', ')}, or '' for a port of a VM.`;
    }
    if (name !== 'lport-set-options') continue;
    const bad = values.find((word) => !word.includes('='));
    if (bad !== undefined)
      yield `'${bad}' is not an option. Options are KEY=VALUE, as in network_name=physnet1`;
  }
};

/** Reports a network of the hosts that no bridge is connected to. */
export const unmappedNetwork: Advice = function* ({ program, args }, { ovs }) {
  if (program !== 'ovn-nbctl') return;
  for (const word of args) {
    const [, network] = /^(?:options:)?network_name="?([^"]+)"?$/.exec(word) ?? [];
    if (network === undefined) continue;
    const mappings = [...ovs.rows('Open_vSwitch')]
      .map(({ external_ids }) => external_ids.get('ovn-bridge-mappings') ?? '')
      .flatMap((text) => text.split(','));
    if (mappings.some((mapping) => mapping.startsWith(`${network}:`))) continue;
    const known = mappings.map((mapping) => mapping.split(':')[0] ?? '').filter(Boolean);
    yield `No bridge is connected to the network '${network}'.${didYouMean(network, known)} To connect one: ovs-vsctl set Open_vSwitch . external_ids:ovn-bridge-mappings=${network}:BRIDGE`;
  }
};
