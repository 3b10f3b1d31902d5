/** Checks that every lost packet has a reason. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { explainLoss } from '../../src/explain/explain-loss.js';
import { formatExplanation } from '../../src/explain/explanation.js';
import { lossOf, lossOfFrame } from '../../src/explain/loss.js';
import { echo } from '../../src/hosts/traffic.js';
import { ManualClock } from '../../src/lib/clock.js';
import { parseFlowMod } from '../../src/openflow/text/parse-flow.js';
import { composeFrame } from '../../src/packet/compose.js';
import { Flow } from '../../src/packet/flow.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { packetContext } from '../../src/shell/sandbox-commands/explain-context.js';
import { runner } from '../run.js';
import { topology } from '../topology/commands.js';
import { packet } from '../topology/packets.js';

/** Matches text that appears in an explanation only by mistake. */
const NONSENSE = /undefined|no longer exists|NaN|\[object|: \./;

const build = (commands: readonly string[]): Sandbox => {
  const sandbox = Sandbox.open({ clock: new ManualClock() });
  runner(sandbox)(commands.join('\n'));
  return sandbox;
};

/** The packet that a text describes. */
function flowOf(text: string): Flow {
  const flow = new Flow();
  const { match } = parseFlowMod(`${text},actions=drop`, 'add', () => {}).mod;
  for (const { index, value } of match.entries) flow.setAt(index, value);
  return flow;
}

it('every lost frame has a reason', () => {
  fc.assert(
    fc.property(topology, fc.array(packet, { maxLength: 10 }), (commands, packets) => {
      const sandbox = build(commands);
      const context = packetContext(sandbox);
      const bridge = context.switch.bridge('br-int');
      for (const text of packets) {
        const flow = flowOf(text);
        const device = bridge?.ports.get(Number(flow.get('in_port')))?.name;
        if (device === undefined) continue;
        const forwarded = context.datapath.receive(device, composeFrame(flow));
        if (forwarded === undefined || forwarded.outputs.length > 0) continue;
        const loss = lossOfFrame(context, device, forwarded);
        expect(loss && formatExplanation(explainLoss(context, loss))).toMatch(
          /^The .* was lost: ./,
        );
        expect(loss && formatExplanation(explainLoss(context, loss))).not.toMatch(NONSENSE);
      }
    }),
    { numRuns: 15 },
  );
});

it('every failed conversation has a reason', () => {
  fc.assert(
    fc.property(topology, (commands) => {
      const sandbox = build(commands);
      const context = packetContext(sandbox);
      const ports = [...context.nb.rows('Logical_Port')].map(({ name }) => name);
      for (const [i, name] of ports.entries()) {
        const from = sandbox.hosts.station(name);
        const source = 'host' in from ? from.host.address(4) : undefined;
        const to = sandbox.hosts.addressOf(ports[(i + 1) % ports.length] ?? '', 4);
        if (!('host' in from) || !source || 'problem' in to) continue;
        const parties = { from, source, destination: to };
        const { outcome, journeys } = echo(sandbox.network(), parties, {
          id: i,
          sequence: 1,
          size: 8,
        });
        if (outcome.type !== 'silence' && outcome.type !== 'unreachable') continue;
        const loss = lossOf(context, journeys);
        if (loss === undefined) continue;
        expect(formatExplanation(explainLoss(context, loss))).toMatch(
          /^The .* was (lost|not answered): ./,
        );
        expect(formatExplanation(explainLoss(context, loss))).not.toMatch(NONSENSE);
      }
    }),
    { numRuns: 15 },
  );
});
