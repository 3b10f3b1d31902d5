/** `sandbox tcp` and `sandbox udp`: connect a client on one host to a service on another. */
import { serviceName, type TransportProtocol } from '../../hosts/host.js';
import { stationWith } from '../../hosts/hosts.js';
import { CONVERSATIONS, clientPort, type Outcome } from '../../hosts/traffic.js';
import { reasonFor } from './loss.js';
import {
  breathe,
  COUNT,
  countOf,
  IPV6,
  nameAndAddress,
  parseTarget,
  partiesOf,
  SIZE,
  SOURCE_IP,
  SOURCE_PORT,
  sizeOf,
  sourcePortOf,
  untilQuiet,
} from './parties.js';
import type { Subcommand, SubcommandOption } from './subcommand.js';

const KEEP: SubcommandOption = {
  name: 'keep',
  short: 'k',
  argument: 'none',
  help: 'leave the connection open',
};

const DEFAULT_SIZE = { tcp: 0, udp: 12 } as const;

function conversation(protocol: TransportProtocol, summary: string, help: string): Subcommand {
  return {
    name: protocol,
    usage: 'SRC DST:PORT',
    summary,
    help,
    options: [COUNT, SIZE, SOURCE_PORT, IPV6, SOURCE_IP, ...(protocol === 'tcp' ? [KEEP] : [])],
    async run(call) {
      const [sourceName = '', target = ''] = call.args;
      const { name, port } = parseTarget(target);
      const count = countOf(call, 1);
      const size = sizeOf(call, DEFAULT_SIZE[protocol]);
      const parties = partiesOf(call, sourceName, name);
      const { hosts } = call.sandbox;
      const network = call.sandbox.network();
      parties.from.host.begin();
      let failures = 0;
      for (let i = 0; i < count && !call.signal.aborted; i++) {
        await breathe(call, i);
        const options = {
          sourcePort: sourcePortOf(call, clientPort(hosts.nextConversation())),
          port,
          size,
          keep: call.options.has(KEEP.name),
        };
        const attempt = untilQuiet(() => CONVERSATIONS[protocol](network, parties, options));
        const line = resultOf(attempt.outcome);
        const target = `${nameAndAddress(name, parties.destination)} port ${port} [${protocol}]`;
        call.print(
          line.failed ? `connect to ${target} failed: ${line.text}\n` : `${target}: ${line.text}\n`,
        );
        if (!line.failed) continue;
        failures += 1;
        if (attempt.outcome.type === 'refused') {
          const service = serviceName(protocol, port);
          const whose = stationWith(parties.destination, hosts.stations())?.host.identity.name;
          call.print(
            `The packets arrived, but no service listens. Start one: sandbox host ${whose ?? name} listen ${service}\n`,
          );
        } else call.print(reasonFor(call.sandbox, attempt));
      }
      return failures < count ? 0 : 1;
    },
  };
}

/** Returns the message of the client about the outcome. */
function resultOf(outcome: Outcome): { readonly failed: boolean; readonly text: string } {
  switch (outcome.type) {
    case 'connected': {
      const { connection, bytes } = outcome;
      const sent = bytes > 0 ? `, ${bytes} bytes sent` : '';
      const open = connection.state === 'established' ? ', still open' : '';
      return { failed: false, text: `connected from port ${connection.localPort}${sent}${open}` };
    }
    case 'answered':
      return { failed: false, text: `answered with ${outcome.bytes} bytes` };
    case 'refused':
      return { failed: true, text: 'Connection refused' };
    case 'unreachable':
      return { failed: true, text: 'No route to host' };
    case 'complaint':
      return {
        failed: true,
        text: outcome.reason === 'time-exceeded' ? 'Time to live exceeded' : 'No route to host',
      };
    case 'silence':
      return { failed: true, text: 'Connection timed out' };
  }
}

export const TCP = conversation(
  'tcp',
  'open a TCP connection from one host to another',
  `SRC is a logical port; DST is a logical port or an IP address, in brackets if
it is an IPv6 address. Opens a connection, sends --size bytes of data, and
closes it again. To start a service on the other side:
  sandbox host PORT listen tcp/22`,
);

export const UDP = conversation(
  'udp',
  'send a UDP datagram from one host to another',
  `SRC is a logical port; DST is a logical port or an IP address, in brackets if
it is an IPv6 address. Services send back what they receive. To start one:
  sandbox host PORT listen udp/53`,
);
