/** `md5sum`, `sha256sum` and the like: print and check hashes of files. */
import { createHash } from 'node:crypto';
import { encodeRaw } from '../lib/raw-text.js';
import { Inputs } from './input.js';
import { type Options, parseOptions } from './options.js';
import { complain, type UtilityCall, UtilityError } from './utility.js';

export async function checksum(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'b|binary c|check t|text z|zero tag ignore-missing quiet status strict w|warn',
  );
  const algorithm = call.name.replace(/sum$/, '');
  const inputs = new Inputs(call);
  const hash = async (path: string): Promise<string | undefined> => {
    const input = await inputs.tryOpen(path);
    if (!input) return undefined;
    return createHash(algorithm)
      .update(encodeRaw(await input.rest()))
      .digest('hex');
  };
  const paths = options.operands.length > 0 ? options.operands : ['-'];
  if (options.has('c')) {
    const checker = new Checker(call, options, hash);
    let status = 0;
    for (const path of paths) {
      const list = await inputs.tryOpen(path);
      if (!list || !(await checker.check(path, await list.rest()))) status = 1;
    }
    return status;
  }
  for (const path of paths) {
    const digest = await hash(path);
    if (digest === undefined) continue;
    const end = options.has('z') ? '\0' : '\n';
    const escaped = /[\\\n\r]/.test(path) && !options.has('z');
    const name = escaped ? escapeName(path) : path;
    const mark = options.last(['b', 't']) === 'b' ? '*' : ' ';
    const line = options.has('tag')
      ? `${algorithm.toUpperCase()} (${name}) = ${digest}`
      : `${digest} ${mark}${name}`;
    await call.stdout(`${escaped ? '\\' : ''}${line}${end}`);
  }
  return inputs.status;
}

const escapeName = (name: string): string =>
  name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');

const LINE =
  /^(?:\w+ \((?<tagged>.+)\) = (?<last>[0-9a-f]+)|\\?(?<first>[0-9a-f]+) [ *](?<name>.+))$/i;

class Checker {
  constructor(
    private readonly call: UtilityCall,
    private readonly options: Options,
    private readonly hash: (path: string) => Promise<string | undefined>,
  ) {}

  /** Checks all files of a list. Returns true if all are as listed. */
  async check(list: string, text: string): Promise<boolean> {
    const { call, options } = this;
    const quiet = options.has('quiet') || options.has('status');
    let [listed, malformed, unreadable, different, missing] = [0, 0, 0, 0, 0];
    for (const line of text.split('\n')) {
      if (line === '' || line.startsWith('#')) continue;
      const { tagged, last, first, name } = LINE.exec(line)?.groups ?? {};
      const [path, expected] = [tagged ?? name, last ?? first];
      if (path === undefined || expected === undefined) {
        malformed += 1;
        continue;
      }
      listed += 1;
      if (options.has('ignore-missing') && !(await call.files.stat(path))) {
        missing += 1;
        continue;
      }
      const digest = await this.hash(path);
      if (digest === undefined) unreadable += 1;
      else if (digest !== expected.toLowerCase()) different += 1;
      const result =
        digest === undefined
          ? 'FAILED open or read'
          : digest === expected.toLowerCase()
            ? 'OK'
            : 'FAILED';
      if (!options.has('status') && (result !== 'OK' || !quiet))
        await call.stdout(`${path}: ${result}\n`);
    }
    const shown = list === '-' ? 'standard input' : list;
    if (listed === 0)
      throw new UtilityError(`${shown}: no properly formatted checksum lines found`);
    const warn = async (count: number, one: string, many: string) => {
      if (count > 0 && !options.has('status'))
        await complain(call, `WARNING: ${count} ${count === 1 ? one : many}`);
    };
    await warn(malformed, 'line is improperly formatted', 'lines are improperly formatted');
    await warn(unreadable, 'listed file could not be read', 'listed files could not be read');
    await warn(different, 'computed checksum did NOT match', 'computed checksums did NOT match');
    if (missing === listed) {
      await complain(call, `${shown}: no file was verified`);
      return false;
    }
    return unreadable === 0 && different === 0 && !(options.has('strict') && malformed > 0);
  }
}
