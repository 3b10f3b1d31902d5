/** `tee`: copies standard input to files and to standard output. */
import { Input } from './input.js';
import { parseOptions } from './options.js';
import { complain, type UtilityCall, UtilityError } from './utility.js';

export async function tee(call: UtilityCall): Promise<number> {
  const options = parseOptions(call, 'a|append i|ignore-interrupts p| output-error?');
  let status = 0;
  const paths: string[] = [];
  for (const path of options.operands) {
    try {
      if (options.has('a')) await call.files.append(path, '');
      else await call.files.write(path, '');
      paths.push(path);
    } catch (error) {
      if (!(error instanceof UtilityError)) throw error;
      await complain(call, error.message);
      status = 1;
    }
  }
  const input = new Input(call.stdin);
  for (let piece = await input.piece(); piece !== undefined; piece = await input.piece()) {
    for (const path of paths) await call.files.append(path, piece);
    await call.stdout(piece);
  }
  return status;
}
