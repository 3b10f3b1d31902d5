/** `uniq`: filters adjacent lines that are equal. */
import { Inputs, Output } from './input.js';
import { parseOptions } from './options.js';
import { type UtilityCall, UtilityError } from './utility.js';

const NO_LIMIT = Number.POSITIVE_INFINITY;

export async function uniq(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'c|count d|repeated D| all-repeated? f|skip-fields: i|ignore-case s|skip-chars: u|unique z|zero-terminated w|check-chars:',
  );
  const fields = options.count('f', 'invalid number of fields to skip') ?? 0;
  const skipped = options.count('s', 'invalid number of bytes to skip') ?? 0;
  const checked = options.count('w', 'invalid number of bytes to compare') ?? NO_LIMIT;
  const end = options.has('z') ? '\0' : '\n';
  const skipFields = new RegExp(`^(?:[ \\t]*[^ \\t]*){${Math.min(fields, 1000)}}`);
  const keyOf = (line: string): string => {
    const rest = fields > 0 ? line.replace(skipFields, '') : line;
    const key = rest.slice(skipped, skipped + checked);
    return options.has('i') ? key.toUpperCase() : key;
  };
  const [from = '-', to, extra] = options.operands;
  if (extra !== undefined)
    throw new UtilityError(`extra operand '${extra}'\nTry 'uniq --help' for more information.`);
  const input = await new Inputs(call).open(from);
  const written: string[] = [];
  const output = new Output(
    to === undefined || to === '-' ? call.stdout : (text) => void written.push(text),
  );
  const all = options.has('D') || options.has('all-repeated');
  const write = (group: readonly string[], count: number): void => {
    const [first] = group;
    if (first === undefined) return;
    const repeated = count > 1;
    if (all) {
      if (repeated) for (const line of group) output.add(line + end);
      return;
    }
    if ((options.has('d') && !repeated) || (options.has('u') && repeated)) return;
    output.add(`${options.has('c') ? `${String(count).padStart(7)} ` : ''}${first}${end}`);
  };
  let group: string[] = [];
  let count = 0;
  let key: string | undefined;
  for (let line = await input.line(end); line !== undefined; line = await input.line(end)) {
    const next = keyOf(line);
    if (next !== key) {
      write(group, count);
      group = [];
      count = 0;
    }
    key = next;
    count += 1;
    if (all || count === 1) group.push(line);
    await output.drain();
  }
  write(group, count);
  await output.flush();
  if (to !== undefined && to !== '-') await call.files.write(to, written.join(''));
  return 0;
}
