/** `comm`: compares two sorted files line by line. */
import { Inputs, Output } from './input.js';
import { parseOptions } from './options.js';
import type { UtilityCall } from './utility.js';

export async function comm(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    '1| 2| 3| check-order nocheck-order output-delimiter: total z|zero-terminated',
  );
  const [first, second] = options.pair(call.name);
  const end = options.has('z') ? '\0' : '\n';
  const delimiter = options.value('output-delimiter') ?? '\t';
  const shown = ['1', '2', '3'].map((column) => !options.has(column));
  const totals = [0, 0, 0];
  const inputs = new Inputs(call);
  const [left, right] = [await inputs.open(first), await inputs.open(second)];
  const output = new Output(call.stdout);
  const write = (column: number, line: string): void => {
    totals[column] = (totals[column] ?? 0) + 1;
    if (!shown[column]) return;
    const before = shown.slice(0, column).filter(Boolean).length;
    output.add(delimiter.repeat(before) + line + end);
  };
  let [a, b] = [await left.line(end), await right.line(end)];
  while (a !== undefined || b !== undefined) {
    if (a !== undefined && a === b) {
      write(2, a);
      [a, b] = [await left.line(end), await right.line(end)];
    } else if (a !== undefined && (b === undefined || a < b)) {
      write(0, a);
      a = await left.line(end);
    } else if (b !== undefined) {
      write(1, b);
      b = await right.line(end);
    }
    await output.drain();
  }
  if (options.has('total')) output.add(`${totals.join(delimiter)}${delimiter}total${end}`);
  await output.flush();
  return 0;
}
