/** `nl`: numbers lines. */
import { Inputs, Output } from './input.js';
import { parseOptions } from './options.js';
import { RegexCompiler } from './regex/expression.js';
import { type UtilityCall, UtilityError } from './utility.js';

export async function nl(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'b|body-numbering: d|section-delimiter: f|footer-numbering: h|header-numbering: i|line-increment: ' +
      'l|join-blank-lines: n|number-format: p|no-renumber s|number-separator: v|starting-line-number: w|number-width:',
  );
  const style = options.value('b') ?? 't';
  if (!/^[atn]$|^p/s.test(style))
    throw new UtilityError(`invalid body numbering style: '${style}'`);
  const pattern = style.startsWith('p')
    ? (await RegexCompiler.load()).posix(style.slice(1), { extended: false })
    : undefined;
  const counts = (line: string): boolean =>
    pattern ? pattern.test(line) : style === 'a' || (style === 't' && line !== '');
  const width = Number(options.value('w') ?? 6);
  const format = options.value('n') ?? 'rn';
  const separator = options.value('s') ?? '\t';
  const shown = (number: number): string =>
    format === 'ln'
      ? String(number).padEnd(width)
      : String(number).padStart(width, format === 'rz' ? '0' : ' ');
  let number = Number(options.value('v') ?? 1);
  const inputs = new Inputs(call);
  const output = new Output(call.stdout);
  for await (const input of inputs.each(options.operands)) {
    for (let line = await input.line(); line !== undefined; line = await input.line()) {
      if (counts(line)) {
        output.add(`${shown(number)}${separator}${line}\n`);
        number += Number(options.value('i') ?? 1);
      } else output.add(`${' '.repeat(width + separator.length)}${line}\n`);
      await output.drain();
    }
  }
  await output.flush();
  return inputs.status;
}
