/** Compares policies with recorded verdicts of the real switch. */
import { describe, expect, it } from 'vitest';
import { type Family, FrameMaker } from './frames.js';
import { openLaboratory } from './laboratory.js';
import { POLICIES, type Policy } from './policies.js';

/** Plays a policy; a packet is followed by what became of it. */
function play({ script }: Policy, family: Family): { lines: string[]; seen: string[] } {
  const { sandbox, datapath, run } = openLaboratory();
  const maker = new FrameMaker(family);
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
    const outputs = datapath.receive(`lport${from}`, bytes)?.outputs ?? [];
    const places = outputs.map(({ port }) => port.name);
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
