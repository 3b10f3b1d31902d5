/** Tests the text that greets the user. */
import { describe, expect, it } from 'vitest';
import { painter } from '../../src/ui/styles.js';
import { type Contents, formatWelcome, NOTHING, welcomeTo } from '../../src/ui/welcome.js';

const shown = (contents: Contents, completes: boolean, columns: number): readonly string[] =>
  formatWelcome(welcomeTo(contents, completes), painter(false), columns).split('\n').slice(0, -1);

describe('the first screen of an empty sandbox', () => {
  const lines = shown(NOTHING, true, 80);

  it('is five lines that fit on any terminal', () => {
    expect(lines.length).toBe(5);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  it.each([
    'ovn/env1/setup.sh',
    'sandbox lesson',
    'ovn-nbctl show',
    'ovn-sbctl lflow-list',
    'ovs-ofctl dump-flows br-int',
    'help',
    'exit',
  ])('names %s', (command) => {
    expect(lines.join('\n')).toContain(command);
    expect(formatWelcome(welcomeTo(NOTHING, true), painter(true), 80)).toContain(
      `\x1b[1m${command}\x1b[0m`,
    );
  });

  it('promises Tab only where it works', () => {
    expect(lines.join('\n')).toContain('Tab completes');
    expect(shown(NOTHING, false, 80).join('\n')).not.toContain('Tab');
  });
});

describe('the first screen of a used sandbox', () => {
  const used: Contents = {
    ...{ switches: 1, routers: 0, ports: 2, acls: 3 },
    pair: ['sw0-port1', 'sw0-port2'],
  };

  it('says what is there and how to go on', () => {
    expect(shown(used, true, 80)).toEqual([
      'As you left it: 1 switch, 2 ports, 3 ACLs.',
      '  ovn-nbctl show                     the network as configured',
      '  sandbox ping sw0-port1 sw0-port2   packets from one port to another',
      '  sandbox reset                      start over with a fresh sandbox',
      'Tab completes, help lists the commands, exit leaves.',
    ]);
  });

  it('goes on with a lesson', () => {
    const lines = shown({ ...NOTHING, lesson: 'acls' }, false, 80);
    expect(lines[0]).toBe('As you left it: an empty network.');
    expect(lines[1]).toBe('  sandbox lesson show    go on with the lesson acls');
  });

  it('suggests no packets where there are no two ports', () => {
    const lines = shown({ ...NOTHING, routers: 1 }, false, 80);
    expect(lines[0]).toBe('As you left it: 1 router.');
    expect(lines.join('\n')).not.toContain('sandbox ping');
    expect(lines.at(-1)).toBe('help lists the commands, exit leaves.');
  });

  it.each([40, 60, 100])('wraps at words at %i columns', (columns) => {
    for (const contents of [used, NOTHING]) {
      const lines = shown(contents, true, columns);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      const words = (text: readonly string[]) => text.join(' ').split(/\s+/);
      expect(words(lines)).toEqual(words(shown(contents, true, 200)));
    }
  });
});
