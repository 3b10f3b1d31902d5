import type { Sandbox } from '../src/sandbox/sandbox.js';

/** What a command did. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** What words are made of: quoted text, or anything without quotes and spaces. */
const PIECE = /'([^']*)'|"([^"]*)"|[^\s'"]+/g;

/** Splits a command into words; quotes as in the shell, but without anything inside them. */
const words = (line: string): string[] =>
  [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replace(PIECE, (piece, single?: string, double?: string) => single ?? double ?? piece),
  );

/** Runs a command a line, without a shell, and tells what each one did. */
export const runner =
  (sandbox: Sandbox) =>
  (script: string): Outcome[] =>
    script
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const [program, ...args] = words(line);
        const tool = sandbox.tools.find(({ name }) => name === program);
        if (!tool) throw new Error(`no program ${program}`);
        return sandbox.run(tool, args, { stdin: '', files: { read: () => undefined } });
      });
