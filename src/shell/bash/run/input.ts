/** Reads the input of a program, which is given it as one text. */
import type { Input } from '../state/io.js';
import { Pipe } from '../state/pipe.js';

const HEAD_LINES = 10;

/** The number of lines or characters that `head` prints; undefined for options beside these. */
function headCount(args: readonly string[]): { unit: 'n' | 'c'; count: number } | undefined {
  let [unit, count]: ['n' | 'c', number] = ['n', HEAD_LINES];
  for (let i = 0; i < args.length; i++) {
    const [, letter, joined] = /^(?:-([nc])|--(?:lines|bytes)=|-)(\d*)$/.exec(args[i] ?? '') ?? [];
    const number = joined === '' ? args[++i] : joined;
    if (number === undefined || !/^\d+$/.test(number)) return undefined;
    unit = letter === 'c' || args[i]?.startsWith('--bytes') ? 'c' : 'n';
    count = Number(number);
  }
  return { unit, count };
}

/**
 * Reads what a program needs: all of its input, except that `head` stops where its output
 * ends, so that what writes to it through a pipe need not end by itself.
 */
export async function inputOf(
  input: Input,
  name: string,
  args: readonly string[],
): Promise<string> {
  const head = name === 'head' ? headCount(args) : undefined;
  if (!head) {
    await input.all();
    return input.take();
  }
  if (head.unit === 'c') {
    while (input.peek().length < head.count && (await input.more()));
    return input.takeCount(head.count);
  }
  let text = '';
  for (let i = 0; i < head.count; i++) text += await input.takeThrough('\n');
  // What has come through a pipe is read in blocks; a file is left where the lines end.
  if (input instanceof Pipe) input.take();
  return text;
}
