/** `head`: prints the first lines or bytes of files. */
import { decodeLatin1, encodeLatin1 } from '../lib/raw-text.js';
import { type Input, Inputs } from './input.js';
import { parseOptions } from './options.js';
import { type Amount, parseAmount, withHeaders } from './parts.js';
import type { UtilityCall } from './utility.js';

export async function head(call: UtilityCall): Promise<number> {
  const [first = '', ...rest] = call.args;
  // `head -5` is the same as `head -n 5`.
  const [, digits, letters = ''] = /^-(\d+)([cqv]*)$/.exec(first) ?? [];
  const args =
    digits === undefined
      ? call.args
      : [
          ...(letters === ''
            ? []
            : [`-${letters.replace('c', '')}`].filter((word) => word !== '-')),
          letters.includes('c') ? '-c' : '-n',
          digits,
          ...rest,
        ];
  const options = parseOptions(
    { ...call, args },
    'c|bytes: n|lines: q|quiet silent v|verbose z|zero-terminated',
  );
  const unit = options.last(['c', 'n']) ?? 'n';
  const amount = parseAmount(options.value(unit) ?? '10', unit);
  const inputs = new Inputs(call);
  const end = options.has('z') ? '\0' : '\n';
  return withHeaders(call, options, inputs, (input) =>
    unit === 'c' ? printBytes(call, input, amount) : printLines(call, input, amount, end),
  );
}

async function printLines(
  call: UtilityCall,
  input: Input,
  { count, sign }: Amount,
  end: string,
): Promise<void> {
  const lines: string[] = [];
  while (sign === '-' || lines.length < count) {
    const line = await input.line(end);
    if (line === undefined) break;
    lines.push(line + (input.terminated ? end : ''));
  }
  input.leaveRest();
  await call.stdout(
    (sign === '-' ? lines.slice(0, Math.max(0, lines.length - count)) : lines).join(''),
  );
}

async function printBytes(call: UtilityCall, input: Input, { count, sign }: Amount): Promise<void> {
  if (sign === '-') {
    const bytes = encodeLatin1(await input.rest());
    await call.stdout(decodeLatin1(bytes.slice(0, Math.max(0, bytes.length - count))));
    return;
  }
  for (let left = count; left > 0; ) {
    const piece = await input.piece();
    if (piece === undefined) return;
    const bytes = encodeLatin1(piece);
    await call.stdout(decodeLatin1(bytes.slice(0, left)));
    left -= bytes.length;
  }
}
