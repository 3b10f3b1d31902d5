/** Why an attempt failed: where its last frame ended. */
import { formatIp } from '../../hosts/addresses.js';
import type { Message } from '../../hosts/message.js';
import type { Reception } from '../../hosts/network.js';
import type { Attempt } from '../../hosts/traffic.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { stationName } from './parties.js';

/** Lines that say which frame was lost. */
export function reasonFor(_sandbox: Sandbox, { journeys }: Attempt<Reception>): string {
  const lost = journeys.findLast(({ reached }) => reached.length === 0) ?? journeys.at(-1);
  if (lost === undefined) return '';
  const end =
    lost.reached.length === 0
      ? 'reached nobody'
      : `reached ${lost.reached.map(stationName).join(', ')}`;
  return `${describe(lost.message)} from ${stationName(lost.from)} ${end}.\n`;
}

/** What a frame is, in a few words. */
function describe({ body }: Message): string {
  if (body.type === 'arp') return body.reply ? 'The ARP reply' : 'The ARP request';
  const to = `to ${formatIp(body.destination)}`;
  const { payload } = body;
  switch (payload.type) {
    case 'echo':
      return `The echo ${payload.reply ? 'reply' : 'request'} ${to}`;
    case 'tcp':
      return `The TCP segment ${to} port ${payload.destination}`;
    case 'udp':
      return `The UDP datagram ${to} port ${payload.destination}`;
    case 'error':
      return `The ICMP error ${to}`;
    case 'solicitation':
      return 'The neighbour solicitation';
    case 'advertisement':
      return 'The neighbour advertisement';
  }
}
