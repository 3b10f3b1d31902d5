/** `rev`: reverses the characters of each line. */
import { Inputs } from './input.js';
import { parseOptions } from './options.js';
import type { UtilityCall } from './utility.js';

export async function rev(call: UtilityCall): Promise<number> {
  const options = parseOptions(call, '0|zero');
  const separator = options.has('0') ? '\0' : '\n';
  const inputs = new Inputs(call);
  const describe = (message: string) =>
    message.endsWith(': Is a directory')
      ? message.replace(/: Is a directory$/, ': 0: Is a directory')
      : `cannot open ${message}`;
  for await (const input of inputs.each(options.operands, describe)) {
    for (
      let line = await input.line(separator);
      line !== undefined;
      line = await input.line(separator)
    ) {
      await call.stdout([...line].reverse().join('') + (input.terminated ? separator : ''));
    }
  }
  return inputs.status;
}
