/** Tests decoding terminal input into keys, text and pastes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Token } from '../../../src/ui/input/keys.js';
import { Tokenizer } from '../../../src/ui/input/tokenizer.js';

function asText(token: Token): string {
  switch (token.kind) {
    case 'text':
      return `'${token.text}'`;
    case 'paste':
      return `paste ${JSON.stringify(token.text)}`;
    case 'key':
      return token.key;
    case 'cursor-at':
      return `cursor-at ${token.row},${token.column}`;
  }
}

/** Returns all tokens of the chunks and of a flush, with adjacent texts joined. */
function tokens(chunks: readonly Uint8Array[], flush = true): readonly Token[] {
  const tokenizer = new Tokenizer();
  const all = chunks.flatMap((chunk) => tokenizer.push(chunk));
  if (flush) all.push(...tokenizer.flush());
  return all.reduce<Token[]>((merged, token) => {
    const last = merged.at(-1);
    if (last?.kind === 'text' && token.kind === 'text') {
      merged.pop();
      merged.push({ kind: 'text', text: last.text + token.text });
    } else {
      merged.push(token);
    }
    return merged;
  }, []);
}

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** Terminal input, and the resulting tokens. */
const CASES: readonly (readonly [sent: string, means: string])[] = [
  ['abc', "'abc'"],
  ['a b', "'a b'"],
  ['grüß 漢字 👩‍👩‍👧', "'grüß 漢字 👩‍👩‍👧'"],
  // Line ends
  ['one\rtwo\r', "'one' enter 'two' enter"],
  ['one\ntwo', "'one' enter 'two'"],
  ['one\r\ntwo\r\n', "'one' enter 'two' enter"],
  ['\r\r', 'enter enter'],
  // Control characters
  ['\x01\x05\x0b', 'ctrl-a ctrl-e ctrl-k'],
  ['\x7f\x08\t\x00', 'backspace ctrl-h tab ctrl-space'],
  ['\x7f\x7f\x7f', 'backspace backspace backspace'],
  ['\x1c\x1f', 'ctrl-\\ ctrl-_'],
  ['a\u0085b\u009bc', "'abc'"],
  // Escape and Alt
  ['\x1b', 'escape'],
  ['\x1b\x1b', 'escape'],
  ['\x1bb\x1bF', 'alt-b alt-f'],
  ['\x1b\x7f\x1b\x08', 'alt-backspace ctrl-alt-h'],
  ['\x1b\r', 'alt-enter'],
  ['\x1b[', 'alt-['],
  ['\x1bO', 'alt-o'],
  // Arrows and similar keys, in all encodings
  ['\x1b[A\x1b[B\x1b[C\x1b[D', 'up down right left'],
  ['\x1bOA\x1bOB\x1bOC\x1bOD', 'up down right left'],
  ['\x1b[1;5C\x1b[1;3D\x1b[1;2A\x1b[1;6B', 'ctrl-right alt-left shift-up ctrl-shift-down'],
  ['\x1b[5C', 'right'],
  ['\x1b\x1b[C\x1b\x1b[1;5C', 'alt-right ctrl-alt-right'],
  ['\x1b[a\x1bOd', 'shift-up ctrl-left'],
  ['\x1b[H\x1b[F\x1bOH\x1bOF', 'home end home end'],
  ['\x1b[1~\x1b[4~\x1b[7~\x1b[8~', 'home end home end'],
  ['\x1b[1;5H\x1b[1;5F', 'ctrl-home ctrl-end'],
  ['\x1b[2~\x1b[3~\x1b[5~\x1b[6~', 'insert delete pageup pagedown'],
  ['\x1b[3;5~\x1b[3;3~\x1b[3^', 'ctrl-delete alt-delete ctrl-delete'],
  ['\x1b[Z', 'shift-tab'],
  ['\x1b[E', 'begin'],
  ['\x1bOP\x1b[1;5Q', 'f1 ctrl-f2'],
  ['\x1bOM\x1bOp\x1bOk', "enter '0+'"],
  // Keys by their code
  ['\x1b[97;5u\x1b[13;2u\x1b[27u', 'ctrl-a shift-enter escape'],
  ['\x1b[65;2u\x1b[27;5;119~', "'A' ctrl-w"],
  ['\x1b[127;5u\x1b[9;5u', 'ctrl-backspace ctrl-tab'],
  ['\x1b[55296u\x1b[99999999u', ''],
  // Input without a meaning leaves nothing behind
  ['a\x1b[25;5~b', "'ab'"],
  ['a\x1b[?62;c\x1b[>1;2;3cb', "'ab'"],
  ['a\x1b[I\x1b[Ob', "'ab'"],
  ['a\x1b[[Ab', "'ab'"],
  [`a\x1b[${'1;'.repeat(40)}~b`, "'ab'"],
  ['a\x1b[1\x01', "'a' ctrl-a"],
  ['\x1b[12;34R', 'cursor-at 12,34'],
  // Pastes
  ['\x1b[200~one\rtwo\r\x1b[201~x', 'paste "one\\ntwo\\n" \'x\''],
  ['\x1b[200~a\r\nb\nc\td\x1b[201~', 'paste "a\\nb\\nc\\td"'],
  ['\x1b[200~evil\x1b[31m\x03\x1b[201~', 'paste "evil[31m"'],
  ['\x1b[200~\x1b[201~', 'paste ""'],
  ['\x1b[200~never ended', 'paste "never ended"'],
];

describe('terminal input', () => {
  it.each(CASES)('%j', (sent, means) => {
    expect(
      tokens([bytes(sent)])
        .map(asText)
        .join(' '),
    ).toBe(means);
  });

  it.each(CASES)('%j, byte by byte', (sent, means) => {
    const single = [...bytes(sent)].map((byte) => Uint8Array.of(byte));
    expect(tokens(single).map(asText).join(' ')).toBe(means);
  });
});

const noise = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '\x1b',
        '[',
        'O',
        '2',
        '0',
        '0',
        '1',
        ';',
        '~',
        'A',
        'u',
        'é',
        '\r',
        '\n',
        ' ',
      ),
      {
        maxLength: 60,
      },
    )
    .map((parts) => bytes(parts.join(''))),
);

it('decodes any bytes to the same keys, however they are split', () => {
  fc.assert(
    fc.property(noise, fc.array(fc.nat(60)), (sent, cuts) => {
      const places = [0, ...[...new Set(cuts)].sort((a, b) => a - b), sent.length];
      const chunks = places.slice(1).map((end, i) => sent.subarray(places[i], end));
      expect(tokens(chunks)).toEqual(tokens([sent]));
    }),
    { numRuns: 500 },
  );
});

it('loses no printable text between keys', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'Z', '7', ' ', '~', '[', 'ü', '漢', '😀') });
  const key = fc.constantFrom(
    '\r',
    '\t',
    '\x01',
    '\x7f',
    '\x1b[A',
    '\x1bOH',
    '\x1b[1;5C',
    '\x1b[25;5~',
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(word, key)), (pairs) => {
      const found = tokens([bytes(pairs.flat().join(''))]).flatMap((token) =>
        token.kind === 'text' ? [token.text] : [],
      );
      expect(found.join('')).toBe(pairs.map(([text]) => text).join(''));
    }),
  );
});
