/** Tests the parser: complete input, syntax errors, and that no input makes it loop or crash. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellFiles } from '../../../src/shell/bash/files.js';
import { Interpreter } from '../../../src/shell/bash/interpreter.js';
import { Parser } from '../../../src/shell/bash/language/parser.js';
import { SyntaxFault } from '../../../src/shell/bash/language/source.js';
import { isComplete } from '../../../src/shell/bash/language/syntax.js';
import { LONG_TIMEOUT, times } from '../../slow.js';
import { mutated } from './mutations.js';

/** Returns the message of the first syntax error of a script. */
function faultOf(script: string): string | undefined {
  const parser = Parser.ofScript(script);
  try {
    while (parser.next());
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    return `line ${error.line}: ${error.message}`;
  }
}

describe('input is complete', () => {
  const complete = [
    ...['', 'echo a', 'echo $', 'a=(1 2)', 'if true; then echo; fi', 'f() { :; }', 'x="a\nb"'],
    ...['cat <<E\na\nE', 'cat <<-E\n\tE', 'case x in a) ;; esac', '# "', 'echo a # "', "echo '\\'"],
    ...['echo )', 'done', 'echo "${x:$+a}"', 'echo $(($))', "echo '$[1 $[2]]'", 'a && b || c'],
    ...['[[ a && b ]]', '((1 << 2))', 'echo $((1 << 2))', 'cat <<< a', 'x=$(cat <<E\na\nE\n)'],
  ];
  it.each(complete)('%j', (source) => {
    expect(isComplete(source)).toBe(true);
  });

  const open = [
    ...['echo "a', "echo 'a", 'echo `a', 'echo $(a', 'echo ${a', 'echo $((a', 'echo $(($a', 'a=('],
    ...['if true', 'if true; then', 'while :; do echo', 'case x in', 'case x in a) b', '{ a', '(a'],
    ...['a |', 'a &&', 'a ||', 'a \\', 'cat <<E', 'cat <<E\na', 'f() ', 'f() {', '[[ a', '[[ a &&'],
    ...['x=$(cat <<E\n)', "echo $'a\\'", 'for i in a', 'for ((i=0; i<2', 'echo "$(echo "', '! '],
  ];
  it.each(open)('not: %j', (source) => {
    expect(isComplete(source)).toBe(source === '! ');
  });

  it(
    'whether it is given line by line or all at once',
    () => {
      fc.assert(
        fc.property(mutated, (script) => {
          const lines = script.split('\n');
          const last = lines.map((_, i) => isComplete(lines.slice(0, i + 1).join('\n'))).at(-1);
          isComplete('something else');
          expect(last).toBe(isComplete(script));
        }),
        { numRuns: times(1000, 100_000) },
      );
    },
    LONG_TIMEOUT,
  );
});

describe('syntax errors', () => {
  const faults: readonly [script: string, message: string][] = [
    ['echo a\nif true; then\nfi', "line 3: syntax error near unexpected token `fi'"],
    ['echo hi; echo (', "line 1: syntax error near unexpected token `newline'"],
    ['echo a | | b', "line 1: syntax error near unexpected token `|'"],
    ['a && && b', "line 1: syntax error near unexpected token `&&'"],
    ['echo a;; echo b', "line 1: syntax error near unexpected token `;;'"],
    ['done', "line 1: syntax error near unexpected token `done'"],
    [')', "line 1: syntax error near unexpected token `)'"],
    ['&', "line 1: syntax error near unexpected token `&'"],
    ['echo >', "line 1: syntax error near unexpected token `newline'"],
    ['if true; then', 'line 2: syntax error: unexpected end of file'],
    ['echo\necho "a\n', 'line 2: unexpected EOF while looking for matching `"\''],
    ['m["t]=1', 'line 1: unexpected EOF while looking for matching `"\''],
    ['echo `a', "line 1: unexpected EOF while looking for matching ``'"],
    ['echo ${a', "line 1: unexpected EOF while looking for matching `}'"],
    ['$(('.repeat(1000), "line 1: unexpected EOF while looking for matching `)'"],
    ['{ '.repeat(1000), 'line 1: syntax error: nested too deeply'],
    ['$('.repeat(1000), 'line 1: syntax error: nested too deeply'],
    ['$(('.repeat(1000) + ') '.repeat(2000), 'line 1: syntax error: nested too deeply'],
  ];
  it.each(faults)('%j', (script, message) => {
    expect(faultOf(script)).toBe(message);
  });

  it(
    'are the only errors that a script can cause in the parser',
    () => {
      fc.assert(
        fc.property(mutated, (script) => {
          faultOf(script);
        }),
        { numRuns: times(2000, 1_000_000) },
      );
    },
    LONG_TIMEOUT,
  );
});

describe('nonsense', () => {
  it(
    'ends with a status and without internal errors',
    async () => {
      const cwd = import.meta.dirname;
      const limits = { commands: 1000, output: 100_000, value: 100_000, depth: 20 };
      await fc.assert(
        fc.asyncProperty(mutated, fc.boolean(), async (script, interactive) => {
          const fs = await shellFiles(cwd, []);
          const shell = new Interpreter({ fs, programs: [], cwd, interactive, limits });
          let errors = '';
          const sinks = {
            stdout: () => {},
            stderr: (text: string) => {
              errors += text;
            },
          };
          const { signal } = new AbortController();
          const { exitCode } = await shell.run(script, sinks, signal);
          const status = await shell.leave(sinks, signal);
          for (const code of [exitCode, status]) expect(code).toBeGreaterThanOrEqual(0);
          expect(errors).not.toMatch(/internal error|undefined|\[object|TypeError/);
        }),
        { numRuns: times(150, 200_000) },
      );
    },
    LONG_TIMEOUT,
  );
});
