/** Finds the packet of a conversation that was lost, and why. */
import type { DropReason, ForwardingResult } from '../datapath/dpif/forwarding-result.js';
import type { Message } from '../hosts/message.js';
import type { Journey, Station } from '../hosts/network.js';
import type { IpAddress } from '../lib/ip.js';
import { sameIp } from '../lib/ip.js';
import { closedOutput } from './closed-port.js';
import type { ExplainContext, PacketContext } from './context.js';
import { describePacket } from './packet-words.js';
import { dropsOf, type End, endsOf, lastStep } from './path.js';
import type { Reason } from './reason.js';
import { reasonOf } from './reasons.js';

/** A packet that was lost or not answered. */
export interface Loss {
  /** For example `TCP segment to 10.0.0.1 port 80 from port a`. */
  readonly what: string;
  /** For example `was lost`. */
  readonly fate: string;
  readonly reason: Reason;
  /** The last lookups, if known. */
  readonly end?: End | undefined;
}

/** Returns why a conversation failed, or `undefined` if no frame of it was lost. */
export function lossOf(
  context: PacketContext,
  journeys: readonly Journey<ForwardingResult>[],
): Loss | undefined {
  const lost = journeys.findLast(({ reached }) => reached.length === 0);
  const loss = lost && lossOfFrame(context, lost.from.attachment.device, lost.forwarded);
  if (loss && !(loss.end && isCopy(context, loss.end))) return loss;
  const question = journeys.findLast((journey) => isUnanswered(journey, journeys));
  const target = question && askedFor(question.message);
  if (question === undefined || target === undefined) return loss;
  const { from, forwarded } = question;
  const name = from.host.identity.name;
  return {
    what: `${whatOf(forwarded)} from port ${name}`,
    fate: 'was not answered',
    reason: context.wording.unanswered(
      context,
      target,
      name,
      endsOf(context.datapath, from.attachment.device, forwarded),
    ),
  };
}

/** Returns why a frame from a device was lost, or `undefined` if it was not. */
export function lossOfFrame(
  context: PacketContext,
  device: string,
  forwarded: ForwardingResult,
): Loss | undefined {
  const name = context.ovs.findByIndex('Interface', { name: device })?.external_ids.get('iface-id');
  const from = name === undefined ? `device ${device}` : `port ${name}`;
  const what = `${whatOf(forwarded)} from ${from}`;
  const [drop] = dropsOf(forwarded);
  if (drop !== undefined) {
    return { what, fate: 'was lost', reason: { cause: DROPS[drop], instead: [] } };
  }
  const ends = endsOf(context.datapath, device, forwarded);
  const lost = ends.filter(({ fate }) => fate === 'lost');
  const end = lost.find((one) => !isCopy(context, one)) ?? lost[0];
  if (end) return { what, fate: 'was lost', reason: reasonOf(context, lastStep(end)), end };
  for (const sent of ends) {
    const reason = sent.fate === 'sent' && closedOutput(lastStep(sent));
    if (reason) return { what, fate: 'was lost', reason, end: sent };
  }
  if (ends.every(({ fate }) => fate !== 'forgotten')) return undefined;
  const cause = 'its path after the connection tracker is no longer known';
  return { what, fate: 'was lost', reason: { cause, instead: [] } };
}

const DROPS: Readonly<Record<Exclude<DropReason, 'no output'>, string>> = {
  'no such port': 'its output port does not exist in the datapath',
  'too long': 'it is longer than the port can send',
  'recirculated too often': 'it was recirculated more often than the datapath allows',
};

const whatOf = ({ passes: [first] }: ForwardingResult): string =>
  first ? describePacket(first.flow) : 'frame';

/** Returns true if an end belongs to one copy of a flooded packet. */
function isCopy({ provenance }: ExplainContext, { steps }: End): boolean {
  return steps.some(
    ({ bridge, flow }) => flow && provenance.flow(bridge, flow).owners[0]?.kind === 'group',
  );
}

/** Returns the address that a request is for. */
function askedFor({ body }: Message): IpAddress | undefined {
  if (body.type === 'arp') return body.reply ? undefined : { family: 4, value: body.targetIp };
  const { payload } = body;
  return payload.type === 'solicitation' ? { family: 6, value: payload.target } : undefined;
}

/** Returns the address that a message claims for its sender. */
function answeredFor({ body }: Message): IpAddress | undefined {
  if (body.type === 'arp') return body.reply ? { family: 4, value: body.senderIp } : undefined;
  const { payload } = body;
  return payload.type === 'advertisement' ? { family: 6, value: payload.target } : undefined;
}

/** Returns true if a journey is an unanswered request. */
function isUnanswered(
  { message, from, reached }: Journey<ForwardingResult>,
  journeys: readonly Journey<ForwardingResult>[],
): boolean {
  const target = askedFor(message);
  const isAsker = ({ host }: Station): boolean => host === from.host;
  // Routers answer immediately.
  if (target === undefined || reached.some(isAsker)) return false;
  return !journeys.some((other) => {
    const answered = answeredFor(other.message);
    return answered && sameIp(answered, target) && other.reached.some(isAsker);
  });
}
