/** `cut`: prints parts of lines. */
import { decodeLatin1, encodeLatin1 } from '../lib/raw-text.js';
import { Inputs, Output } from './input.js';
import { parseOptions } from './options.js';
import { type UtilityCall, UtilityError } from './utility.js';

/** Positions from 1 on; both ends belong to the range. */
interface Range {
  readonly from: number;
  readonly to: number;
}

export async function cut(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'b|bytes: c|characters: d|delimiter: f|fields: n| complement s|only-delimited output-delimiter: z|zero-terminated',
  );
  const misuse = (message: string) =>
    new UtilityError(`${message}\nTry '${call.name} --help' for more information.`);
  const lists = options.given.filter(([key]) => 'bcf'.includes(key));
  const [kind, list] = lists[0] ?? [];
  if (kind === undefined || list === undefined) {
    throw misuse('you must specify a list of bytes, characters, or fields');
  }
  if (lists.length > 1) throw misuse('only one list may be specified');
  const given = options.value('d');
  if (given !== undefined && [...given].length > 1)
    throw misuse('the delimiter must be a single character');
  if (kind !== 'f' && given !== undefined)
    throw misuse('an input delimiter may be specified only when operating on fields');
  if (kind !== 'f' && options.has('s'))
    throw misuse('suppressing non-delimited lines makes sense\n\tonly when operating on fields');
  const ranges = parseList(list, kind === 'f', options.has('complement'), misuse);
  const delimiter = given === undefined ? '\t' : given === '' ? '\0' : given;
  const joiner = options.value('output-delimiter');
  const end = options.has('z') ? '\0' : '\n';
  const pick =
    kind === 'f'
      ? (line: string) => {
          if (!line.includes(delimiter)) return options.has('s') ? undefined : line;
          const fields = line.split(delimiter);
          return ranges
            .flatMap(({ from, to }) => fields.slice(from - 1, to))
            .join(joiner ?? delimiter);
        }
      : (line: string) => {
          const bytes = encodeLatin1(line);
          const parts = ranges.map(({ from, to }) => bytes.slice(from - 1, to));
          return decodeLatin1(parts.filter((part) => part !== '').join(joiner ?? ''));
        };
  const inputs = new Inputs(call);
  const output = new Output(call.stdout);
  for await (const input of inputs.each(options.operands)) {
    for (let line = await input.line(end); line !== undefined; line = await input.line(end)) {
      const picked = pick(line);
      if (picked !== undefined) output.add(picked + end);
      await output.drain();
    }
  }
  await output.flush();
  return inputs.status;
}

/** Parses `1,3-5,7-` into ranges in order that do not touch. */
function parseList(
  list: string,
  isFields: boolean,
  complement: boolean,
  misuse: (message: string) => UtilityError,
): readonly Range[] {
  const what = isFields ? 'field' : 'byte/character position';
  const ranges = list.split(/[, \t]/).map((item) => {
    const [, from = '', dash, to = ''] = /^(\d*)(-?)(\d*)$/.exec(item) ?? [];
    if (dash === undefined) {
      throw misuse(
        `invalid ${isFields ? 'field value' : 'byte or character position'} '${/[^\d-].*$/.exec(item)?.[0] ?? item}'`.replace(
          'field value',
          'field value',
        ),
      );
    }
    if (dash === '-' && from === '' && to === '') throw misuse('invalid range with no endpoint: -');
    if (Number(from) === 0 && from !== '')
      throw misuse(
        `${what === 'field' ? 'fields' : 'byte/character positions'} are numbered from 1`,
      );
    if (dash === '' && from === '')
      throw misuse(
        `${what === 'field' ? 'fields' : 'byte/character positions'} are numbered from 1`,
      );
    const range = {
      from: from === '' ? 1 : Number(from),
      to: dash === '' ? Number(from) : to === '' ? Number.POSITIVE_INFINITY : Number(to),
    };
    if (range.to < range.from) throw misuse('invalid decreasing range');
    return range;
  });
  const merged: Range[] = [];
  for (const range of ranges.sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && range.from <= last.to) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    } else merged.push(range);
  }
  if (!complement) return merged;
  const ends = [0, ...merged.map(({ to }) => to)];
  const starts = [...merged.map(({ from }) => from), Number.POSITIVE_INFINITY];
  return starts
    .map((start, i) => ({ from: (ends[i] ?? 0) + 1, to: start - 1 }))
    .filter(({ from, to }) => from <= to);
}
