/** Tests the logs of programs: levels, patterns and modules. */
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { ProgramLog } from '../../src/tools/program/program-log.js';
import { newLaboratory } from './harness.js';

/** Logs a message at each level under `nbctl` and `other`, and returns the console. */
function logged(...specs: string[]): string {
  const log = new ProgramLog(new ManualClock(Date.UTC(2015, 10, 4, 12)), 'ovn-nbctl', [
    'nbctl',
    'other',
  ]);
  for (const spec of specs) log.configure(spec);
  for (const module of ['nbctl', 'other']) {
    for (const level of ['ERR', 'WARN', 'INFO', 'DBG'] as const) log.log(module, level, 'x');
  }
  return log.console.replaceAll('2015-11-04T12:00:00Z|000', '').replaceAll('|x\n', ' ').trim();
}

const CASES: readonly (readonly [specs: readonly string[], console: string])[] = [
  [[], '01|nbctl|ERR 02|nbctl|WARN 04|other|ERR 05|other|WARN'],
  [['console:off'], ''],
  [['nbctl:console:off'], '04|other|ERR 05|other|WARN'],
  [['nbctl console err'], '01|nbctl|ERR 04|other|ERR 05|other|WARN'],
  [['other,syslog,off', 'other:FILE:off'], '01|nbctl|ERR 02|nbctl|WARN 04|other|ERR 05|other|WARN'],
  [['off', 'other:console:info'], '01|other|ERR 02|other|WARN 03|other|INFO'],
  [['ANY:console:err'], '01|nbctl|ERR 04|other|ERR'],
  [['nbctl'], '01|nbctl|ERR 02|nbctl|WARN 03|nbctl|INFO 04|nbctl|DBG 05|other|ERR 06|other|WARN'],
  [['PATTERN:file:%m'], '01|nbctl|ERR 02|nbctl|WARN 04|other|ERR 05|other|WARN'],
  [['facility:local3'], '01|nbctl|ERR 02|nbctl|WARN 04|other|ERR 05|other|WARN'],
];

describe('the log of a program', () => {
  it.each(CASES)('with %j shows %j', (specs, text) => {
    expect(logged(...specs)).toBe(text);
  });

  it('starts lines with the time and a five-digit number', () => {
    const log = new ProgramLog(new ManualClock(Date.UTC(2015, 10, 4, 12, 3, 4, 999)), 'ovn-nbctl', [
      'nbctl',
    ]);
    log.log('nbctl', 'WARN', 'so it is');
    expect(log.console).toBe('2015-11-04T12:03:04Z|00001|nbctl|WARN|so it is\n');
  });

  it.each([
    ['%p %N %c %m', 'WARN 1 nbctl so'],
    ['%A %t%T %-6p|%06N|%x %% %m', 'ovn-nbctl main WARN00|000001|x % so'],
    ['%c{x}%n%5m%d{%H:%M:%S.###}', 'nbctl\n000so12:03:04.999'],
    ['', ''],
  ])('follows the pattern %j', (pattern, text) => {
    const clock = new ManualClock(Date.UTC(2015, 10, 4, 12, 3, 4, 999));
    const log = new ProgramLog(clock, 'ovn-nbctl', ['nbctl']);
    log.configure(`pattern:console:${pattern}`);
    log.log('nbctl', 'WARN', 'so');
    expect(log.console).toBe(`${text}\n`);
  });

  it.each([
    ['nosuch', 'no destination, level, or module "nosuch"'],
    ['console:file', 'cannot specify multiple destinations'],
    ['err,warn', 'cannot specify multiple levels'],
    ['nbctl other', 'cannot specify multiple modules'],
    ['PATTERN', 'missing destination'],
    ['PATTERN:foo:%m', 'unknown destination "foo"'],
    ['FACILITY:foo', 'invalid facility'],
    ['FACILITY', 'invalid facility'],
  ])('refuses %j: %s', (spec, complaint) => {
    expect(() => logged(spec)).toThrow(`processing "${spec}": ${complaint}`);
  });
});

describe('--verbose', () => {
  const { run } = newLaboratory();

  it.each([
    'ovs-vsctl --verbose=jsonrpc:warn list-br',
    'ovs-vsctl -vnetdev_vport list-br',
    'ovs-appctl -vpoll_loop:off version',
    'ovn-nbctl -vreconnect:emer lswitch-list',
    'ovn-sbctl -vsocket_util_unix show',
  ])('knows the modules of the real programs: %s', (line) => {
    expect(run(line).exitCode).toBe(0);
  });

  it('rejects the modules of other programs', () => {
    expect(run('ovn-nbctl -vnetdev_vport lswitch-list').stderr).toBe(
      'ovn-nbctl: processing "netdev_vport": no destination, level, or module "netdev_vport"\n',
    );
  });
});
