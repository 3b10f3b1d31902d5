/** `env`: prints the environment, or runs a command in another one. */
import { parseOptions } from './options.js';
import { type UtilityCall, UtilityError } from './utility.js';

export async function env(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'i|ignore-environment 0|null u|unset: C|chdir: S|split-string: v|debug',
    { status: 125, permute: false },
  );
  if (options.has('S') || options.has('C'))
    throw new UtilityError('-S and -C are not supported', 125);
  const words = [...options.operands];
  const empty = options.has('i') || words[0] === '-';
  if (words[0] === '-') words.shift();
  const environment = new Map(empty ? [] : Object.entries(call.environment));
  for (const name of options.values('u')) environment.delete(name);
  for (let [word] = words; word?.includes('='); [word] = words) {
    const equals = word.indexOf('=');
    environment.set(word.slice(0, equals), word.slice(equals + 1));
    words.shift();
  }
  if (words.length > 0) return call.start(words, { environment: Object.fromEntries(environment) });
  const end = options.has('0') ? '\0' : '\n';
  await call.stdout([...environment].map(([name, value]) => `${name}=${value}${end}`).join(''));
  return 0;
}
