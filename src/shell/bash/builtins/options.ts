/** `set` and `shopt`. */
import { type Option, SET_OPTIONS, SHOPT_OPTIONS } from '../state/options.js';
import type { Builtin, Shell } from '../state/shell.js';
import { CommandError } from '../state/unwind.js';
import { parseOptions } from './builtin.js';
import { settingOf } from './declare.js';

const MISUSE = 2;

/** The width of the names of options in a list. */
const NAME_WIDTH = 15;
const SHOPT_WIDTH = 15;

const SET: Builtin = {
  name: 'set',
  run(shell, args) {
    if (args.length === 0) return showVariables(shell);
    for (let i = 0; i < args.length; i++) {
      const word = args[i] ?? '';
      if (word === '--' || word === '-') {
        if (word === '-') switchOn(shell, 'xtrace', false);
        if (word === '--' || i + 1 < args.length) shell.args = args.slice(i + 1);
        return 0;
      }
      if (!/^[-+]./.test(word)) {
        shell.args = args.slice(i);
        return 0;
      }
      const on = word.startsWith('-');
      for (const letter of word.slice(1)) {
        if (letter !== 'o') {
          switchOn(shell, findLetter(letter, word.charAt(0)), on);
          continue;
        }
        const name = args[i + 1];
        if (name === undefined || /^[-+]/.test(name)) {
          showSettings(shell, on);
          continue;
        }
        i += 1;
        if (!SET_OPTIONS.some((option) => option.name === name)) {
          throw new CommandError(`set: ${name}: invalid option name`, MISUSE);
        }
        switchOn(shell, name, on);
      }
    }
    return 0;
  },
};

function findLetter(letter: string, sign: string): string {
  const found = SET_OPTIONS.find((option) => option.letter === letter);
  if (!found) throw new CommandError(`set: ${sign}${letter}: invalid option`, MISUSE);
  return found.name;
}

function switchOn(shell: Shell, name: string, on: boolean): void {
  if (on) shell.options.add(name);
  else shell.options.delete(name);
}

function showVariables(shell: Shell): number {
  for (const name of shell.vars.names()) {
    const variable = shell.vars.find(name);
    if (variable?.isSet) shell.write(1, settingOf(name, variable));
  }
  return 0;
}

/** Prints the options as a table, or as commands that set them again. */
function showSettings(shell: Shell, asTable: boolean): void {
  for (const { name } of SET_OPTIONS) {
    const on = shell.options.has(name);
    shell.write(
      1,
      asTable
        ? `${name.padEnd(NAME_WIDTH)}\t${on ? 'on' : 'off'}\n`
        : `set ${on ? '-' : '+'}o ${name}\n`,
    );
  }
}

const SHOPT: Builtin = {
  name: 'shopt',
  run(shell, args) {
    const { given, rest } = parseOptions('shopt', args, 'sqpuo');
    const known: readonly Option[] = given.has('o') ? SET_OPTIONS : SHOPT_OPTIONS;
    let status = 0;
    const options: Option[] = [];
    for (const name of rest) {
      const option = known.find((candidate) => candidate.name === name);
      if (option) options.push(option);
      else {
        shell.complain(`shopt: ${name}: invalid shell option name`);
        status = 1;
      }
    }
    if (rest.length > 0 && (given.has('s') || given.has('u'))) {
      for (const { name } of options) switchOn(shell, name, given.has('s'));
      return status;
    }
    const wanted = given.has('s') ? [true] : given.has('u') ? [false] : [true, false];
    for (const { name } of rest.length > 0 ? options : known) {
      const on = shell.options.has(name);
      if (rest.length > 0 && !on) status = 1;
      if (given.has('q') || !wanted.includes(on)) continue;
      const command = given.has('o') ? `set ${on ? '-' : '+'}o ` : `shopt -${on ? 's' : 'u'} `;
      const text = given.has('p')
        ? `${command}${name}`
        : `${name.padEnd(SHOPT_WIDTH)}\t${on ? 'on' : 'off'}`;
      shell.write(1, `${text}\n`);
    }
    return status;
  },
};

export const OPTIONS: readonly Builtin[] = [SET, SHOPT];
