/** `tail`: prints the last lines or bytes of files. */
import { decodeLatin1, encodeLatin1 } from '../lib/raw-text.js';
import { type Input, Inputs } from './input.js';
import { parseOptions } from './options.js';
import { type Amount, parseAmount, withHeaders } from './parts.js';
import { type UtilityCall, UtilityError } from './utility.js';

export async function tail(call: UtilityCall): Promise<number> {
  const [first = '', ...rest] = call.args;
  // `tail -5` and `tail +5` are the same as with `-n`.
  const [, short, unitLetter] = /^([-+]\d+)([lc]?)$/.exec(first) ?? [];
  const args =
    short === undefined ? call.args : [`-${unitLetter === 'c' ? 'c' : 'n'}`, short, ...rest];
  const options = parseOptions(
    { ...call, args },
    'c|bytes: f|follow? F| n|lines: q|quiet silent v|verbose z|zero-terminated pid: s|sleep-interval: retry',
  );
  if (options.has('f') || options.has('F')) {
    throw new UtilityError('files do not grow while a command runs here: -f is not supported', 2);
  }
  const unit = options.last(['c', 'n']) ?? 'n';
  const amount = parseAmount(options.value(unit) ?? '10', unit);
  const end = options.has('z') ? '\0' : '\n';
  return withHeaders(call, options, new Inputs(call), async (input) => {
    if (unit === 'c') return printBytes(call, input, amount);
    return amount.sign === '+'
      ? printFrom(call, input, amount.count, end)
      : printLast(call, input, amount.count, end);
  });
}

async function printFrom(
  call: UtilityCall,
  input: Input,
  first: number,
  end: string,
): Promise<void> {
  for (let skipped = 1; skipped < first; skipped++) {
    if ((await input.line(end)) === undefined) return;
  }
  for (let piece = await input.piece(); piece !== undefined; piece = await input.piece()) {
    await call.stdout(piece);
  }
}

async function printLast(
  call: UtilityCall,
  input: Input,
  count: number,
  end: string,
): Promise<void> {
  const text = await input.rest();
  let at = text.endsWith(end) ? text.length - end.length : text.length;
  if (count === 0 || text === '') return;
  for (let found = 0; at >= 0; found++) {
    if (found === count) break;
    at = at === 0 ? -1 : text.lastIndexOf(end, at - 1);
  }
  await call.stdout(text.slice(at + 1));
}

async function printBytes(call: UtilityCall, input: Input, { count, sign }: Amount): Promise<void> {
  const bytes = encodeLatin1(await input.rest());
  const from = sign === '+' ? Math.max(0, count - 1) : Math.max(0, bytes.length - count);
  await call.stdout(decodeLatin1(bytes.slice(from)));
}
