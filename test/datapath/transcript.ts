import { expect } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { runner } from '../run.js';

const marked = (mark: string, text: string): string[] =>
  text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => (mark + line).trimEnd());

/** Runs commands, `$ ...`, and advances the clock, `@ 5s`; returns the lines with their output. */
export function replay(commands: readonly string[]): string[] {
  const sandbox = Sandbox.open({ clock: new ManualClock(1_000_000_000_000) });
  const run = runner(sandbox);
  return commands.flatMap((line) => {
    const wait = /^@ ([\d.]+)s$/.exec(line);
    if (wait !== null) sandbox.advanceClock(Number(wait[1]) * 1000);
    if (!line.startsWith('$ ')) return [line];
    const [outcome] = run(line.slice(2));
    const { stdout = '', stderr = '', exitCode = 0 } = outcome ?? {};
    return [
      line,
      ...marked('', stdout),
      ...marked('! ', stderr),
      ...(exitCode === 0 ? [] : [`= ${exitCode}`]),
    ];
  });
}

/** Returns the lines of an indented text. */
function outdent(text: string): string[] {
  const lines = text.replace(/^\n|\n *$/g, '').split('\n');
  const indent = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  return lines.map((line) => line.slice(indent));
}

/**
 * Checks a transcript of a fresh sandbox. Lines with `$` are commands, and those with `@` advance
 * the clock. Below each follows its output: standard error with `!`, and an exit status other than
 * 0 with `=`. A line `PACKET NAME TEXT` names a packet for use in commands.
 */
export function checkTranscript(transcript: string): void {
  const names = new Map<string, string>();
  const lines = outdent(transcript).filter((line) => {
    const [, name, text] = /^PACKET (\S+) (.*)$/.exec(line) ?? [];
    if (name !== undefined && text !== undefined) names.set(name, text);
    return name === undefined;
  });
  const spelled = lines.map((line) =>
    line.startsWith('$ ') ? line.replace(/\b[A-Z]+\d*$/, (name) => names.get(name) ?? name) : line,
  );
  expect(replay(spelled.filter((line) => /^[$@] /.test(line)))).toEqual(spelled);
}
