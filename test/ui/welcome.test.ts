/** Tests the text that greets the user. */
import { expect, it } from 'vitest';
import { width } from '../../src/ui/editor/graphemes.js';
import { painter } from '../../src/ui/styles.js';
import { formatWelcome, WELCOME, welcomeTo } from '../../src/ui/welcome.js';

const plain = formatWelcome(WELCOME, painter(false)).split('\n').slice(0, -1);

it('is five lines that fit on any terminal', () => {
  expect(plain.length).toBe(5);
  for (const line of plain) expect(width(line)).toBeLessThanOrEqual(80);
});

it.each([
  'ovn/env1/setup.sh',
  'ovn-nbctl show',
  'ovn-sbctl lflow-list',
  'ovs-ofctl dump-flows br-int',
  'help',
  'exit',
])('names %s', (command) => {
  expect(plain.join('\n')).toContain(command);
  expect(formatWelcome(WELCOME, painter(true))).toContain(`\x1b[1m${command}\x1b[0m`);
});

it.each([
  [{ switches: 0, ports: 0 }, undefined],
  [{ switches: 1, ports: 2 }, 'Restored from last time: 1 switch, 2 ports.'],
  [{ switches: 2, ports: 1 }, 'Restored from last time: 2 switches, 1 port.'],
])('mentions what was restored: %j', (remains, line) => {
  expect(welcomeTo(remains).slice(WELCOME.length)).toEqual(line === undefined ? [] : [line]);
});
