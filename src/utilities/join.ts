/** `join`: joins the lines of two sorted files that have a field in common. */
import { type Input, Inputs, Output } from './input.js';
import { parseOptions } from './options.js';
import { type UtilityCall, UtilityError } from './utility.js';

interface Line {
  readonly fields: readonly string[];
  readonly key: string;
}

/** A field of the output: the one in common (file 0), or a field of a file. */
interface OutputField {
  readonly file: number;
  readonly field: number;
}

export async function join(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'a: e: i|ignore-case j: o: t: v: 1: 2: check-order nocheck-order header z|zero-terminated',
  );
  const [first, second] = options.pair(call.name);
  const fieldNumber = (key: string): number =>
    Number(options.value(key) ?? options.value('j') ?? 1) - 1;
  const keys = [fieldNumber('1'), fieldNumber('2')] as const;
  const separator = options.value('t');
  const empty = options.value('e') ?? '';
  const unpaired = new Set([...options.values('a'), ...options.values('v')]);
  const onlyUnpaired = options.has('v');
  const fields = options.value('o')?.split(/[, ]/).map(parseField);
  const end = options.has('z') ? '\0' : '\n';
  const inputs = new Inputs(call);
  const files: Line[][] = [];
  for (const [i, path] of [first, second].entries()) {
    files.push(
      await readLines(await inputs.open(path), separator, keys[i] ?? 0, options.has('i'), end),
    );
  }
  const [left = [], right = []] = files;
  const output = new Output(call.stdout);
  const write = (a: Line | undefined, b: Line | undefined): void => {
    const key = a?.fields[keys[0]] ?? b?.fields[keys[1]] ?? '';
    const others = (line: Line | undefined, at: number) =>
      line?.fields.filter((_, i) => i !== at) ?? [];
    const shown = fields
      ? fields.map(
          ({ file, field }) => (file === 0 ? key : (file === 1 ? a : b)?.fields[field]) || empty,
        )
      : [key, ...others(a, keys[0]), ...others(b, keys[1])];
    output.add(shown.join(separator ?? ' ') + end);
  };
  let [i, j] = [0, 0];
  if (options.has('header') && left[0] && right[0]) {
    write(left[0], right[0]);
    [i, j] = [1, 1];
  }
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    if (!b || (a && a.key < b.key)) {
      if (unpaired.has('1')) write(a, undefined);
      i += 1;
    } else if (!a || a.key > b.key) {
      if (unpaired.has('2')) write(undefined, b);
      j += 1;
    } else {
      const endOf = (lines: readonly Line[], from: number): number => {
        let to = from;
        while (lines[to]?.key === a.key) to += 1;
        return to;
      };
      const [leftEnd, rightEnd] = [endOf(left, i), endOf(right, j)];
      if (!onlyUnpaired) {
        for (const one of left.slice(i, leftEnd))
          for (const other of right.slice(j, rightEnd)) write(one, other);
      }
      [i, j] = [leftEnd, rightEnd];
    }
    await output.drain();
  }
  await output.flush();
  return 0;
}

function parseField(text: string): OutputField {
  if (text === '0') return { file: 0, field: 0 };
  const [, file, field] = /^([12])\.(\d+)$/.exec(text) ?? [];
  if (file === undefined) throw new UtilityError(`invalid field specifier: '${text}'`);
  return { file: Number(file), field: Number(field) - 1 };
}

async function readLines(
  input: Input,
  separator: string | undefined,
  key: number,
  ignoreCase: boolean,
  end: string,
): Promise<Line[]> {
  const text = await input.rest();
  const lines = text.split(end);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => {
    const fields =
      separator === undefined ? line.replace(/^[ \t]+/, '').split(/[ \t]+/) : line.split(separator);
    const value = fields[key] ?? '';
    return { fields, key: ignoreCase ? value.toLowerCase() : value };
  });
}
