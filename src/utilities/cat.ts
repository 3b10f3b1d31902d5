/** `cat`: joins files and prints them. */
import { encodeLatin1 } from '../lib/raw-text.js';
import { Inputs, Output } from './input.js';
import { parseOptions } from './options.js';
import type { UtilityCall } from './utility.js';

export async function cat(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'A|show-all b|number-nonblank e| E|show-ends n|number s|squeeze-blank t| T|show-tabs u| v|show-nonprinting',
  );
  const all = options.has('A');
  const show = {
    ends: all || options.has('e') || options.has('E'),
    tabs: all || options.has('t') || options.has('T'),
    bytes: all || options.has('e') || options.has('t') || options.has('v'),
  };
  const numbered = options.has('b') ? 'nonblank' : options.has('n') ? 'all' : 'none';
  const byLine = numbered !== 'none' || show.ends || show.tabs || show.bytes || options.has('s');
  const inputs = new Inputs(call);
  const output = new Output(call.stdout);
  let number = 0;
  let blank = false;
  for await (const input of inputs.each(options.operands)) {
    if (!byLine) {
      for (let piece = await input.piece(); piece !== undefined; piece = await input.piece()) {
        await call.stdout(piece);
      }
      continue;
    }
    for (let line = await input.line(); line !== undefined; line = await input.line()) {
      const wasBlank = blank;
      blank = line === '';
      if (options.has('s') && wasBlank && blank) continue;
      const counts = numbered === 'all' || (numbered === 'nonblank' && !blank);
      if (counts) output.add(`${String(++number).padStart(6)}\t`);
      const shown = show.bytes ? visible(line) : line;
      output.add(show.tabs ? shown.replaceAll('\t', '^I') : shown);
      if (input.terminated) output.add(show.ends ? '$\n' : '\n');
      await output.drain();
    }
    await output.flush();
  }
  return inputs.status;
}

/** Returns text with control characters as `^A` and high bytes as `M-A`, except tabs. */
function visible(text: string): string {
  if (/^[\t -~]*$/.test(text)) return text;
  return encodeLatin1(text).replace(/[^\t -~]/g, (character) => {
    const code = character.charCodeAt(0);
    const low = code & 0x7f;
    const shown =
      low < 0x20
        ? `^${String.fromCharCode(low + 0x40)}`
        : low === 0x7f
          ? '^?'
          : String.fromCharCode(low);
    return code < 0x80 ? shown : `M-${shown}`;
  });
}
