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

/** What stands for the output of a command, as in the shell; not within another one. */
const SUBSTITUTION = /\$\(([^)]*)\)/g;

/** Runs a command a line, without a shell, and tells what each one did. */
export const runner = (sandbox: Sandbox) => {
  const runLine = (line: string): Outcome => {
    const whole = line.replace(SUBSTITUTION, (_, inner: string) =>
      runLine(inner).stdout.trim().replaceAll('\n', ' '),
    );
    const [program, ...args] = words(whole);
    const tool = sandbox.tools.find(({ name }) => name === program);
    if (!tool) throw new Error(`no program ${program}`);
    return sandbox.run(tool, args, { stdin: '', files: { read: () => undefined } });
  };
  return (script: string): Outcome[] =>
    script
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(runLine);
};
