/** Tests pictures on the whole screen: the keys, the layout, and a real terminal. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../src/shell/picture.js';
import { PictureView } from '../../../src/ui/full-screen/picture-view.js';
import { firstShown, pressPicture } from '../../../src/ui/full-screen/selection.js';
import { noPty, TestTerminal } from '../support/terminal.js';

const CLI = join(import.meta.dirname, '../../../dist/cli.js');

const SIZE = { columns: 80, rows: 10 };

const PICTURE: Picture = {
  title: 'Numbers',
  items: Array.from({ length: 30 }, (_, i) => ({
    text: `item ${i + 1}`,
    look: 'plain',
    facts: [`fact ${i + 1}`, 'word '.repeat(12).trim()],
  })),
};

const drawn = (chosen: number, size: typeof SIZE, picture = PICTURE): readonly string[] => {
  const { lastFrame, unmount } = render(
    <PictureView picture={picture} chosen={chosen} size={size} />,
  );
  const frame = lastFrame() ?? '';
  unmount();
  return frame.split('\n').map((row) => row.trimEnd());
};

describe('the keys of a picture', () => {
  it.each([
    ['down', 5, 6],
    ['right', 5, 6],
    ['up', 5, 4],
    ['left', 0, 0],
    ['pagedown', 5, 10],
    ['pageup', 3, 0],
    ['end', 5, 29],
    ['down', 29, 29],
    ['home', 5, 0],
    ['f1', 5, 5],
    ['escape', 5, undefined],
    ['ctrl-c', 5, undefined],
  ])('%s at %i chooses %s', (key, from, to) => {
    expect(pressPicture(from, 30, { kind: 'key', key }, SIZE)).toBe(to);
  });

  it.each([
    ['jjk', 6],
    ['G', 29],
    ['jq', undefined],
    ['x', 5],
  ])('the letters %s choose %s', (text, to) => {
    expect(pressPicture(5, 30, { kind: 'text', text }, SIZE)).toBe(to);
  });

  it('stay at the first of no items', () => {
    expect(pressPicture(0, 0, { kind: 'key', key: 'end' }, SIZE)).toBe(0);
    expect(firstShown(0, 0, 5)).toBe(0);
  });
});

describe('the layout of a picture', () => {
  it('has facts beside the list on a wide screen', () => {
    expect(drawn(0, SIZE)).toMatchInlineSnapshot(`
      [
        "Numbers",
        "> item 1                                 fact 1",
        "  item 2                                 word word word word word word word",
        "  item 3                                 word word word word word",
        "  item 4",
        "  item 5",
        "  item 6",
        "  item 7",
        "  item 8",
        "1 of 30  q leaves, arrows move",
      ]
    `);
  });

  it('has facts below the list on a narrow screen', () => {
    expect(drawn(15, { columns: 40, rows: 10 })).toMatchInlineSnapshot(`
      [
        "Numbers",
        "  item 14",
        "  item 15",
        "> item 16",
        "  item 17",
        "  item 18",
        " fact 16",
        " word word word word word word word",
        " word word word word word",
        "16 of 30  q leaves, arrows move",
      ]
    `);
  });

  it.each([
    [80, 24],
    [40, 10],
    [90, 60],
    [20, 4],
  ])('fits %i columns and %i rows', (columns, rows) => {
    for (const chosen of [0, 15, 29]) {
      const frame = drawn(chosen, { columns, rows });
      expect(frame).toHaveLength(rows);
      expect(Math.max(...frame.map((row) => row.length))).toBeLessThan(columns);
      expect(frame.join('\n')).toContain(`> item ${chosen + 1}`);
    }
  });
});

if (noPty !== undefined) it.skip(`needs a pseudo-terminal: ${noPty}`, () => undefined);

describe.skipIf(noPty !== undefined)('sandbox topology on a terminal', () => {
  it.each([
    [80, 24],
    [40, 10],
  ])('at %ix%i shows the network, and leaves the screen as it was', async (columns, rows) => {
    const folder = mkdtempSync(join(tmpdir(), 'picture-'));
    const terminal = new TestTerminal([process.execPath, CLI], {
      columns,
      rows,
      cwd: folder,
      env: { HOME: folder, XDG_STATE_HOME: folder },
    });
    try {
      await terminal.endsWith('ovn-sandbox$ |');
      terminal.type('clear; ovn-nbctl lswitch-add sw0; ovn-nbctl lport-add sw0 first\r');
      await terminal.until('the port', () => terminal.screen.some((row) => row.includes('+1')));
      await terminal.endsWith('ovn-sandbox$ |');
      const before = terminal.everything;
      terminal.type('sandbox topology\r');
      await terminal.shows(/^Topology: switches 1, routers 0/);
      expect(terminal.screen).toHaveLength(rows);
      terminal.type('j');
      await terminal.shows(/^> {3}- first/);
      await terminal.shows(/down$/);
      terminal.type('q');
      await terminal.endsWith('ovn-sandbox$ |');
      const after = terminal.everything;
      expect(after).toEqual([
        ...before.slice(0, -1),
        'ovn-sandbox$ sandbox topology',
        'ovn-sandbox$',
      ]);
      terminal.type('sandbox topology | cat\r');
      await terminal.shows('  - first  down');
      terminal.type(
        'clear; ovs-vsctl add-port br-int l1 -- set Interface l1 external_ids:iface-id=first\r',
      );
      await terminal.until('the port', () => terminal.screen.some((row) => row.includes('+1')));
      terminal.type('sandbox journey first 10.0.0.99\r');
      await terminal.shows(/^Journey from first \(the question/);
      await terminal.shows(/^> br-int 0/);
      terminal.type('\x1b[C');
      await terminal.shows(/^> br-int 16/);
      terminal.type('\x1b[D');
      await terminal.shows(/^> br-int 0/);
      terminal.resize(60, 12);
      await terminal.until('the new size', () => terminal.screen.length === 12);
      terminal.type('q');
      await terminal.endsWith('ovn-sandbox$ |');
    } finally {
      terminal.dispose();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
