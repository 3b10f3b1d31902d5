/** Explains what happens to packets. */
import type { ForwardingResult } from '../../datapath/dpif/forwarding-result.js';
import { explainLoss, explainPath } from '../../explain/explain-loss.js';
import { formatDetails, formatExplanation } from '../../explain/explanation.js';
import { type Loss, lossOf, lossOfFrame } from '../../explain/loss.js';
import { type Attempt, CONVERSATIONS, clientPort, echo } from '../../hosts/traffic.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { packetContext } from './explain-context.js';
import { partiesOf, untilQuiet } from './parties.js';
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

const MAX_PORT = 65_535;

/** Sends what the arguments describe: an echo request, a connection attempt or a datagram. */
function attemptFor(call: Call): Attempt<ForwardingResult> {
  const [from = '', to = '', protocol = 'icmp', portText, extra] = call.args;
  if (protocol !== 'icmp' && protocol !== 'tcp' && protocol !== 'udp') {
    throw new Refusal(`unknown protocol '${protocol}'; use icmp, tcp or udp`);
  }
  if (extra !== undefined) throw new Refusal(`unexpected argument '${extra}'`);
  const port = Number(portText);
  if (protocol === 'icmp' ? portText !== undefined : !/^\d{1,5}$/.test(portText ?? '')) {
    throw new Refusal(
      protocol === 'icmp' ? 'icmp has no ports' : `${protocol} needs a port, as in ${protocol} 22`,
    );
  }
  if (protocol !== 'icmp' && (port < 1 || port > MAX_PORT)) {
    throw new Refusal(`there is no port ${portText}`);
  }
  const parties = partiesOf(call, from, to);
  const { hosts } = call.sandbox;
  const network = call.sandbox.network();
  parties.from.host.begin();
  const id = hosts.nextConversation();
  return untilQuiet(() =>
    protocol === 'icmp'
      ? echo(network, parties, { id: id & 0xffff, sequence: 1, size: 56 })
      : CONVERSATIONS[protocol](network, parties, {
          sourcePort: clientPort(id),
          port,
          size: protocol === 'udp' ? 12 : 0,
          keep: false,
        }),
  );
}
