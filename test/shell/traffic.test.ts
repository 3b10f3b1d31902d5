/** Tests `sandbox ping`, `tcp`, `udp` and `explain` against transcripts. */
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';
import { ROUTED, SWITCHED, TRANSCRIPTS } from './traffic-transcripts.js';

/** Runs the lines of a transcript that start with `$ `; returns the text that a terminal shows. */
async function play(sandbox: Sandbox, transcript: string): Promise<string> {
  const session = await openSession({ sandbox, cwd: import.meta.dirname, bundled: [] });
  let shown = '';
  const show = (text: string) => {
    shown += text;
  };
  for (const line of transcript.split('\n')) {
    if (!line.startsWith('$ ')) continue;
    shown += `${line}\n`;
    const sinks = { stdout: show, stderr: show };
    await session.execute(line.slice(2), sinks, new AbortController().signal);
  }
  return shown;
}

const open = () => Sandbox.open({ clock: new ManualClock() });

describe('traffic between hosts', () => {
  it.each(TRANSCRIPTS)('$title', async ({ network, transcript }) => {
    const sandbox = open();
    await play(sandbox, network);
    expect(await play(sandbox, transcript)).toBe(`${transcript.trim()}\n`);
  });

  it('is counted by the flows that it matches', async () => {
    const sandbox = open();
    await play(sandbox, SWITCHED);
    await play(sandbox, '$ sandbox ping a b -c 3');
    const flows = await play(
      sandbox,
      '$ ovs-ofctl dump-flows br-int | grep -c "n_packets=4, n_bytes=354,.*in_port"',
    );
    // An ARP frame of 60 bytes and three echoes of 98, from each side.
    expect(flows.split('\n').at(-2)).toBe('2');
  });

  it('is identical in another fresh sandbox', async () => {
    const once = await play(open(), `${ROUTED}\n$ sandbox ping a c\n$ sandbox host`);
    expect(await play(open(), `${ROUTED}\n$ sandbox ping a c\n$ sandbox host`)).toBe(once);
  });

  it('keeps configured addresses and services', async () => {
    const sandbox = open();
    await play(
      sandbox,
      `${SWITCHED}\n$ sandbox host a ip 10.1.0.1\n$ sandbox host b listen tcp/22`,
    );
    const saved = sandbox.save();
    expect(saved.hosts).toEqual({
      a: { addresses: ['10.1.0.1'], services: [] },
      b: { addresses: [], services: ['tcp/22'] },
    });
    const again = Sandbox.open({
      clock: new ManualClock(),
      store: {
        read: () => saved,
        refuse: (why) => new Error(why),
        write: () => {},
        close: () => {},
      },
    });
    expect(await play(again, '$ sandbox host')).toBe(await play(sandbox, '$ sandbox host'));
  });
});
