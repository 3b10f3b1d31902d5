/** Checks transcripts of traces, each in a separate sandbox. */
import { expect } from 'vitest';
import { ManualClock } from '../../../src/lib/clock.js';
import { Sandbox } from '../../../src/sandbox/sandbox.js';
import { type Outcome, runner } from '../../run.js';

const NOON = Date.UTC(2015, 10, 4, 12);

export interface Laboratory {
  readonly sandbox: Sandbox;
  /** Runs commands, one per line, which must succeed. Returns their outputs. */
  build(script: string): string[];
  /** Runs a command that may fail. */
  run(command: string): Outcome;
}

/** Returns a sandbox in which `script` has run. */
export function newLaboratory(script = ''): Laboratory {
  const sandbox = Sandbox.open({ clock: new ManualClock(NOON) });
  const run = runner(sandbox);
  const build = (commands: string) =>
    run(commands).map(({ stdout, stderr, exitCode }) => {
      if (exitCode !== 0) throw new Error(stderr);
      return stdout.trim();
    });
  build(script);
  return { sandbox, build, run: (command) => run(command)[0] ?? NOTHING };
}

const NOTHING: Outcome = { stdout: '', stderr: '', exitCode: 0 };

/** UUIDs of flows are random. */
const withoutUuids = (text: string): string => text.replace(/uuid [0-9a-f]{8}/g, 'uuid ...');

/** Removes the indentation that all lines share, and empty lines around them. */
function unindent(text: string): string {
  const lines = text.replace(/^\n|\n *$/g, '').split('\n');
  const indent = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)),
  );
  return lines.map((line) => line.slice(indent).trimEnd()).join('\n');
}

const lines = (mark: string, text: string): string =>
  text
    .split('\n')
    .filter((line, i, all) => line !== '' || i < all.length - 1)
    .map((line) => `${mark}${line}\n`)
    .join('');

/**
 * Checks a transcript: lines with `$` are commands, each followed by its output. `!` marks lines on
 * standard error, and `=` an exit status that is not 0.
 */
export function checkTraces({ run }: Laboratory, transcript: string): void {
  const expected = unindent(transcript);
  const commands = expected.split('\n').filter((line) => line.startsWith('$ '));
  const actual = commands.map((line) => {
    const { stdout, stderr, exitCode } = run(line.slice(2));
    const status = exitCode === 0 ? '' : `= ${exitCode}\n`;
    return `${line}\n${lines('', withoutUuids(stdout))}${lines('! ', stderr)}${status}`;
  });
  expect(actual.join('').trimEnd()).toBe(expected);
}

/** Returns the visible effects of a trace on one line, or `nothing` for a dropped packet. */
export function fate(
  { run }: Laboratory,
  datapath: string,
  microflow: string,
  options = '',
): string {
  const { stdout } = run(`ovn-trace ${options} --minimal ${datapath} '${microflow}'`);
  const changes = stdout
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(ct_next|\})/.test(line));
  return changes.join(' ') || 'nothing';
}
