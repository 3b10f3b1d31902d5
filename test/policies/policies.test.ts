import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { runner } from '../run.js';
import { type Family, FrameMaker } from './frames.js';
import { POLICIES, type Policy } from './policies.js';

const SETUP = `
  ovn-nbctl lswitch-add sw0
  ovn-nbctl lport-add sw0 sw0-port1
  ovn-nbctl lport-add sw0 sw0-port2
  ovn-nbctl lport-set-addresses sw0-port1 00:00:00:00:00:01
  ovn-nbctl lport-set-addresses sw0-port2 00:00:00:00:00:02
  ovn-nbctl lport-set-port-security sw0-port1 00:00:00:00:00:01
  ovn-nbctl lport-set-port-security sw0-port2 00:00:00:00:00:02
  ovs-vsctl add-port br-int lport1 -- set Interface lport1 external_ids:iface-id=sw0-port1
  ovs-vsctl add-port br-int lport2 -- set Interface lport2 external_ids:iface-id=sw0-port2`;

/** Plays a policy; a packet is followed by what became of it. */
function play({ script }: Policy, family: Family): { lines: string[]; seen: string[] } {
  const sandbox = Sandbox.open({ clock: new ManualClock(1_000_000_000) });
  const run = runner(sandbox);
  const { datapath } = sandbox.context({ read: () => undefined });
  const maker = new FrameMaker(family);
  run(SETUP);
  const lines = script
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '' && !line.startsWith(family === 4 ? '6:' : '4:'));
  const seen = lines.map((line) => {
    if (line.startsWith('acl-')) {
      expect(run(`ovn-nbctl ${line}`)).toEqual([{ stdout: '', stderr: '', exitCode: 0 }]);
      return line;
    }
    if (line.startsWith('advance ')) {
      sandbox.advanceClock(Number(line.slice('advance '.length)) * 1000);
      return line;
    }
    const packet = line.slice(0, line.lastIndexOf(' '));
    const { from, to, bytes } = maker.frame(packet.replace(/^\d: /, ''));
    const departures = datapath.receive(`lport${from}`, bytes)?.departures ?? [];
    const places = departures.map(({ port }) => port.name);
    expect([[], [`lport${to}`]]).toContainEqual(places);
    return `${packet} ${places.length === 0 ? 'lost' : 'arrives'}`;
  });
  return { lines, seen };
}

describe.each([4, 6] as const)('IPv%i', (family) => {
  it.each(POLICIES)('$title', (policy) => {
    const { lines, seen } = play(policy, family);
    expect(seen).toEqual(lines);
  });
});
