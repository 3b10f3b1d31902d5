/** `less` and `more`: pages through text on a terminal; elsewhere, prints it as `cat` does. */
import { Inputs } from './input.js';
import { parseOptions } from './options.js';
import { type UtilityCall, UtilityError } from './utility.js';

export async function less(call: UtilityCall): Promise<number> {
  // The options change how less looks, which the pager of the shell decides itself.
  const options = parseOptions(
    call,
    'S|chop-long-lines R|RAW-CONTROL-CHARS r| i|ignore-case I| N|LINE-NUMBERS X|no-init F|quit-if-one-screen e| E| s| n| m| M| d| f| p| c| u|',
  );
  if (options.operands.length === 0 && call.stdin.isKeyboard) {
    throw new UtilityError('name a file, or give it the output of a command: COMMAND | less');
  }
  const inputs = new Inputs(call);
  let text = '';
  for await (const input of inputs.each(options.operands)) {
    for (let piece = await input.piece(); piece !== undefined; piece = await input.piece()) {
      if (call.page === undefined) await call.stdout(piece);
      else text += piece;
    }
  }
  if (call.page !== undefined && text !== '') await call.page(text);
  return inputs.status;
}
