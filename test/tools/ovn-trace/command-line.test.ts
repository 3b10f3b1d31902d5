/** Tests the command line of `ovn-trace` and its error messages. */
import { describe, expect, it } from 'vitest';
import { checkTraces, fate, newLaboratory } from './transcript.js';

const TWO_SWITCHES = `
  ovn-nbctl lswitch-add sw0 -- lport-add sw0 p1 -- lport-set-addresses p1 00:00:00:00:00:01
  ovn-nbctl lport-add sw0 p2 -- lport-set-addresses p2 00:00:00:00:00:02
  ovn-nbctl lswitch-add sw1 -- lport-add sw1 q1
  ovn-nbctl lport-add sw1 0c9f6d8e-4a9f-4b51-a8f5-1f0c3f7b7e11
  ovn-nbctl lport-add sw1 tap-0c9f6d8e-4a9f-4b51-a8f5-1f0c3f7b7e12
`;

const P1 = 'inport == "p1"';
const NO_FLOW = 'vlan_tci=0x0000,dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:00,dl_type=0x0000';

describe('complains about', () => {
  it.each([
    ['nothing', '', 'exactly two non-option arguments are required (use --help for help)'],
    ['half of it', 'sw0', 'exactly two non-option arguments are required (use --help for help)'],
    [
      'too much',
      `sw0 '${P1}' x`,
      'exactly two non-option arguments are required (use --help for help)',
    ],
    ['an unknown datapath', `sw2 '${P1}'`, 'unknown datapath "sw2"'],
    [
      'a bad microflow',
      "sw0 'inport =='",
      'error parsing flow: Syntax error at end of input expecting constant.',
    ],
    [
      'an ambiguous one',
      "sw0 'ip'",
      'error parsing flow: Constraints are ambiguous: eth.type == 0x800 || eth.type == 0x86dd.',
    ],
    [
      'a contradictory one',
      "sw0 'ip4 && arp'",
      'error parsing flow: Constraints are contradictory.',
    ],
    ['an unknown option', `--nosuch sw0 '${P1}'`, "unrecognized option '--nosuch'"],
    ['no flags', '--ct', "option '--ct' requires an argument"],
    ['unknown flags', `--ct new,old sw0 '${P1}'`, 'old: unknown connection tracking state flag'],
    [
      'a database that is not there',
      `--db=tcp:1.2.3.4:6640 sw0 '${P1}'`,
      'tcp:1.2.3.4:6640: database connection failed (Connection refused)',
    ],
    [
      'load balancers',
      `--lb-dst=1.2.3.4 sw0 '${P1}'`,
      '--lb-dst is not available here: this OVN does not balance loads',
    ],
    ['daemons', '--detach', '--detach is not available here: there are no daemons'],
  ])('%s', (_, words, message) => {
    const { stdout, stderr, exitCode } = newLaboratory(TWO_SWITCHES).run(`ovn-trace ${words}`);
    expect({ stdout, stderr, exitCode }).toEqual({
      stdout: '',
      stderr: `ovn-trace: ${message}\n`,
      exitCode: 1,
    });
  });
});

describe('warns of', () => {
  const trace = (microflow: string, warnings: readonly string[], options = '') =>
    checkTraces(
      newLaboratory(TWO_SWITCHES),
      [
        `$ ovn-trace --minimal ${options} sw0 '${microflow}'`,
        `# ${NO_FLOW}`,
        ...warnings.map((text, i) => `! 2015-11-04T12:00:00Z|0000${i + 1}|ovntrace|WARN|${text}`),
      ].join('\n'),
    );

  it.each([
    ['no port', '1', ['microflow does not specify ingress port']],
    ['the null port', 'inport == ""', ['microflow does not specify ingress port']],
    [
      'an unknown port',
      'inport == "nobody"',
      ['nobody: unknown logical port', 'microflow does not specify ingress port'],
    ],
    [
      'a port of another switch',
      'inport == "q1"',
      ['q1: not in datapath sw0', 'microflow does not specify ingress port'],
    ],
  ])('%s', (_, microflow, warnings) => trace(microflow, warnings));

  it('impossible states of connections', () => {
    const impossible = [
      'new|est|trk: invalid connection state: "new" and "est" are mutually exclusive',
      'new|rpl|trk: invalid connection state: "new" and "rpy" are mutually exclusive',
      'est|inv|trk: invalid connection state: when "inv" is set, only "trk" may also be set',
      'microflow does not specify ingress port',
    ];
    trace('1', impossible, '--ct new,est --ct new,rpl --ct inv,est');
  });

  it('invalid logical flows, and unknown ports', () => {
    const laboratory = newLaboratory(TWO_SWITCHES);
    laboratory.build(`
      ovn-nbctl acl-add sw0 from-lport 3 'ip4.src == "x"' drop
      ovn-nbctl acl-add sw0 from-lport 2 'inport == "nobody"' drop
      ovn-nbctl acl-add sw0 from-lport 1 'inport == "nobody" && ip4' drop
    `);
    checkTraces(
      laboratory,
      `
      $ ovn-trace --minimal sw0 '${P1} && eth.dst == 00:00:00:00:00:02'
      # reg6=0x1,vlan_tci=0x0000,dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:02,dl_type=0x0000
      output("p2");
      ! 2015-11-04T12:00:00Z|00001|ovntrace|WARN|ip4.src == "x": parsing expression failed (Integer field ip4.src is not compatible with string constant.)
      ! 2015-11-04T12:00:00Z|00002|ovntrace|WARN|nobody: unknown logical port
      `,
    );
  });
});

describe('finds', () => {
  const to = 'eth.dst == 00:00:00:00:00:02';

  it('datapaths by the UUIDs of their rows, or parts of them', () => {
    const laboratory = newLaboratory(TWO_SWITCHES);
    const [northbound = '', southbound = ''] = laboratory.build(`
      ovn-nbctl --bare --columns=_uuid find Logical_Switch name=sw0
      ovn-sbctl --bare --columns=datapath find Port_Binding logical_port=p1
    `);
    for (const uuid of [northbound, southbound]) {
      for (const name of [uuid, uuid.toUpperCase(), uuid.slice(0, 8), uuid.slice(0, 4)]) {
        expect(fate(laboratory, name, `${P1} && ${to}`)).toBe('output("p2");');
      }
      expect(laboratory.run(`ovn-trace ${uuid.slice(0, 3)} '${P1}'`).exitCode).toBe(1);
    }
  });

  it('no datapath if several have the name', () => {
    checkTraces(
      newLaboratory(`${TWO_SWITCHES}ovn-nbctl lswitch-add sw0`),
      `
      $ ovn-trace sw0 '${P1}'
      ! 2015-11-04T12:00:00Z|00001|ovntrace|WARN|name "sw0" matches multiple datapaths
      ! ovn-trace: unknown datapath "sw0"
      = 1
      `,
    );
  });

  it('ports by parts of UUIDs that are their names, and shortens those', () => {
    checkTraces(
      newLaboratory(TWO_SWITCHES),
      `
      $ ovn-trace --summary sw1 'inport == "0c9f6d8e"'
      # reg6=0x2,vlan_tci=0x0000,dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:00,dl_type=0x0000
      ingress(dp="sw1", inport="0c9f6d") {
          next;
      };
      $ ovn-trace --summary sw1 'inport == "tap-0c9f6d8e-4a9f-4b51-a8f5-1f0c3f7b7e12"'
      # reg6=0x3,vlan_tci=0x0000,dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:00,dl_type=0x0000
      ingress(dp="sw1", inport="tap-0c9f6d") {
          next;
      };
      $ ovn-trace sw1 'inport == "0c9f6d8e"'
      # reg6=0x2,vlan_tci=0x0000,dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:00,dl_type=0x0000

      ingress(dp="sw1", inport="0c9f6d")
      ----------------------------------
       0. switch_in_port_sec: inport == "0c9f6d", priority 50, uuid ...
          next;
       3. switch_in_l2_lkup: no match (implicit drop)
      `,
    );
  });

  it('friendly names by default, or the last requested form', () => {
    const { run } = newLaboratory(TWO_SWITCHES);
    const heading = (options: string) =>
      /^ingress.*$/m.exec(run(`ovn-trace ${options} sw1 'inport == "0c9f6d8e"'`).stdout)?.[0];
    const friendly = 'ingress(dp="sw1", inport="0c9f6d")';
    const full = heading('--no-friendly-names');
    expect(full).not.toBe(friendly);
    expect(heading('')).toBe(friendly);
    expect(heading('--no-friendly-names --friendly-names')).toBe(friendly);
    expect(heading('--friendly-names --no-friendly-names')).toBe(full);
  });

  it('full names on request', () => {
    const { run } = newLaboratory(TWO_SWITCHES);
    const { stdout } = run(`ovn-trace --no-friendly-names sw1 'inport == "0c9f6d8e"'`);
    expect(stdout).toMatch(
      /ingress\(dp="[0-9a-f-]{36}", inport="0c9f6d8e-4a9f-4b51-a8f5-1f0c3f7b7e11"\)/,
    );
    expect(stdout).toContain('inport == "0c9f6d8e-4a9f-4b51-a8f5-1f0c3f7b7e11", priority 50');
  });
});

describe('OpenFlow flows', () => {
  it('follow the logical flow that they implement', () => {
    checkTraces(
      newLaboratory(`${TWO_SWITCHES}
        ovs-vsctl add-port br-int v1 -- set Interface v1 external_ids:iface-id=p1
        ovn-nbctl acl-add sw0 from-lport 1 'eth.src == {00:00:00:00:00:01, 00:00:00:00:00:03} && eth.dst == {00:00:00:00:00:02, 00:00:00:00:00:04}' allow
        ovn-nbctl acl-add sw0 to-lport 1 '0' drop
      `),
      `
      $ ovn-trace --ovs sw0 '${P1} && eth.src == 00:00:00:00:00:01 && eth.dst == 00:00:00:00:00:02'
      # reg6=0x1,vlan_tci=0x0000,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02,dl_type=0x0000

      ingress(dp="sw0", inport="p1")
      ------------------------------
       0. switch_in_port_sec: inport == "p1", priority 50, uuid ...
          cookie=0x0, duration=0s, table=16, n_packets=0, n_bytes=0, priority=50,reg6=0x1,metadata=0x1 actions=resubmit(,17)
          next;
       2. switch_in_acl: eth.src == {00:00:00:00:00:01, 00:00:00:00:00:03} && eth.dst == {00:00:00:00:00:02, 00:00:00:00:00:04}, priority 1001, uuid ...
          cookie=0x0, duration=0s, table=18, n_packets=0, n_bytes=0, priority=1001,metadata=0x1,dl_dst=00:00:00:00:00:02 actions=conjunction(2,1/2)
          cookie=0x0, duration=0s, table=18, n_packets=0, n_bytes=0, priority=1001,metadata=0x1,dl_dst=00:00:00:00:00:04 actions=conjunction(2,1/2)
          cookie=0x0, duration=0s, table=18, n_packets=0, n_bytes=0, priority=1001,metadata=0x1,dl_src=00:00:00:00:00:01 actions=conjunction(2,2/2)
          cookie=0x0, duration=0s, table=18, n_packets=0, n_bytes=0, priority=1001,metadata=0x1,dl_src=00:00:00:00:00:03 actions=conjunction(2,2/2)
          cookie=0x0, duration=0s, table=18, n_packets=0, n_bytes=0, priority=1001,conj_id=2,metadata=0x1 actions=resubmit(,19)
          next;
       3. switch_in_l2_lkup: eth.dst == 00:00:00:00:00:02, priority 50, uuid ...
          cookie=0x0, duration=0s, table=19, n_packets=0, n_bytes=0, priority=50,metadata=0x1,dl_dst=00:00:00:00:00:02 actions=set_field:0x2->reg7,resubmit(,32)
          outport = "p2";
          output;

      egress(dp="sw0", inport="p1", outport="p2")
      -------------------------------------------
       2. switch_out_port_sec: outport == "p2", priority 50, uuid ...
          cookie=0x0, duration=0s, table=50, n_packets=0, n_bytes=0, priority=50,reg7=0x2,metadata=0x1 actions=resubmit(,64)
          output;
          /* output to "p2", type "" */
      `,
    );
  });

  it('may be missing', () => {
    checkTraces(
      newLaboratory(`${TWO_SWITCHES}ovs-ofctl del-flows br-int`),
      `
      $ ovn-trace --minimal --ovs=br-int sw0 '${P1}'
      # reg6=0x1,vlan_tci=0x0000,dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:00,dl_type=0x0000
      *** no OpenFlow flows;
      $ ovn-trace --minimal --ovs=unix:/sandbox/br-no.mgmt sw0 '${P1}'
      # reg6=0x1,vlan_tci=0x0000,dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:00,dl_type=0x0000
      ! 2015-11-04T12:00:00Z|00001|ovntrace|WARN|unix:/sandbox/br-no.mgmt: connection failed (No such file or directory)
      `,
    );
  });
});

it('options may follow the arguments, unless they follow --', () => {
  const laboratory = newLaboratory(TWO_SWITCHES);
  const { stdout } = laboratory.run(`ovn-trace sw0 '${P1}' --summary`);
  expect(stdout).toContain('ingress(dp="sw0", inport="p1") {');
  expect(laboratory.run(`ovn-trace -- sw0 '${P1}' --summary`).exitCode).toBe(1);
});

it('prints its help and version', () => {
  const { run } = newLaboratory();
  expect(run('ovn-trace --version').stdout).toMatch(/^ovn-trace \(Open vSwitch\) /);
  expect(run('ovn-trace -h').stdout).toContain('usage: ovn-trace [OPTIONS] DATAPATH MICROFLOW');
});

it('completes options and datapaths', () => {
  const { sandbox } = newLaboratory(`${TWO_SWITCHES}ovn-nbctl create Logical_Router name=R1`);
  const tool = sandbox.tools.find(({ name }) => name === 'ovn-trace');
  const complete = (...words: string[]) =>
    tool && sandbox.complete(tool, words, { read: () => undefined }).map(({ text }) => text);
  expect(complete('')).toEqual(['sw0', 'sw1', 'R1']);
  expect(complete('--m')).toEqual(['--minimal']);
  expect(complete('--ct', 'e')).toEqual(['est']);
  expect(complete('--ct', 'est', 's')).toEqual(['sw0', 'sw1']);
  expect(complete('sw0', 'outp')).toEqual(['outport']);
});

describe('logical flows by hand', () => {
  const quoted = (text: string) => `'${JSON.stringify(text)}'`;

  const addFlow = (match: string, actions: string) => {
    const laboratory = newLaboratory(TWO_SWITCHES);
    const [datapath] = laboratory.build(
      'ovn-sbctl --bare --columns=datapath find Port_Binding logical_port=p1',
    );
    laboratory.build(
      `ovn-sbctl create Logical_Flow logical_datapath=${datapath} pipeline=ingress table_id=0 priority=60000 match=${quoted(match)} actions=${quoted(actions)}`,
    );
    return laboratory;
  };

  it.each([
    ['next(0);', '*** too many tables on the way;'],
    ['next(3); next(3);', 'output("p2"); output("p2");'],
    ['next(15);', 'nothing'],
    ['output;', '*** output to null logical port;'],
    ['eth.dst = 00:00:00:00:00:01; next(3);', 'eth.dst = 00:00:00:00:00:01;'],
    ['eth.src <-> eth.dst; next(3);', 'eth.src = 00:00:00:00:00:02; eth.dst = 00:00:00:00:00:01;'],
    ['reg0[0..7] = 5; eth.src[0..7] = reg0[0..7]; next(3);', 'eth.src[0..7] = 0x5; output("p2");'],
    ['inport = "p2"; next(3);', 'nothing'],
    ['inport <-> outport; next(3);', 'output("p2");'],
    // It only matches IP, so the packet matches the flow below.
    ['ct_commit; next(15);', 'output("p2");'],
    ['fly;', 'output("p2");'],
  ])('%s', (actions, expected) => {
    const laboratory = addFlow('1', actions);
    expect(
      fate(
        laboratory,
        'sw0',
        `${P1} && eth.src == 00:00:00:00:00:01 && eth.dst == 00:00:00:00:00:02`,
      ),
    ).toBe(expected);
  });

  it('end instead of running forever', () => {
    const laboratory = addFlow('1', 'next(0); next(0);');
    const { stdout, exitCode } = laboratory.run(`ovn-trace --summary sw0 '${P1}'`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('*** too many tables on the way');
  });
});
