/** `fold`: breaks lines that are too long. */
import { Inputs, Output } from './input.js';
import { parseOptions } from './options.js';
import { type UtilityCall, UtilityError } from './utility.js';

const TAB = 8;

export async function fold(call: UtilityCall): Promise<number> {
  // `fold -5` is the same as `fold -w 5`.
  const args = call.args.map((word) => word.replace(/^-(\d+)$/, '-w$1'));
  const options = parseOptions({ ...call, args }, 'b|bytes s|spaces w|width:');
  const width = Number(options.value('w') ?? 80);
  if (!(width >= 1)) throw new UtilityError(`invalid number of columns: '${options.value('w')}'`);
  const inputs = new Inputs(call);
  const output = new Output(call.stdout);
  for await (const input of inputs.each(options.operands)) {
    for (let line = await input.line(); line !== undefined; line = await input.line()) {
      output.add(foldLine(line, width, options.has('s'), options.has('b')));
      if (input.terminated) output.add('\n');
      await output.drain();
    }
  }
  await output.flush();
  return inputs.status;
}

function foldLine(line: string, width: number, atSpaces: boolean, bytes: boolean): string {
  const lines: string[] = [];
  let start = 0;
  let column = 0;
  for (let at = 0; at < line.length; at++) {
    const next = line[at] === '\t' && !bytes ? column + TAB - (column % TAB) : column + 1;
    if (next <= width || at === start) {
      column = next;
      continue;
    }
    const space = atSpaces ? line.slice(start, at).search(/[ \t][^ \t]*$/) : -1;
    const end = space < 0 ? at : start + space + 1;
    lines.push(line.slice(start, end));
    start = end;
    at = end - 1;
    column = 0;
  }
  return [...lines, line.slice(start)].join('\n');
}
