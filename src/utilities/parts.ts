/** Shared parts of `head` and `tail`: amounts, and headers between files. */
import type { Input, Inputs } from './input.js';
import type { Options } from './options.js';
import { type UtilityCall, UtilityError } from './utility.js';

export interface Amount {
  readonly count: number;
  readonly sign: '+' | '-' | '';
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 512,
  kB: 1000,
  k: 1024,
  K: 1024,
  MB: 1e6,
  M: 2 ** 20,
  GB: 1e9,
  G: 2 ** 30,
};

/** Parses a count such as `-5` or `2K`. @throws UtilityError */
export function parseAmount(text: string, unit: string): Amount {
  const [, sign, digits, suffix = ''] = /^([-+]?)(\d+)([a-zA-Z]*)$/.exec(text) ?? [];
  const factor = UNITS[suffix];
  if (digits === undefined || factor === undefined) {
    throw new UtilityError(`invalid number of ${unit === 'c' ? 'bytes' : 'lines'}: '${text}'`);
  }
  return { count: Number(digits) * factor, sign: sign === '+' || sign === '-' ? sign : '' };
}

/** Prints parts of each file, with its name above if there are several. */
export async function withHeaders(
  call: UtilityCall,
  options: Options,
  inputs: Inputs,
  print: (input: Input) => Promise<void>,
): Promise<number> {
  const paths = options.operands.length > 0 ? options.operands : ['-'];
  const style = options.last(['q', 'quiet', 'silent', 'v']);
  const headers = style === 'v' || (style === undefined && paths.length > 1);
  let status = 0;
  let first = true;
  for (const path of paths) {
    const input = await inputs.tryOpen(path, (message) =>
      message.endsWith(': Is a directory')
        ? `error reading '${path}': Is a directory`
        : `cannot open '${path}' for reading: No such file or directory`,
    );
    if (!input) {
      status = 1;
      continue;
    }
    if (headers) {
      await call.stdout(`${first ? '' : '\n'}==> ${path === '-' ? 'standard input' : path} <==\n`);
    }
    first = false;
    await print(input);
  }
  return status;
}
