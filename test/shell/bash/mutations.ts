/** Mutates lines of shell script, for tests that feed the shell nonsense. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

/** Lines and whole scripts to start from. */
const SCRIPTS = readFileSync(join(import.meta.dirname, 'scripts.txt'), 'utf8')
  .split(/^### .*\n/m)
  .flatMap((script) => [script, ...script.split('\n')])
  .filter((text) => text.trim() !== '' && text.length < 400 && !/sleep|while :/.test(text));

/** Tokens that are special somewhere in the language. */
const TOKENS = [
  ...['$', '${', '$((', '$(', '`', '"', "'", '\\', '{', '}', '(', ')', '[', ']', '[[', ']]', ';'],
  ...['&', '|', '<', '>', '<<', '<<<', '\n', ' ', '#', '%', '/', ':', '-', '=', '+', '?', '*', '@'],
  ...[
    '!',
    '~',
    'if',
    'then',
    'fi',
    'case',
    'esac',
    'in',
    'do',
    'done',
    'for',
    'x',
    '1',
    '$[',
    '<(',
  ],
  ...['!(', '+(', 'E\n', '\0', '\r', 'é', '😀', '\ud800', '((', '))', "$'", ';;', '&&', '||', ','],
  ...['..', '^', '99999999999999999999', '[!', '[[:alpha:]]', 'eval ', 'trap ', 'f() ', 'local '],
];

const part = fc.record({
  kind: fc.constantFrom('insert', 'remove', 'repeat', 'replace', 'splice'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(6),
  token: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...TOKENS) },
    { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 3, unit: 'binary' }) },
  ),
  other: fc.constantFrom(...SCRIPTS),
});

/** Scripts with one to four changes. */
export const mutated: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...SCRIPTS), fc.array(part, { minLength: 1, maxLength: 4 }))
  .map(([script, changes]) =>
    changes.reduce((text, { kind, at, length, token, other }) => {
      const start = Math.floor(at * text.length);
      const [before, after] = [text.slice(0, start), text.slice(start)];
      switch (kind) {
        case 'insert':
          return before + token + after;
        case 'remove':
          return before + after.slice(length);
        case 'repeat':
          return before + after.slice(0, length).repeat(4) + after;
        case 'splice':
          return before + other.slice(Math.floor(at * other.length)).slice(0, 30) + after;
        default:
          return before + token + after.slice(length);
      }
    }, script),
  );
