/** `realpath` and `readlink`: print where paths and links lead. */
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

export async function readlink(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'f|canonicalize e|canonicalize-existing m|canonicalize-missing n|no-newline q|quiet s|silent v|verbose z|zero',
  );
  if (options.operands.length === 0) {
    throw new UtilityError("missing operand\nTry 'readlink --help' for more information.");
  }
  const mode = options.last(['f', 'e', 'm']);
  const end = options.has('z') ? '\0' : '\n';
  const ends = !options.has('n') || options.operands.length > 1;
  let status = 0;
  for (const path of options.operands) {
    const target = await targetOf(path);
    if (target === undefined) status = 1;
    else await call.stdout(target + (ends ? end : ''));
  }
  return status;

  async function targetOf(path: string): Promise<string | undefined> {
    if (mode === 'm') return call.files.identity(path);
    if (mode !== undefined) return call.files.realPath(path, mode === 'e');
    const stat = await call.files.stat(path, { follow: false });
    if (stat?.isSymbolicLink) return call.files.readLink(path);
    if (options.has('v')) {
      await complain(call, `${path}: ${stat ? 'Invalid argument' : 'No such file or directory'}`);
    }
    return undefined;
  }
}
