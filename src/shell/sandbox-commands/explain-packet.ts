/** Explains what happens to packets. */
import type { ForwardingResult } from '../../datapath/dpif/forwarding-result.js';
import { explainLoss, explainPath } from '../../explain/explain-loss.js';
import { formatDetails, formatExplanation } from '../../explain/explanation.js';
import { type Loss, lossOf, lossOfFrame } from '../../explain/loss.js';
import type { TransportProtocol } from '../../hosts/host.js';
import { type Attempt, CONVERSATIONS, clientPort, echo } from '../../hosts/traffic.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { packetContext } from './explain-context.js';
import { partiesOf, sizeOf, sourcePortOf, untilQuiet } from './parties.js';
import { type Call, Refusal } from './subcommand.js';

/** Explains why the last lost packet was lost. @throws Refusal if none was lost */
export function explainFailure(sandbox: Sandbox): string {
  const { failure } = sandbox;
  if (failure === undefined) throw new Refusal('no packet has been lost yet');
  const context = packetContext(sandbox);
  const loss =
    failure.type === 'frame'
      ? lossOfFrame(context, failure.device, failure.forwarded)
      : lossOf(context, failure.journeys);
  return loss ? describe(sandbox, loss) : 'No packet of it is lost with the current flow tables.\n';
}

/** Sends a packet and explains what happens to it. */
export function explainPacket(call: Call): void {
  const { sandbox } = call;
  const attempt = attemptFor(call);
  const [request] = attempt.journeys.filter(({ message }) => message.body.type === 'ip');
  switch (attempt.outcome.type) {
    case 'silence':
    case 'unreachable': {
      sandbox.noteFailure(attempt.journeys);
      call.print(explainFailure(sandbox));
      return;
    }
    case 'complaint':
      call.print(`A router reports: ${attempt.outcome.reason.replaceAll('-', ' ')}.\n`);
      break;
    case 'refused':
      call.print('It arrives, but no service listens on that port.\n');
      break;
    case 'answered':
    case 'connected':
      call.print('It arrives, and so does the answer.\n');
  }
  if (request === undefined) return;
  const { from, forwarded } = request;
  call.print(formatDetails(explainPath(packetContext(sandbox), from.attachment.device, forwarded)));
}

const describe = (sandbox: Sandbox, loss: Loss): string =>
  formatExplanation(explainLoss(packetContext(sandbox), loss));

type Protocol = 'icmp' | TransportProtocol;

const isProtocol = (word: string | undefined): word is Protocol =>
  word === 'icmp' || word === 'tcp' || word === 'udp';

/** A packet as the arguments describe it. */
interface Wanted {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly port: string | undefined;
}

/**
 * Parses `SRC DST [PROTOCOL [PORT]]`, and also the arguments of `sandbox tcp` and `sandbox udp`,
 * with the protocol in front or not: `tcp SRC DST:PORT`.
 *
 * @throws Refusal
 */
function wantedPacket(args: readonly string[]): Wanted {
  const [first] = args;
  const inFront = isProtocol(first) && args.length > 2 ? first : undefined;
  const [from = '', target = '', ...rest] = inFront === undefined ? args : args.slice(1);
  const [, v6, name = v6, port] = /^(?:\[(.*)\]|([^:]+)):(\d+)$/.exec(target) ?? [];
  const to = name ?? target.replace(/^\[(.*)\]$/, '$1');
  const [word] = rest;
  const named = isProtocol(word) ? word : undefined;
  const protocol = inFront ?? named ?? (port === undefined ? 'icmp' : 'tcp');
  const numbers = named === undefined ? rest : rest.slice(1);
  // In `DST 22`, the protocol is missing.
  if (inFront === undefined && named === undefined && word !== undefined) {
    throw new Refusal(`unknown protocol '${word}'; use icmp, tcp or udp`);
  }
  const extra = port === undefined ? numbers[1] : numbers[0];
  if (extra !== undefined) throw new Refusal(`unexpected argument '${extra}'`);
  return { from, to, protocol, port: port ?? numbers[0] };
}

const MAX_PORT = 65_535;

/** Sends what the arguments describe: an echo request, a connection attempt or a datagram. */
export function attemptFor(call: Call): Attempt<ForwardingResult> {
  const { from, to, protocol, port: portText } = wantedPacket(call.args);
  const port = Number(portText);
  if (protocol === 'icmp' ? portText !== undefined : !/^\d{1,5}$/.test(portText ?? '')) {
    throw new Refusal(
      protocol === 'icmp' ? 'icmp has no ports' : `${protocol} needs a port, as in ${protocol} 22`,
    );
  }
  if (protocol !== 'icmp' && (port < 1 || port > MAX_PORT)) {
    throw new Refusal(`there is no port ${portText}`);
  }
  const size = sizeOf(call, DEFAULT_SIZE[protocol]);
  const parties = partiesOf(call, from, to);
  const { hosts } = call.sandbox;
  const network = call.sandbox.network();
  parties.from.host.begin();
  const id = hosts.nextConversation();
  return untilQuiet(() =>
    protocol === 'icmp'
      ? echo(network, parties, { id: id & 0xffff, sequence: 1, size })
      : CONVERSATIONS[protocol](network, parties, {
          sourcePort: sourcePortOf(call, clientPort(id)),
          port,
          size,
          keep: false,
        }),
  );
}

const DEFAULT_SIZE = { icmp: 56, tcp: 0, udp: 12 } as const;
