/** `echo`. */
import { unescapeText } from '../escapes.js';
import type { Builtin } from '../state/shell.js';

export const ECHO: Builtin = {
  name: 'echo',
  run(shell, args) {
    let first = 0;
    let newline = true;
    let escapes = shell.options.has('xpg_echo');
    for (; /^-[neE]+$/.test(args[first] ?? ''); first++) {
      for (const letter of (args[first] ?? '').slice(1)) {
        if (letter === 'n') newline = false;
        else escapes = letter === 'e';
      }
    }
    const text = args.slice(first).join(' ');
    const { text: shown, stopped } = escapes ? unescapeText(text) : { text, stopped: false };
    shell.write(1, newline && !stopped ? `${shown}\n` : shown);
    return 0;
  },
};
