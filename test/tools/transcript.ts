/** Checks transcripts of commands in a laboratory, with numbered UUIDs. */
import { expect } from 'vitest';
import type { ToolResult } from '../../src/tools/tool.js';
import { newLaboratory } from './harness.js';

/** Random UUIDs, as opposed to those in commands, which start with zeros. */
const UUID = /(?!00000000)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Numbers UUIDs in the order of their first appearance, so equal ones can be recognized. */
function numberUuids(text: string): string {
  const seen = new Map<string, string>();
  return text.replace(UUID, (uuid) => {
    const name = seen.get(uuid) ?? `<${seen.size + 1}>`;
    seen.set(uuid, name);
    return name;
  });
}

const marked = (mark: string, text: string) =>
  text
    .split('\n')
    .slice(0, text.endsWith('\n') ? -1 : undefined)
    .map((line) => mark + line)
    .filter((line) => line !== '' || text !== '');

const show = ({ stdout, stderr, exitCode }: ToolResult): string[] => [
  ...marked('', stdout),
  ...marked('! ', stderr).filter((line) => line !== '! '),
  ...(exitCode === 0 ? [] : [`= ${exitCode}`]),
];

/** Runs commands in a new laboratory and returns their outputs. */
export function render(commands: readonly string[]): string {
  const { run } = newLaboratory();
  const lines = commands.flatMap((command) => [`$ ${command}`, ...show(run(command))]);
  return numberUuids(lines.map((line) => line.trimEnd()).join('\n'));
}

/**
 * Checks a transcript: lines with `$` are commands, each followed by its output. `!` marks lines on
 * standard error, and `=` an exit status that is not 0. UUIDs are `<1>`, `<2>`, ...; spaces at the
 * ends of lines do not count.
 */
export function checkTranscript(transcript: string): void {
  const lines = transcript.replace(/^\n|\n *$/g, '').split('\n');
  const indent = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  const expected = lines.map((line) => line.slice(indent));
  const commands = expected.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
  expect(render(commands)).toBe(expected.join('\n'));
}
