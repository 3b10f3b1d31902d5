/** `seq`: prints a sequence of numbers. */
import { formatText } from './format.js';
import { Output } from './input.js';
import { parseOptions } from './options.js';
import { type UtilityCall, UtilityError } from './utility.js';

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;

export async function seq(call: UtilityCall): Promise<number> {
  const { options, numbers } = parseArguments(call);
  const misuse = (message: string) =>
    new UtilityError(`${message}\nTry 'seq --help' for more information.`);
  const bad = numbers.find((word) => !NUMBER.test(word));
  if (bad !== undefined) throw misuse(`invalid floating point argument: '${bad}'`);
  if (numbers.length === 0) throw misuse('missing operand');
  if (numbers.length > 3) throw misuse(`extra operand '${numbers[3]}'`);
  const words = numbers.length === 1 ? ['1', ...numbers] : numbers;
  const [first = '1', last = '1'] = [words[0], words.at(-1)];
  const step = words.length === 3 ? (words[1] ?? '1') : '1';
  const [from, by, to] = [first, step, last].map(Number);
  if (from === undefined || to === undefined || by === undefined) return 0;
  if (by === 0) throw misuse(`invalid Zero increment value: '${step}'`);
  const decimals = Math.max(decimalsOf(first), decimalsOf(step));
  const format = options.value('f');
  const count = Math.floor((to - from) / by + 1e-10);
  const plain = (value: number) => value.toFixed(Math.min(decimals, 100));
  const width = options.has('w')
    ? Math.max(plain(from).length, plain(from + count * by).length, plain(to).length)
    : 0;
  const show = (value: number): string => {
    if (format !== undefined) return formatText(format, [value]).text;
    const text = plain(value);
    return text.startsWith('-')
      ? `-${text.slice(1).padStart(width - 1, '0')}`
      : text.padStart(width, '0');
  };
  if (
    format !== undefined &&
    (formatText(format, [1]).problem || !/%[^%]/.test(format.replaceAll('%%', '')))
  ) {
    throw new UtilityError(`format '${format}' has no % directive`);
  }
  const separator = options.value('s') ?? '\n';
  const output = new Output(call.stdout);
  for (let i = 0; i <= count; i++) {
    output.add((i === 0 ? '' : separator) + show(from + i * by));
    await output.drain();
  }
  if (count >= 0) output.add('\n');
  await output.flush();
  return 0;
}

/** Options end at the first number, which may be negative. */
function parseArguments(call: UtilityCall) {
  const specification = 'f|format: s|separator: w|equal-width';
  const start = call.args.findIndex(
    (word, i) =>
      NUMBER.test(word) && !/^(-[fs]|--format|--separator)$/.test(call.args[i - 1] ?? ''),
  );
  const args = start < 0 ? call.args : call.args.slice(0, start);
  const options = parseOptions({ ...call, args }, specification, { permute: false });
  return { options, numbers: [...options.operands, ...(start < 0 ? [] : call.args.slice(start))] };
}

const decimalsOf = (number: string): number => {
  const [, fraction = '', exponent = '0'] =
    /^[^.eE]*(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(number) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
};
