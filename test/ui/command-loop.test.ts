/** Checks how much the loop draws for input that arrives together. */
import { expect, it } from 'vitest';
import { CommandLoop } from '../../src/ui/command-loop.js';
import { HistoryFile } from '../../src/ui/history-file.js';
import { Tokenizer } from '../../src/ui/input/tokenizer.js';
import { painter } from '../../src/ui/styles.js';
import type { View } from '../../src/ui/view/rows.js';
import { FakeSession } from './support/fake-session.js';

function newLoop() {
  const session = new FakeSession();
  const views: View[] = [];
  const printed: string[] = [];
  const executed: string[] = [];
  const { execute } = session;
  session.execute = (source, ...rest) => {
    executed.push(source);
    return execute.call(session, source, ...rest);
  };
  const loop = new CommandLoop({
    session,
    prompt: '$ ',
    paint: painter(false),
    remarks: () => [],
    history: new HistoryFile(undefined),
    suspend: () => undefined,
    ghosts: true,
    display: {
      size: { columns: 80, rows: 24 },
      show: (view) => views.push(view({ columns: 80, rows: 24 })),
      print: (text) => printed.push(text) > 0,
      drained: async () => undefined,
      clear: () => undefined,
      showFull: () => undefined,
    },
  });
  const tokenizer = new Tokenizer();
  const finished = loop.start();
  views.length = 0;
  const type = (text: string): void => loop.tokens(tokenizer.push(Buffer.from(text)));
  return { type, views, printed, executed, finished };
}

it('draws once for each read of a long loop typed without bracketed paste', async () => {
  const { type, views, printed, executed, finished } = newLoop();
  const body = Array.from({ length: 1_500 }, (_, i) => `  echo ${i}`);
  const source = ['for i in 1; do', ...body].join('\n');
  const reads = source.match(/[\s\S]{1,1000}/g) ?? [];
  for (const read of reads) type(read);
  expect(views).toHaveLength(reads.length);
  expect(Math.max(...views.map(({ rows }) => rows.length))).toBeLessThanOrEqual(12);
  expect(printed).toEqual([]);
  type('\ndone\nexit 0\n');
  expect(await finished).toBe(0);
  expect(executed).toEqual([`${source}\ndone`, 'exit 0']);
});

it('draws once for keys that waited for a command', async () => {
  const { type, views, finished } = newLoop();
  type('echo a\nab\x7f\x7f\x04');
  expect(await finished).toBe(0);
  // What was typed and erased again is never drawn.
  expect(views.filter(({ rows }) => rows.length > 0)).toEqual([]);
});
