import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MacTable } from '../../../src/datapath/bridge/mac-table.js';
import { ManualClock } from '../../../src/lib/clock.js';

/**
 * Runs steps and returns the entries, oldest first: `mac@port age`.
 *
 * - `mac>port`: a packet from the address enters through a port; with `!`, a gratuitous ARP packet;
 *   with `?`, through a bond
 * - `+seconds`: time passes
 * - `aging=N`, `max=N`, `flood=VLAN`
 * - `-port`: a port is removed
 * - `flush`
 */
function learned(...steps: string[]): string {
  const clock = new ManualClock(0);
  const macs = new MacTable<string>(clock);
  for (const step of steps) {
    const [, mac, mark, port] = /^(\d+)([!?]*)>(.*)$/.exec(step) ?? [];
    const [name, value = ''] = step.split('=');
    if (mac !== undefined && port !== undefined) {
      const gratuitous = mark?.includes('!') ?? false;
      const bonded = mark?.includes('?') ?? false;
      if (!macs.mayLearn(BigInt(mac), 0)) continue;
      macs.learn(BigInt(mac), 0, port, {
        locks: gratuitous && !bonded,
        yields: gratuitous && bonded,
      });
    } else if (step.startsWith('+')) clock.advance(Number(step) * 1000);
    else if (step.startsWith('-')) macs.forgetPort(step.slice(1));
    else if (name === 'aging') macs.agingTime = Number(value);
    else if (name === 'max') macs.maxEntries = Number(value);
    else if (name === 'flood') macs.floodVlans = new Set([Number(value)]);
    else if (step === 'flush') macs.flush();
    else throw new Error(`no step ${step}`);
    macs.expire();
  }
  return [...macs.entries()].map((e) => `${e.mac}@${e.port} ${macs.age(e)}`).join(', ');
}

describe('a MAC table', () => {
  it.each<[string, string[], string]>([
    ['learns where an address is', ['1>a', '+3'], '1@a 3'],
    ['learns that it has moved', ['1>a', '2>a', '+1', '1>b'], '2@a 1, 1@b 0'],
    ['keeps what is seen again', ['1>a', '+299', '1>a', '+299'], '1@a 299'],
    ['forgets after five minutes', ['1>a', '+299', '2>a', '+1'], '2@a 1'],
    ['has a configurable aging time', ['aging=20', '1>a', '+20'], ''],
    ['does not forget at once', ['aging=1', '1>a', '+14'], '1@a 14'],
    ['does not remember forever', ['aging=999999', '1>a', '+3599'], '1@a 3599'],
    ['applies another time to what it knows', ['1>a', '+20', 'aging=30', '+9'], '1@a 29'],
    ['applies a shorter time at once', ['1>a', '+20', '2>a', 'aging=15'], '2@a 0'],
    ['forgets the addresses of deleted ports', ['1>a', '2>b', '-a'], '2@b 0'],
    ['can be emptied', ['1>a', '2>b', 'flush'], ''],
    ['does not learn in VLANs that flood', ['flood=0', '1>a'], ''],
    ['does not learn multicast addresses', [`${1n << 40n}>a`], ''],
    // A host that moves announces it, and may hear itself over another link of a bond.
    ['follows a host that announces its move', ['1>a', '1!>b'], '1@b 0'],
    ['is not fooled by its echo', ['1>a', '1!>b', '+4', '1!?>a'], '1@b 0'],
    ['for five seconds', ['1>a', '1!>b', '+5', '1!?>a'], '1@a 0'],
    ['but believes other packets', ['1>a', '1!>b', '1?>a'], '1@a 0'],
  ])('%s', (_, steps, expected) => {
    expect(learned(...steps)).toBe(expected);
  });

  it('evicts the oldest address for a new one', () => {
    const old = Array.from({ length: 10 }, (_, i) => `${i}>a`);
    expect(learned('max=10', ...old, '10>a')).toMatch(/^1@a 0, .*10@a 0$/);
  });

  it('is fair to all ports when it is full', () => {
    // Two addresses on each of five ports, then sixteen on another one. The heap of the
    // reference decides which of the old ports keep both.
    const old = Array.from({ length: 10 }, (_, i) => [`${i}>p${Math.floor(i / 2)}`, '+1']);
    const more = Array.from({ length: 16 }, (_, i) => [`${100 + i}>new`, '+1']);
    const text = learned('max=10', ...old.flat(), ...more.flat());
    const ports = [...text.matchAll(/@(\S+)/g)].map(([, port]) => port);
    const counts = new Map(ports.map((port) => [port, ports.filter((p) => p === port).length]));
    expect(counts.get('new')).toBe(3);
    expect(Object.fromEntries(counts)).toEqual({ p0: 1, p1: 1, p2: 2, p3: 1, p4: 2, new: 3 });
    expect(text).toContain('113@new');
  });

  it('counts a change when a lookup may have another result', () => {
    const macs = new MacTable<string>(new ManualClock(0));
    const count = (act: () => void): number => {
      const before = macs.changes;
      act();
      return macs.changes - before;
    };
    expect(count(() => macs.learn(1n, 0, 'a'))).toBe(1);
    expect(count(() => macs.learn(1n, 0, 'a'))).toBe(0);
    expect(count(() => macs.learn(1n, 0, 'b'))).toBe(1);
    expect(count(() => macs.learn(1n, 7, 'b'))).toBe(1);
    expect(count(() => macs.forgetPort('b'))).toBe(2);
    expect(count(() => macs.flush())).toBe(0);
  });

  it('never exceeds its limit, and has no address twice', () => {
    const packet = fc.record({
      mac: fc.nat(30),
      port: fc.constantFrom('a', 'b', 'c'),
      wait: fc.nat(40),
    });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 100 }), (packets) => {
        const clock = new ManualClock(0);
        const macs = new MacTable<string>(clock);
        macs.maxEntries = 10;
        const last = new Map<number, string>();
        for (const { mac, port, wait } of packets) {
          clock.advance(wait * 1000);
          macs.expire();
          macs.learn(BigInt(mac), 0, port);
          last.set(mac, port);
          expect(macs.size).toBeLessThanOrEqual(10);
          const entries = [...macs.entries()];
          expect(new Set(entries.map((entry) => entry.mac)).size).toBe(entries.length);
          for (const entry of entries) expect(entry.port).toBe(last.get(Number(entry.mac)));
        }
      }),
    );
  });
});
