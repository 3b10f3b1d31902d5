/**
 * Runs mutated command lines of all programs, of `sandbox` and of the shell: each one ends soon,
 * and none shows a fault of the program itself.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';
import { LONG_TIMEOUT, times } from '../slow.js';

const LINES = times(600, 1_000_000);

/** The number of lines that one sandbox gets. */
const SESSION = 200;

/** The time after which a line is interrupted, in milliseconds. */
const PATIENCE = 1000;

/** The time within which it must end then. Short runs must not depend on the machine's speed. */
const GRACE = times(60_000, 1000);

const CASES = join(import.meta.dirname, '../conformance/cases');

/** Lines of the recorded cases, and of what they do not cover. */
const CORPUS: readonly string[] = [
  ...readdirSync(CASES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .flatMap((path): { run: string }[] => JSON.parse(readFileSync(join(CASES, path), 'utf8')).steps)
    .map(({ run }) => run),
  'neutron net-create private --provider:network_type flat --provider:physical_network p',
  'neutron subnet-create private 10.0.0.0/24 --name s --allocation-pool start=10.0.0.2,end=10.0.0.9',
  'neutron port-create private --fixed-ip ip_address=10.0.0.5 --security-group default',
  'neutron security-group-rule-create default --protocol tcp --port-range-min 1 --port-range-max 9',
  'neutron security-group-list -f json -c id --sort-key name',
  'neutron router-interface-add r subnet=s; nova boot vm1 --nic net-id=private; nova delete vm1',
  'sandbox neutron why vm1 vm2:80 udp; sandbox neutron sync --check; sandbox neutron next-id x',
  'sandbox ping -c 1 sw0-port1 sw0-port2; sandbox tcp sw0-port1 sw0-port2:22; sandbox host p ip ::1',
  'sandbox explain sw0-port1 sw0-port2 tcp 22; sandbox explain "table=16,ip"; sandbox explain',
  'sandbox undo 2; sandbox redo; sandbox diff 1; sandbox snapshot save a; sandbox snapshot load a',
  'sandbox clock advance 5s; sandbox log; sandbox capture p f.pcap; sandbox reset; sandbox help',
  'for i in 1 2 3; do ovn-nbctl lswitch-add s$i; done | sort -u | head -2',
  'f() { local x=${1:-0}; echo $((x * 2)) "${x%y*}" | sed "s/0/&&/g" | awk "{print \\$1}"; }; f 3',
  `echo '{"a":[1,2]}' | jq -r '.a[] | tostring' | grep -E '^[0-9]+$' | cut -c1 | tr 1 2`,
  'trap "echo x" EXIT; set -e; case $x in *a*) ;; esac; printf "%5.2f|%s\\n" 1.5 "a b"; date +%s',
  'find . -name "*.ts" -type f | xargs -n1 echo | wc -l; ls -la; diff <(echo a) <(echo b)',
];

/** Words that are out of place in most lines. */
const STRANGERS = [
  ...[
    '',
    '-',
    '--',
    '-1',
    '0',
    '99999999999999999999',
    '1e9',
    '0x',
    'a'.repeat(3000),
    'ü',
    '\u0001',
  ],
  ...[
    '$(',
    '`',
    '"',
    "'",
    '|',
    '||',
    '&',
    ';',
    '(',
    ')',
    '{',
    '}',
    '<',
    '<<',
    '>',
    '$x',
    '${x',
    '*',
  ],
  ...['--help', '--db=unix:/x', '-O', 'OpenFlow15', '--columns=name', 'a=b', '[::1]', 'ip4.src=='],
  ...['00:00:00:00:00:01', '10.0.0.1/33', 'sw0', 'br-int', 'NULL', '__proto__', 'constructor'],
  ...['outport == "sw0-port1" && ip', 'in_port=1', 'actions=drop', 'table=300', 'external_ids:a=b'],
];

interface Change {
  readonly kind: 'replace' | 'insert' | 'delete' | 'swap' | 'character' | 'join';
  readonly at: number;
  readonly with: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('replace', 'insert', 'delete', 'swap', 'character', 'join'),
  at: fc.nat(),
  with: fc.nat(),
});

const words = (line: string): string[] => line.match(/\s+|[^\s"'|;]+|["'|;]/g) ?? [];

/** Returns a line with these changes. */
function mutated(line: string, changes: readonly Change[]): string {
  let text = line;
  for (const { kind, at, with: other } of changes) {
    const parts = words(text);
    const place = parts.length === 0 ? 0 : at % parts.length;
    const donor = words(CORPUS[other % CORPUS.length] ?? '');
    const word =
      other % 2 === 0
        ? (STRANGERS[other % STRANGERS.length] ?? '')
        : (donor[at % Math.max(1, donor.length)] ?? '');
    if (kind === 'replace') parts[place] = word;
    else if (kind === 'insert') parts.splice(place, 0, word, ' ');
    else if (kind === 'delete') parts.splice(place, 1);
    else if (kind === 'swap') parts.splice(place, 2, ...parts.slice(place, place + 2).reverse());
    else if (kind === 'join') parts.push(' ; ', CORPUS[other % CORPUS.length] ?? '');
    text = parts.join('');
    if (kind !== 'character' || text === '') continue;
    const i = at % text.length;
    text = text.slice(0, i) + String.fromCharCode(1 + (other % 254)) + text.slice(i + 1);
  }
  return text;
}

const lines = fc
  .tuple(fc.nat(), fc.array(change, { minLength: 1, maxLength: 4 }))
  .map(([at, changes]) => mutated(CORPUS[at % CORPUS.length] ?? '', changes));

/** Runs lines in one sandbox, until the shell ends or all have run. */
async function run(all: readonly string[]): Promise<void> {
  const session = await openSession({
    sandbox: Sandbox.open({ clock: new ManualClock(1e12) }),
    cwd: import.meta.dirname,
    bundled: [],
    onRemark: () => {},
  });
  for (const line of all) {
    let shown = '';
    const sink = (text: string) => {
      if (shown.length < 1_000_000) shown += text;
    };
    const start = performance.now();
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), PATIENCE);
    const { exitCode } = await session.execute(line, { stdout: sink, stderr: sink }, abort.signal);
    clearTimeout(timer);
    const wrong =
      /internal error/.test(shown) && !line.includes('internal') ? 'internal error' : undefined;
    const slow =
      performance.now() - start > PATIENCE + GRACE ? 'it cannot be interrupted' : undefined;
    const status = exitCode === 70 || exitCode === 134 ? `status ${exitCode}` : undefined;
    expect([wrong, slow, status].filter(Boolean), line).toEqual([]);
  }
}

it(
  'lines end soon, without a fault of the program',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(lines, { minLength: SESSION, maxLength: SESSION }), run),
      { numRuns: Math.ceil(LINES / SESSION), endOnFailure: true },
    );
  },
  LONG_TIMEOUT,
);
