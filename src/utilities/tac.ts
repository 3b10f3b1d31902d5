/** `tac`: prints the lines of files in reverse. */
import { Inputs } from './input.js';
import { parseOptions } from './options.js';
import type { UtilityCall } from './utility.js';

export async function tac(call: UtilityCall): Promise<number> {
  const options = parseOptions(call, 'b|before r|regex s|separator:');
  const separator = options.value('s') ?? '\n';
  const inputs = new Inputs(call);
  let status = 0;
  for (const path of options.operands.length > 0 ? options.operands : ['-']) {
    const input = await inputs.tryOpen(path, (message) => `failed to open ${quotePath(message)}`);
    if (!input) {
      status = 1;
      continue;
    }
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
  return status;
}

const quotePath = (message: string): string => message.replace(/^(.*): /, "'$1' for reading: ");
