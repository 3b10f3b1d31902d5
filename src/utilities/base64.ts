/** `base64`: encodes and decodes bytes as text. */
import { decodeRaw, encodeRaw } from '../lib/raw-text.js';
import { Inputs } from './input.js';
import { parseOptions } from './options.js';
import { type UtilityCall, UtilityError } from './utility.js';

const LINE_LENGTH = 76;

export async function base64(call: UtilityCall): Promise<number> {
  const options = parseOptions(call, 'd|decode i|ignore-garbage w|wrap:');
  const [path = '-', extra] = options.operands;
  if (extra !== undefined)
    throw new UtilityError(`extra operand '${extra}'\nTry 'base64 --help' for more information.`);
  const width = options.count('w', 'invalid wrap size') ?? LINE_LENGTH;
  const input = await new Inputs(call).tryOpen(path, (message) =>
    message.endsWith(': Is a directory') ? 'read error: Is a directory' : message,
  );
  if (!input) return 1;
  const text = await input.rest();
  if (!options.has('d')) {
    const encoded = Buffer.from(encodeRaw(text)).toString('base64');
    const lines = width === 0 ? [encoded] : (encoded.match(new RegExp(`.{1,${width}}`, 'g')) ?? []);
    await call.stdout(lines.map((line) => line + (width === 0 ? '' : '\n')).join(''));
    return 0;
  }
  const digits = text.replace(options.has('i') ? /[^A-Za-z0-9+/=]/g : /\n/g, '');
  const valid =
    /^(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)*/.exec(digits)?.[0] ?? '';
  const groups = valid.match(/.{4}/g) ?? [];
  await call.stdout(decodeRaw(Buffer.concat(groups.map((group) => Buffer.from(group, 'base64')))));
  if (valid.length === digits.length) return 0;
  const rest = /^[A-Za-z0-9+/]{2,3}/.exec(digits.slice(valid.length))?.[0] ?? '';
  await call.stdout(decodeRaw(Buffer.from(rest, 'base64')));
  throw new UtilityError('invalid input');
}
