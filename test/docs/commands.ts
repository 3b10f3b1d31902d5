/** Which commands the programs have, and which of them say that they are not available here. */
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { COMMANDS } from '../../src/tools/ovs-ofctl/commands/all.js';

const FILES = { read: () => undefined };
const sandbox = Sandbox.open({ clock: new ManualClock() });

/** A program, perhaps with words that choose among its tables of commands. */
const PROGRAMS = [
  'ovn-nbctl',
  'ovn-sbctl',
  'ovs-vsctl',
  'ovs-ofctl',
  'ovs-appctl -t ovs-vswitchd',
  'ovs-appctl -t ovn-northd',
  'ovs-appctl -t ovn-controller',
  'ovs-appctl -t ovsdb-server',
  'ovstest test-ovn',
] as const;

function programOf(words: readonly string[]) {
  const tool = sandbox.tools.find(({ name }) => name === words[0]);
  if (!tool) throw new Error(`no program ${words[0]}`);
  return tool;
}

/** The names of the commands, those among them that help and completion leave out. */
function commandsOf(words: readonly string[]): readonly string[] {
  if (words[0] === 'ovs-ofctl') return [...COMMANDS.keys()];
  const offered = sandbox.complete(programOf(words), [...words.slice(1), ''], FILES);
  return offered.filter((word) => !word.startsWith('-'));
}

/** Whether a command says that it is not available, with as many arguments as it wants. */
function isRefused(words: readonly string[], command: string): boolean {
  for (let count = 0; count < 7; count++) {
    const args = [...words.slice(1), command, ...Array<string>(count).fill('x')];
    const { stderr } = sandbox.run(programOf(words), args, { stdin: '', files: FILES });
    if (stderr.includes('is not available in this sandbox')) return true;
  }
  return false;
}

/** The programs with their commands, and those that they refuse. */
export const programs = () =>
  PROGRAMS.map((program) => {
    const words = program.split(' ');
    const commands = commandsOf(words);
    return { program, commands, refused: commands.filter((name) => isRefused(words, name)) };
  });
