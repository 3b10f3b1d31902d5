/** `realpath`: prints absolute paths with all links resolved. */
import { parseOptions } from './options.js';
import { complain, type UtilityCall, UtilityError } from './utility.js';

export async function realpath(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'e|canonicalize-existing m|canonicalize-missing L|logical P|physical q|quiet s|strip z|zero',
  );
  if (options.operands.length === 0) {
    throw new UtilityError("missing operand\nTry 'realpath --help' for more information.");
  }
  let status = 0;
  for (const path of options.operands) {
    const place = await call.files.realPath(path, options.has('e'));
    if (place === undefined) {
      status = 1;
      if (!options.has('q')) await complain(call, `${path}: No such file or directory`);
    } else await call.stdout(`${place}${options.has('z') ? '\0' : '\n'}`);
  }
  return status;
}
