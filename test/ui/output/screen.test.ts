/** Tests drawing the frame below the output. */
import xterm from '@xterm/headless';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Frame, Screen } from '../../../src/ui/output/screen.js';

const { Terminal } = xterm;

/** Returns what a terminal emulator shows after `act`: all rows, and the cursor as `|`. */
async function rowsAfter(act: (screen: Screen) => void, rows = 8): Promise<readonly string[]> {
  const terminal = new Terminal({
    cols: 20,
    rows,
    scrollback: 1000,
    convertEol: true,
    allowProposedApi: true,
  });
  let sent = '';
  act(
    new Screen((text) => {
      sent += text;
      return true;
    }),
  );
  await new Promise<void>((resolve) => terminal.write(sent, resolve));
  const { active } = terminal.buffer;
  const shown: string[] = [];
  for (let y = 0; y < active.length; y++) {
    const row = active.getLine(y)?.translateToString(true) ?? '';
    const here = y === active.baseY + active.cursorY;
    shown.push(here ? `${row.slice(0, active.cursorX)}|${row.slice(active.cursorX)}` : row);
  }
  while (shown.at(-1) === '') shown.pop();
  return shown;
}

const frame = (lines: readonly string[], x = 0, y = 0): Frame => ({ lines, cursor: { x, y } });

it('prints above the frame', async () => {
  const rows = await rowsAfter((screen) => {
    screen.draw(frame(['one', 'two'], 1, 0));
    screen.print('above\n');
    screen.print('more\nand more\n');
  });
  expect(rows).toEqual(['above', 'more', 'and more', 'o|ne', 'two']);
});

it('erases all of a taller frame', async () => {
  const rows = await rowsAfter((screen) => {
    screen.draw(frame(['1', '2', '3', '4'], 0, 2));
    screen.draw(frame(['x'], 1, 0));
  });
  expect(rows).toEqual(['x|']);
});

it('sends nothing for an unchanged frame', () => {
  const sent: string[] = [];
  const screen = new Screen((text) => sent.push(text) > 0);
  screen.draw(frame(['x']));
  screen.draw(frame(['x']));
  expect(sent.length).toBe(1);
});

it('clears the screen under the frame', async () => {
  const rows = await rowsAfter((screen) => {
    screen.print('a\nb\n');
    screen.draw(frame(['prompt'], 6));
    screen.clear();
  });
  expect(rows).toEqual(['prompt|']);
});

it('defers printing and drawing until after a resize', async () => {
  const rows = await rowsAfter((screen) => {
    screen.draw(frame(['x']));
    screen.hold();
    screen.print('during\n');
    screen.draw(frame(['y'], 1));
    screen.reflowed({ columns: 20, cursorRowWrapped: false });
  });
  expect(rows).toEqual(['during', 'y|']);
});

const line = fc.string({ unit: fc.constantFrom('a', 'b', '漢', '-'), minLength: 1, maxLength: 10 });
const anyFrame = fc
  .tuple(fc.array(line, { maxLength: 7 }), fc.nat(19), fc.nat(6))
  .map(([lines, x, y]) => frame(lines, x, Math.min(y, Math.max(0, lines.length - 1))));

it('shows everything printed, in order, and then the frame', async () => {
  const act = fc.oneof(
    fc.array(line, { minLength: 1, maxLength: 12 }).map((lines) => ({ lines })),
    anyFrame.map((drawn) => ({ drawn })),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 20 }), anyFrame, async (acts, last) => {
      const printed: string[] = [];
      const rows = await rowsAfter((screen) => {
        for (const one of acts) {
          if ('drawn' in one) {
            screen.draw(one.drawn);
          } else {
            printed.push(...one.lines);
            screen.print(one.lines.map((text) => `${text}\n`).join(''));
          }
        }
        screen.draw(last);
      });
      const expected = [...printed, ...last.lines];
      while (rows.length > expected.length) expected.push('|');
      expect(rows.map((row) => row.replace(/ *\|/, ''))).toEqual(
        expected.map((row) => row.replace('|', '')),
      );
    }),
    { numRuns: 60 },
  );
});
