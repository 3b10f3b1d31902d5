/** `sandbox journey`: follows a packet stage by stage. */
import { formatDetails } from '../../explain/explanation.js';
import { type Journey, type JourneyStep, journeysOf } from '../../explain/journey.js';
import type { Fate } from '../../explain/path.js';
import type { PictureItem } from '../picture.js';
import { packetContext } from './explain-context.js';
import { attemptFor } from './explain-packet.js';
import { IPV6, SIZE, SOURCE_IP, SOURCE_PORT } from './parties.js';
import { Refusal, type Subcommand } from './subcommand.js';

const FATES: Readonly<Record<Fate, string>> = {
  sent: 'The packet is sent.',
  lost: 'The packet is dropped.',
  forgotten: 'The packet returns from the connection tracker, and its further way is not known.',
};

export const JOURNEY: Subcommand = {
  name: 'journey',
  text: 'data',
  usage: 'SRC DST [PROTOCOL] [PORT...]',
  summary: 'follow a packet stage by stage',
  help: `Sends a packet and shows each table on its way, with the flow that it matches
and where that comes from; on a terminal, on the whole screen, where the arrows
move along the way and q leaves; elsewhere, as a list. It takes the arguments
of sandbox explain:
  sandbox journey sw0-port2 sw0-port1 tcp 22`,
  options: [SIZE, SOURCE_PORT, IPV6, SOURCE_IP],
  // Here, PORT is a number.
  values: { PROTOCOL: ['icmp', 'tcp', 'udp'], PORT: [] },
  async run(call) {
    const { journeys: sent } = attemptFor(call);
    // Without an answer to its ARP request, a host sends nothing else.
    const packet = sent.find(({ message }) => message.body.type === 'ip') ?? sent[0];
    if (packet === undefined) throw new Refusal('no packet was sent');
    const context = packetContext(call.sandbox);
    const journeys = journeysOf(context, packet.from.attachment.device, packet.forwarded);
    const what = packet.message.body.type === 'ip' ? '' : ' (the question for an address)';
    const title = `Journey from ${call.args[0] ?? ''}${what}`;
    const items = journeys.flatMap((journey, i) => itemsOf(journey, i, journeys.length));
    if (call.show) await call.show({ title, items });
    else call.print([title, ...journeys.map(journeyText)].join('\n'));
  },
};

/** Returns a step in a few words: its stage, or its table if it has none. */
const nameOf = ({ table, stage }: JourneyStep): string =>
  stage === undefined ? table : `${table}  ${stage}`;

function itemsOf({ fate, steps }: Journey, place: number, count: number): readonly PictureItem[] {
  const title: readonly PictureItem[] =
    count > 1 ? [{ text: `copy ${place + 1}`, look: 'heading', facts: [FATES[fate]] }] : [];
  return [
    ...title,
    ...steps.map(
      (step): PictureItem => ({
        text: nameOf(step),
        look: 'plain',
        facts: [
          step.sentence,
          ...step.details.flatMap(([label, ...lines]) => [`${label}:`, ...lines]),
        ],
      }),
    ),
    { text: FATES[fate], look: fate === 'lost' ? 'bad' : 'good', facts: [] },
  ];
}

const journeyText = ({ fate, steps }: Journey): string =>
  [
    ...steps.map(
      (step) =>
        `${nameOf(step)}\n  ${step.sentence}\n${formatDetails(step.details.filter(([label]) => label === 'flow'))}`,
    ),
    `${FATES[fate]}\n`,
  ].join('');
