/** `cmp`: compares two files byte by byte. */
import { encodeRaw } from '../lib/raw-text.js';
import { Inputs } from './input.js';
import { parseOptions } from './options.js';
import { complain, type UtilityCall, UtilityError } from './utility.js';

export async function cmp(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'b|print-bytes i|ignore-initial: l|verbose n|bytes: s|quiet silent',
    { status: 2 },
  );
  const [first, second = '-'] = options.operands;
  if (first === undefined) throw new UtilityError("missing operand after 'cmp'", 2);
  const quiet = options.has('s') || options.has('silent');
  const inputs = new Inputs(call);
  const skip = Number(options.value('i') ?? 0);
  const limit = Number(options.value('n') ?? Number.POSITIVE_INFINITY);
  const contents: Uint8Array[] = [];
  for (const path of [first, second]) {
    const input = await inputs.tryOpen(path);
    if (!input) return 2;
    contents.push(encodeRaw(await input.rest()).subarray(skip, skip + limit));
  }
  const [a = new Uint8Array(), b = new Uint8Array()] = contents;
  const shared = Math.min(a.length, b.length);
  const differences: number[] = [];
  for (let i = 0; i < shared; i++) {
    if (a[i] === b[i]) continue;
    differences.push(i);
    if (!options.has('l')) break;
  }
  if (differences.length === 0 && a.length === b.length) return 0;
  if (quiet) return 1;
  const lineAt = (end: number): number =>
    Buffer.from(a.subarray(0, end)).toString('latin1').split('\n').length;
  const octal = (byte: number | undefined): string => (byte ?? 0).toString(8);
  if (options.has('l')) {
    const width = String(Math.max(a.length, b.length)).length;
    const line = (i: number) =>
      `${String(i + 1).padStart(width)} ${octal(a[i]).padStart(3)} ${octal(b[i]).padStart(3)}\n`;
    await call.stdout(differences.map(line).join(''));
  } else if (differences[0] !== undefined) {
    const at = differences[0];
    await call.stdout(`${first} ${second} differ: char ${at + 1}, line ${lineAt(at)}\n`);
    return 1;
  }
  if (a.length !== b.length) {
    const short = a.length < b.length ? first : second;
    const place =
      shared === 0 ? ' which is empty' : ` after byte ${shared}, in line ${lineAt(shared)}`;
    await complain(call, `EOF on ${short}${place}`);
  }
  return 1;
}
