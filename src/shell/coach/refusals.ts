/** Hints about calls that a program refuses: what would be valid, and the nearest name. */
import { capitalized } from '../../explain/explanation.js';
import { didYouMean } from '../../lib/closest.js';
import { lookUp } from '../../lib/dictionary.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { stages } from '../../tools/languages/stages.js';
import type { Hint } from '../remark.js';
import type { Advice } from './advice.js';
import { saidBy } from './sayings.js';
import { valid } from './valid.js';

/** A first command of each program. */
const FIRST_COMMANDS: Readonly<Record<string, string>> = {
  'ovn-nbctl': 'show',
  'ovn-sbctl': 'show',
  'ovs-appctl': 'ofproto/list',
  'ovs-dpctl': 'show',
  'ovs-ofctl': 'dump-flows br-int',
  'ovs-vsctl': 'show',
  'ovsdb-client': 'dump',
};

/** Returns advice from the tables of the program, for calls that failed or complained. */
export const refused =
  (sandbox: Sandbox): Advice =>
  (call, databases) => {
    const { program, args, known, stderr, exitCode } = call;
    if (!known || (stderr === '' && exitCode === 0)) return [];
    const said = saidBy(call, databases);
    if (said !== undefined) return [said];
    const tool = sandbox.tools.find(({ name }) => name === program);
    if (tool === undefined) return [];
    const rows = (tool.commandLists ?? []).flatMap(({ prefix, groups }) =>
      groups.flatMap(({ commands }) => commands.map((row) => ({ ...row, prefix }))),
    );
    if (/missing command name/.test(stderr)) {
      return [`Name a command, as in: ${program} ${lookUp(FIRST_COMMANDS, program) ?? '--help'}`];
    }
    const { problem, usage } = sandbox.review(tool, args);
    if (/requires at least|takes at most|non-option arguments|invalid syntax for/.test(stderr)) {
      const row = rows.find(({ name }) => args.includes(name));
      const words = usage
        ? [program, usage.name, usage.usage]
        : [row?.prefix, row?.name, row?.usage];
      return words[0] === undefined ? [] : [`Usage: ${words.filter(Boolean).join(' ')}`];
    }
    const [, unknown] = /unknown command '([^']*)'/.exec(stderr) ?? [];
    if (unknown !== undefined) {
      const near = didYouMean(
        unknown,
        rows.map(({ name }) => name),
      );
      return [`There is no command ${unknown}.${near || ` To list them: ${program} --help`}`];
    }
    if (problem === undefined) return [];
    const word = args[problem.word] ?? '';
    const { start, end, message, expected = [] } = problem;
    const typed = word.slice(start, end).replace(/^"|"$/g, '');
    const hint: Hint = {
      text: `${sentence(message)}${valid(typed, expected)}`,
    };
    if (start === undefined || end === undefined || end - start === word.length) return [hint];
    return [{ ...hint, place: { line: word, start, end } }];
  };

/** Returns a message as a sentence. */
const sentence = (message: string): string =>
  `${/^[a-z]+ /.test(message) ? capitalized(message) : message}${message.endsWith('.') ? '' : '.'}`;

/** Reports the name of a stage that a `grep` through the logical flows did not find. */
export const unknownStage: Advice = ({ program, args }, databases) => {
  if (program !== 'grep') return [];
  const names = [...stages(databases)].map(({ name }) => name);
  const words = args.flatMap(
    (arg) => /(?:switch|router|lswitch|ls|lr)_(?:in|out)_\w+/.exec(arg) ?? [],
  );
  return words.flatMap((word) =>
    names.some((name) => name.includes(word)) || names.length === 0
      ? []
      : [`There is no stage '${word}'.${didYouMean(word, names) || ' Tab lists them after grep.'}`],
  );
};
