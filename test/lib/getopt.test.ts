import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getopt, type LongOption } from '../../src/lib/getopt.js';

const OPTIONS: readonly LongOption[] = [
  { name: 'db', argument: 'required' },
  { name: 'dry-run', argument: 'none' },
  { name: 'timeout', short: 't', argument: 'required' },
  { name: 'help', short: 'h', argument: 'none' },
  { name: 'version', short: 'V', argument: 'none' },
  { name: 'verbose', short: 'v', argument: 'optional' },
  { name: 'format', short: 'f', argument: 'required' },
  { name: 'fake', argument: 'none', identity: 'command' },
  { name: 'fake-iface', argument: 'none', identity: 'command' },
  { name: 'if-exists', argument: 'none', identity: 'command' },
  { name: 'id', argument: 'required', identity: 'command' },
  { name: 'all', argument: 'none', identity: 'command' },
  { name: 'also', argument: 'none', identity: 'command' },
];

/** What was read, as text: options, then the other words, or what is wrong. */
function read(args: readonly string[]): string {
  const { options, rest, error } = getopt(args, OPTIONS);
  const words = options.map(({ option, value }) =>
    value === undefined ? option.name : `${option.name}=${value}`,
  );
  return [...words, '|', error ?? rest.join(' ')].join(' ').trim();
}

const CASES: readonly (readonly [args: string, outcome: string])[] = [
  ['', '|'],
  ['show', '| show'],
  ['--db=x show', 'db=x | show'],
  ['--db x show', 'db=x | show'],
  ['--db= show', 'db= | show'],
  ['--db=a=b', 'db=a=b |'],
  ['--d show', "| option '--d' is ambiguous; possibilities: '--db' '--dry-run'"],
  ['--dr show', 'dry-run | show'],
  ['--ver', "| option '--ver' is ambiguous; possibilities: '--version' '--verbose'"],
  ['--verb', 'verbose |'],
  ['--verb=x', 'verbose=x |'],
  ['--verbose x', 'verbose | x'],
  ['--fake', 'fake |'],
  ['--fake-', 'fake-iface |'],
  ['--f=x', "| option '--f=x' is ambiguous; possibilities: '--format' '--fake' '--fake-iface'"],
  ['--al', 'all |'],
  ['--i', "| option '--i' is ambiguous; possibilities: '--if-exists' '--id'"],
  ['--nosuch show', "| unrecognized option '--nosuch'"],
  ['--nosuch=1', "| unrecognized option '--nosuch=1'"],
  ['--db', "| option '--db' requires an argument"],
  ['--tim', "| option '--timeout' requires an argument"],
  ['--dry-run=1', "| option '--dry-run' doesn't allow an argument"],
  ['--dry=1', "| option '--dry-run' doesn't allow an argument"],
  ['-t5 show', 'timeout=5 | show'],
  ['-t 5 show', 'timeout=5 | show'],
  ['-t', "| option requires an argument -- 't'"],
  ['-x', "| invalid option -- 'x'"],
  ['-hx', "help | invalid option -- 'x'"],
  ['-hVt5 show', 'help version timeout=5 | show'],
  ['-ht 5 show', 'help timeout=5 | show'],
  ['-v show', 'verbose | show'],
  ['-vany show', 'verbose=any | show'],
  ['-hv show', 'help verbose | show'],
  ['--help --nosuch', "help | unrecognized option '--nosuch'"],
  ['-- --db', '| --db'],
  ['--help -- --db', 'help | --db'],
  ['- --db', '| - --db'],
  ['show --db', '| show --db'],
];

describe('getopt', () => {
  it.each(CASES)('%j gives %j', (args, outcome) => {
    expect(read(args.split(' ').filter((word) => word !== ''))).toBe(outcome);
  });

  it('takes an empty word for the first that is no option', () => {
    expect(getopt(['', '--db'], OPTIONS).rest).toEqual(['', '--db']);
  });

  it('takes an argument alike after `=` and after a space', () => {
    const value = fc.string();
    fc.assert(
      fc.property(value, fc.array(fc.string()), (text, rest) => {
        const words = ['--', ...rest];
        const joined = getopt([`--db=${text}`, ...words], OPTIONS);
        expect(joined).toEqual(getopt(['--db', text, ...words], OPTIONS));
        expect(joined.rest).toEqual(rest);
      }),
    );
  });
});
