/** Properties of the line editor under arbitrary actions. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { graphemes } from '../../../src/ui/editor/graphemes.js';
import type { Motion } from '../../../src/ui/editor/line.js';
import { reduce } from '../../../src/ui/editor/reduce.js';
import { type EditorAction, newEditor } from '../../../src/ui/editor/state.js';

const motion = fc.constantFrom<Motion>(
  'left',
  'right',
  'word-left',
  'word-right',
  'blank-left',
  'line-start',
  'line-end',
  'start',
  'end',
);
const by = fc.constantFrom<-1 | 1>(-1, 1);
const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '-', '\n', '漢', '👩‍👩‍👧', 'é') });

const action: fc.Arbitrary<EditorAction> = fc.oneof(
  text.map((inserted) => ({ type: 'insert', text: inserted }) as const),
  motion.map((to) => ({ type: 'move', motion: to }) as const),
  motion.map((to) => ({ type: 'delete', motion: to }) as const),
  motion.map((to) => ({ type: 'kill', motion: to }) as const),
  by.map((step) => ({ type: 'vertical', by: step }) as const),
  by.map((step) => ({ type: 'history', by: step }) as const),
  by.map((step) => ({ type: 'search', by: step }) as const),
  by.map((step) => ({ type: 'choose', by: step }) as const),
  text.map((line) => ({ type: 'remember', text: line }) as const),
  fc.array(text, { maxLength: 4 }).map((words) => {
    const candidates = words.map((word) => ({ text: word }));
    return { type: 'complete', from: 0, candidates } as const;
  }),
  fc
    .constantFrom('yank', 'transpose', 'accept', 'escape', 'abort', 'clear')
    .map((type) => ({ type }) as EditorAction),
);

it('keeps the cursor between two characters of the text, whatever the actions', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
      const editor = actions.reduce(reduce, newEditor(['ovn-nbctl show', 'a\nb']));
      const ends = new Set([0]);
      let end = 0;
      for (const part of graphemes(editor.text)) {
        end += part.length;
        ends.add(end);
      }
      expect(ends.has(editor.cursor)).toBe(true);
    }),
  );
});

it('yanks the text that was cut', () => {
  fc.assert(
    fc.property(text, fc.nat(), motion, (line, place, to) => {
      const parts = graphemes(line);
      const cursor = parts.slice(0, place % (parts.length + 1)).join('').length;
      const before = { ...newEditor([]), text: line, cursor };
      const cut = reduce(before, { type: 'kill', motion: to });
      if (cut.text === line) return;
      expect(reduce(cut, { type: 'yank' }).text).toBe(line);
    }),
  );
});
