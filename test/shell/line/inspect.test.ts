/** Tests what is said about a line while it is typed. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShellSession } from '../../../src/shell/session.js';
import { openNetwork } from './network.js';

const folder = mkdtempSync(join(tmpdir(), 'inspect-'));
let session: ShellSession;
beforeAll(async () => {
  session = await openNetwork(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Inspects a line whose cursor is at `|`, or at its end if there is none. */
const inspect = (shown: string) => {
  const [before = '', ...after] = shown.split('¦');
  return session.inspect(before + after.join(''), before.length);
};

const EXPLICIT = "Explicit `!= 0' is required for inequality test of multibit field against 0.";

const ACL = 'ovn-nbctl acl-add sw0 to-lport 1002';

describe('mistakes', () => {
  /** A line with `¦` as the cursor, the wrong part, and what is said about it. */
  const MISTAKES: readonly (readonly [line: string, part: string, message: string])[] = [
    ['nosuch ', 'nosuch', 'there is no command nosuch'],
    ['ovn-nbctll show', 'ovn-nbctll', 'there is no command ovn-nbctll; did you mean ovn-nbctl?'],
    ['true && nosuch; true', 'nosuch', 'there is no command nosuch'],
    ['for i in 1; do nosuch ', 'nosuch', 'there is no command nosuch'],
    ['echo $(nosuch )', 'nosuch', 'there is no command nosuch'],
    [
      'ovn-nbctl lswitch-ad sw9',
      'lswitch-ad',
      'there is no command lswitch-ad; did you mean lswitch-add?',
    ],
    ['ovn-nbctl show sw9', 'sw9', 'there is no logical switch sw9; did you mean sw0?'],
    [
      'ovn-nbctl lport-set-enabled sw0-port3 ',
      'sw0-port3',
      'there is no logical port sw0-port3; did you mean sw0-port1?',
    ],
    ['ovn-nbctl lport-set-enabled sw0-port1 on', 'on', 'there is no state on'],
    ['ovn-nbctl acl-add sw0 up 1 ip drop', 'up', 'there is no direction up'],
    [
      'ovn-nbctl acl-add sw0 to-lport 99999 ip drop',
      '99999',
      'a priority is a number from 0 to 32767',
    ],
    [`${ACL} ip deny`, 'deny', 'there is no action deny'],
    [`${ACL} 'tcp.dst = 80' drop`, '=', EXPLICIT],
    [`${ACL} 'tcp.dst = 80`, '=', EXPLICIT],
    [
      `${ACL} 'ip4 && tcp || udp' drop`,
      '||',
      '&& and || must be parenthesized when used together.',
    ],
    [
      `${ACL} 'tcp.port == 80' drop`,
      'tcp.port',
      "Syntax error at `tcp.port' expecting field name.",
    ],
    [`${ACL} 'ip4 &&' drop`, "'ip4 &&'", 'Syntax error at end of input expecting constant.'],
    [
      `${ACL} 'outport == "sw0-port9"' drop`,
      '"sw0-port9"',
      'there is no port sw0-port9; did you mean sw0-port1?',
    ],
    [`${ACL} 'tcp && udp' drop`, "'tcp && udp'", 'this match never holds'],
    [
      'ovn-nbctl list Logical_Swich',
      'Logical_Swich',
      'unknown table "Logical_Swich"; did you mean Logical_Switch?',
    ],
    [
      'ovn-nbctl set Logical_Port sw0-port1 typo=x',
      'typo',
      'Logical_Port does not contain a column whose name matches "typo"; did you mean type?',
    ],
    [
      'ovn-nbctl lswitch-add x -- acl-list sw9',
      'sw9',
      'there is no logical switch sw9; did you mean sw0?',
    ],
    ['ovn-sbctl chassis-del ch9', 'ch9', 'there is no chassis ch9; did you mean ch0?'],
    ['ovs-vsctl add-port br9 p9', 'br9', 'there is no bridge br9; did you mean br0?'],
    ['ovs-ofctl dump-flows br9', 'br9', 'there is no bridge br9; did you mean br0?'],
    ['ovs-ofctl add-flow br0 in_port=1 ', 'in_port=1', 'must specify an action'],
    [
      "ovs-ofctl add-flow br0 'in_port=1,actions=otput:1' ",
      "'in_port=1,actions=otput:1'",
      'unknown action otput',
    ],
    ['ovs-ofctl dump-flows br0 table=300 ', 'table=300', 'invalid table "300"'],
    ['ovs-appctl ofproto/trace br0 in_por=1 ', 'in_por=1', 'in_por=1: unknown field in_por'],
    [
      'ovs-appctl ofproto/tace br0',
      'ofproto/tace',
      'there is no command ofproto/tace; did you mean ofproto/trace?',
    ],
    [
      'ovn-trace sw0 \'inport == "sw0-port9"\' ',
      '"sw0-port9"',
      'there is no port sw0-port9; did you mean sw0-port1?',
    ],
    ['sandbox resett', 'resett', 'there is no subcommand resett; did you mean reset?'],
  ];
  it.each(MISTAKES)('%s', (line, part, message) => {
    const { problem } = inspect(line);
    expect(problem && line.replace('¦', '').slice(problem.start, problem.end)).toBe(part);
    expect(problem?.message).toBe(message);
  });

  /** Lines without a mistake so far. */
  const FINE = [
    '',
    'ovn-nb',
    'ovn-nbctl lsw',
    'ovn-nbctl show sw',
    'ovn-nbctl show $sw',
    'ovn-nbctl lswitch-add sw9',
    'ovn-nbctl lswitch-add sw9; ovn-nbctl lport-add sw9 p9',
    'ovn-nbctl lswitch-add sw9 -- acl-list sw9',
    'ovs-vsctl br-exists br9',
    'ovs-vsctl --if-exists del-port p1',
    'say',
    'll notes',
    './setup.sh',
    'f() { true; }; f',
    'A=1 ovn-nbctl show',
    '# nosuch',
    'echo nosuch',
    `${ACL} 'o`,
    `${ACL} 'outport == "sw0-p`,
    `${ACL} 'outport == `,
    `${ACL} 'ip4 &`,
    `${ACL} 'ip4 && (tcp || u`,
    `${ACL} 'outport == "sw0-port1" && ip4' allow-related`,
    `${ACL} 'outport == {"sw0-port1", "sw0-port2"} && tcp.dst == {22, 80}' drop`,
    'ovs-ofctl add-flow br0 in_port=1',
    'ovs-ofctl add-flow br0 in_port=1,actions=dr',
    'ovs-ofctl add-flow br0 in_port=1,actions=drop ',
    'ovs-ofctl add-flow br0 -',
    'for sw in a b; do ovn-nbctl lswitch-del $sw; done',
    '((i++))',
    'for ((i = 0; i < 3; i++)); do ovn-nbctl show; done',
    '[[ -f x && ( -f y || a < b ) ]] && true',
    'case $x in a|b) true;; *) false;; esac',
    'select x in a b; do true; done',
    'f () { true; }; f',
    'function g { true; }; g',
    'echo {a,b} ~ *',
    'arr=(a b c); echo ${arr[0]}',
    'declare -A m=([a]=b)',
    'cat <<EOF\nnosuch\nEOF',
    'test -f x || exit',
    '! true',
    'until false; do :; done',
    'x=$((1 + 2))',
    'time ovn-nbctl show',
    'trap "echo x" EXIT',
    'exec 3>&1',
    'echo a >&2 2>/dev/null &> x',
    'if [ a = b ]; then true; elif true; then true; else false; fi',
    'while read -r line; do echo $line; done < file',
    'echo "a $(echo b) c" `echo a`',
    'diff <(echo a) <(echo b)',
    '(cd /; ls) & { true; false; }',
    'ovs-vsctl --if-exists del-port nosuch -- --if-exists del-br nosuch',
    '$ ovn-nbctl show',
    '[root@host ~]# ovn-nbctl show\n    lswitch x (sw9)',
    'ovn-nbctl show | sed -n 1p | awk "{ print }" > out',
  ];
  it.each(FINE)('none in %j', (line) => {
    expect(inspect(line).problem).toBeUndefined();
  });
});

describe('the scripts of the environments', () => {
  const SCRIPTS = join(import.meta.dirname, '../../../scripts');
  const paths = readdirSync(SCRIPTS, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.sh'),
  );
  // What other scripts of an environment create is not known here.
  const setups = paths.filter((path) => path.endsWith('setup.sh'));

  it.each(setups)('have no mistakes: %s', (path) => {
    const text = readFileSync(join(SCRIPTS, path), 'utf8');
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      expect(session.inspect(text, end).problem).toBeUndefined();
    }
  });
});

describe('the usage', () => {
  /** A line, and the usage with the current argument between `<` and `>`. */
  const USAGES: readonly (readonly [line: string, usage: string])[] = [
    ['ovn-nbctl', ''],
    ['ovn-nbctl acl', ''],
    ['ovn-nbctl acl-add', 'ovn-nbctl acl-add LSWITCH DIRECTION PRIORITY MATCH ACTION'],
    ['ovn-nbctl acl-add ', 'ovn-nbctl acl-add <LSWITCH> DIRECTION PRIORITY MATCH ACTION'],
    ['ovn-nbctl acl-add sw0 t', 'ovn-nbctl acl-add LSWITCH <DIRECTION> PRIORITY MATCH ACTION'],
    [`${ACL} 'ip4 && `, 'ovn-nbctl acl-add LSWITCH DIRECTION PRIORITY <MATCH> ACTION'],
    [
      'ovn-nbctl acl-add sw0 to-¦lport 1',
      'ovn-nbctl acl-add LSWITCH <DIRECTION> PRIORITY MATCH ACTION',
    ],
    ['ovn-nbctl acl-del sw0 ', 'ovn-nbctl acl-del LSWITCH [<DIRECTION> [PRIORITY MATCH]]'],
    ['ovn-nbctl lswitch-add x -- acl-list ', 'ovn-nbctl acl-list <LSWITCH>'],
    ['ovs-vsctl del-port ', 'ovs-vsctl del-port [<BRIDGE>] <PORT|IFACE>'],
    ['ovs-ofctl dump-flows br0 ', 'ovs-ofctl dump-flows SWITCH [<FLOW>]'],
    ['ovn-trace sw0 ', 'ovn-trace DATAPATH <MICROFLOW>'],
    ['sandbox ping sw0-port1 ', 'sandbox ping SRC <DST>'],
    ['echo $(ovn-nbctl acl-list ', 'ovn-nbctl acl-list <LSWITCH>'],
    ['sudo ovn-nbctl acl-list ', 'ovn-nbctl acl-list <LSWITCH>'],
    ['ovn-nbctl show > ', ''],
    ['cat ', ''],
  ];
  it.each(USAGES)('of %s', (line, expected) => {
    const { usage } = inspect(line);
    const marked = [...(usage?.current ?? [])]
      .reverse()
      .reduce(
        (text, { start, end }) =>
          `${text.slice(0, start)}<${text.slice(start, end)}>${text.slice(end)}`,
        usage?.text ?? '',
      );
    expect(marked).toBe(expected);
  });
});

describe('the continuation', () => {
  it.each([
    ['', ''],
    ['ovn-n', 'bctl'],
    ['ovn-nbctl acl-l', 'ist'],
    ['ovn-nbctl show', ''],
    ['ovn-nbctl acl-list ', ''],
    ['ovn-nbctl acl-list sw', '0'],
    ['ovn-nbctl acl-add sw1 to-lport 1 \'outport == "', 'sw1-port1"'],
    ['cat fl', ''],
  ])('of %j is %j', (line, rest) => {
    expect(inspect(line).continuation).toBe(rest);
  });
});

describe('the colours', () => {
  const looks = (line: string) =>
    inspect(line).spans.map(({ start, end, look }) => `${look}:${line.slice(start, end)}`);

  it.each([
    ['ovn-nbctl --db=x show sw0', ['name:ovn-nbctl', 'option:--db=x']],
    [
      'if true; then A=1 cat < "x"; fi # end',
      [
        'keyword:if',
        'name:true',
        'operator:;',
        'keyword:then',
        'variable:A=1',
        'name:cat',
        'operator:<',
        'string:"x"',
        'operator:;',
        'keyword:fi',
        'comment:# end',
      ],
    ],
    [
      'echo $x "a $(ovn-nbctl show) b"',
      ['name:echo', 'variable:$x', 'string:"a $(', 'name:ovn-nbctl', 'string: show) b"'],
    ],
    ['ovn-nbctl show sw9 ', ['name:ovn-nbctl', 'wrong:sw9']],
    ['echo "open', ['name:echo', 'string:"open']],
  ])('of %s', (line, expected) => {
    expect(looks(line)).toEqual(expected);
  });

  it('are left out of very long input', () => {
    expect(inspect('echo a; '.repeat(5000)).spans).toEqual([]);
  });
});
