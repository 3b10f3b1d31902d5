/** `date`: prints a time. */

import { Inputs } from './input.js';
import { parseOptions } from './options.js';
import { parseDate } from './parse-date.js';
import { formatTime } from './time.js';
import { type UtilityCall, UtilityError } from './utility.js';

const ISO: Readonly<Record<string, string>> = {
  '': '%Y-%m-%d',
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
};

const RFC_3339: Readonly<Record<string, string>> = {
  date: '%Y-%m-%d',
  seconds: '%Y-%m-%d %H:%M:%S%:z',
  ns: '%Y-%m-%d %H:%M:%S.%N%:z',
};

export async function date(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'd|date: f|file: I|iso-8601? R|rfc-email rfc-2822 rfc-822 rfc-3339: r|reference: s|set: u|utc universal uct debug',
  );
  const [operand, extra] = options.operands;
  if (extra !== undefined)
    throw new UtilityError(`extra operand '${extra}'\nTry 'date --help' for more information.`);
  if (options.has('s') || (operand !== undefined && !operand.startsWith('+'))) {
    if (!options.has('s')) throw new UtilityError(`invalid date '${operand}'`);
    throw new UtilityError('cannot set date: Operation not permitted');
  }
  const utc = ['u', 'utc', 'universal', 'uct'].some((key) => options.has(key));
  const zone = utc ? 'UTC' : call.environment['TZ'];
  const format = formatOf(operand);
  const file = options.value('f');
  const texts =
    file === undefined
      ? [options.value('d')]
      : (await (await new Inputs(call).open(file)).rest()).replace(/\n$/, '').split('\n');
  const reference = options.value('r');
  for (const text of texts) {
    const { time, nanoseconds } = await timeOf(text);
    await call.stdout(`${formatTime(format, time, zone, nanoseconds)}\n`);
  }
  return 0;

  function formatOf(own: string | undefined): string {
    if (own !== undefined) return own.slice(1);
    if (options.has('R') || options.has('rfc-2822') || options.has('rfc-822'))
      return '%a, %d %b %Y %H:%M:%S %z';
    const [key, value, table] = options.has('I')
      ? (['--iso-8601', options.value('I') ?? '', ISO] as const)
      : (['--rfc-3339', options.value('rfc-3339'), RFC_3339] as const);
    if (value === undefined) return '%a %b %e %H:%M:%S %Z %Y';
    const found = Object.entries(table).find(
      ([name]) => name === value || (value !== '' && name.startsWith(value)),
    );
    if (!found) throw new UtilityError(`invalid argument '${value}' for '${key}'`);
    return found[1];
  }

  async function timeOf(text: string | undefined): Promise<{ time: number; nanoseconds?: number }> {
    if (reference !== undefined) {
      const stat = await call.files.stat(reference);
      if (!stat) throw new UtilityError(`${reference}: No such file or directory`);
      return { time: stat.mtime.getTime() };
    }
    if (text === undefined) return { time: call.now() };
    const parsed = parseDate(text, call.now(), zone);
    if (!parsed) throw new UtilityError(`invalid date '${text}'`);
    return parsed;
  }
}
