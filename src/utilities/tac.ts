/** `tac`: prints the lines of files in reverse. */
import { Inputs } from './input.js';
import { parseOptions } from './options.js';
import type { UtilityCall } from './utility.js';

export async function tac(call: UtilityCall): Promise<number> {
  const options = parseOptions(call, 'b|before r|regex s|separator:');
  const separator = options.value('s') ?? '\n';
  const inputs = new Inputs(call);
  for await (const input of inputs.each(options.operands, quotePath)) {
    const lines = (await input.rest()).split(separator);
    const last = lines.pop() ?? '';
    await call.stdout(
      last +
        lines
          .reverse()
          .map((line) => line + separator)
          .join(''),
    );
  }
  return inputs.status;
}

const quotePath = (message: string): string =>
  message.replace(/^(.*): /, "failed to open '$1' for reading: ");
