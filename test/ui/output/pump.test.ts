/** Tests printing output in pieces. */
import { expect, it } from 'vitest';
import { Pump } from '../../../src/ui/output/pump.js';

/** A pump, and its output piece by piece. */
function pumping(): { pump: Pump; pieces: string[] } {
  const pieces: string[] = [];
  const pump = new Pump({
    print: (text) => {
      pieces.push(text);
      // Never keeps up: the pump must wait for every piece.
      return false;
    },
    drained: async () => {},
  });
  return { pump, pieces };
}

it.each([
  ['whole lines', ['a\n', 'b\nc\n'], 'a\nb\nc\n'],
  ['lines in parts', ['a', 'b\nc', '\n'], 'ab\nc\n'],
  ['a last line without an end', ['a\nb'], 'a\nb\n'],
  ['nothing', [''], ''],
  ['no text', ['\x1b[H\x1b[2J'], '\x1b[H\x1b[2J'],
] as const)('%s', async (_, texts, printed) => {
  const { pump, pieces } = pumping();
  for (const text of texts) pump.write(text);
  await pump.finish();
  expect(pieces.join('')).toBe(printed);
});

it('prints whole lines only, and long output in pieces', async () => {
  const { pump, pieces } = pumping();
  const text = Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join('');
  pump.write(text);
  for (const line of text.split(/(?<=\n)/)) pump.write(line);
  await pump.finish();
  expect(pieces.join('')).toBe(text + text);
  expect(pieces.length).toBeGreaterThan(4);
  expect(pieces.filter((piece) => !piece.endsWith('\n'))).toEqual([]);
});

it('discards unprinted lines on an interrupt, but not the unfinished one', async () => {
  const { pump, pieces } = pumping();
  pump.write('a\nb\nc');
  pump.discard();
  pump.write('^C\n');
  await pump.finish();
  expect(pieces.join('')).toBe('c^C\n');
});
