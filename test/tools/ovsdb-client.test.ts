/** `ovsdb-client`; the expected texts are those of the real program. */
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function open() {
  const sandbox = Sandbox.open({ clock: new ManualClock(1_000_000_000) });
  const tool = sandbox.tools.find(({ name }) => name === 'ovsdb-client');
  if (tool === undefined) throw new Error('no ovsdb-client');
  const files = { read: () => undefined };
  const call = (...args: string[]) => {
    const result = sandbox.run(tool, args, { stdin: '', files });
    return { ...result, stdout: result.stdout.replace(UUID, 'UUID') };
  };
  const complete = (...words: string[]) =>
    sandbox.complete(tool, words, files).map(({ text }) => text);
  return { call, complete };
}

const failure = (message: string) => ({
  stdout: '',
  stderr: `ovsdb-client: ${message}\n`,
  exitCode: 1,
});

describe('ovsdb-client', () => {
  it.each([
    ['list-dbs', 'OVN_Northbound\nOVN_Southbound\nOpen_vSwitch\n'],
    ['list-dbs unix:db.sock', 'OVN_Northbound\nOVN_Southbound\nOpen_vSwitch\n'],
    ['get-schema-version', '7.12.1\n'],
    ['get-schema-version unix:/sandbox/db.sock OVN_Southbound', '1.0.0\n'],
    [
      '-f csv list-tables OVN_Northbound',
      'Table\nLogical_Router\nLogical_Port\nLogical_Switch\nACL\nLogical_Router_Port\n',
    ],
    [
      '-f csv list-tables',
      `Table\n${[
        ...['Controller', 'Bridge', 'Queue', 'IPFIX', 'NetFlow', 'Open_vSwitch', 'QoS', 'Port'],
        ...['sFlow', 'SSL', 'Flow_Sample_Collector_Set', 'Mirror', 'Flow_Table', 'Interface'],
        ...['AutoAttach', 'Manager'],
      ].join('\n')}\n`,
    ],
    [
      'list-columns OVN_Northbound Logical_Switch --no-headings',
      [
        'ports        {"key":{"refTable":"Logical_Port","type":"uuid"},"max":"unlimited","min":0}',
        'name         "string"                                                                   ',
        '_version     "uuid"                                                                     ',
        '_uuid        "uuid"                                                                     ',
        'external_ids {"key":"string","max":"unlimited","min":0,"value":"string"}                ',
        'acls         {"key":{"refTable":"ACL","type":"uuid"},"max":"unlimited","min":0}         ',
        '',
      ].join('\n'),
    ],
    [
      'monitor Bridge name,ports',
      [
        'row                                  action  name   ports                                 ',
        '------------------------------------ ------- ------ --------------------------------------',
        'UUID initial br-int [UUID]',
        '',
      ].join('\n'),
    ],
    [
      '-f json monitor Bridge name',
      '{"data":[["UUID","initial","br-int"]],"headings":["row","action","name"]}\n',
    ],
    ['monitor Bridge !initial', ''],
    [
      '--timestamp -f list monitor Bridge name',
      '1970-01-12 13:46:40.000\nrow                 : UUID\naction              : initial\nname                : br-int\n',
    ],
  ])('%s', (line, stdout) => {
    expect(open().call(...line.split(' '))).toEqual({ stdout, stderr: '', exitCode: 0 });
  });

  it.each([
    ['', 'missing command name; use --help for help'],
    ['nosuch', "unknown command 'nosuch'; use --help for help"],
    ['list-tables a b c', "invalid syntax for 'list-tables' (use --help for help)"],
    ['monitor', "invalid syntax for 'monitor' (use --help for help)"],
    ['monitor Nosuch', 'unix:/sandbox/db.sock: Open_vSwitch does not have a table named "Nosuch"'],
    [
      'monitor Bridge nosuch',
      'unix:/sandbox/db.sock: table "Bridge" in Open_vSwitch does not have a column named "nosuch"',
    ],
    [
      'list-dbs unix:nosuch.sock',
      'failed to connect to "unix:nosuch.sock" (No such file or directory)',
    ],
    ['list-dbs tcp:127.0.0.1:1', 'failed to connect to "tcp:127.0.0.1:1" (Connection refused)'],
    [
      'transact []',
      'transaction returned error: {"details":"transact request params must begin with <db-name>","error":"syntax error","syntax":"[]"}',
    ],
  ])('complains about %j', (line, message) => {
    expect(open().call(...line.split(' ').filter(Boolean))).toEqual(failure(message));
  });

  it('refuses JSON that is nested too deeply', () => {
    const text = '['.repeat(100_000);
    expect(open().call('transact', text)).toEqual(
      failure('input exceeds maximum nesting depth 1000'),
    );
  });

  it('dumps tables with captions', () => {
    const { call } = open();
    call(
      'transact',
      '["OVN_Northbound",{"op":"insert","table":"Logical_Switch","row":{"name":"b"}},{"op":"insert","table":"Logical_Switch","row":{"name":"a"}}]',
    );
    const { stdout } = call('-f', 'csv', 'dump', 'OVN_Northbound');
    expect(stdout).toBe(`ACL table
_uuid,action,direction,external_ids,log,match,priority

Logical_Port table
_uuid,addresses,enabled,external_ids,name,options,parent_name,port_security,tag,type,up

Logical_Router table
_uuid,default_gw,external_ids,name,ports

Logical_Router_Port table
_uuid,enabled,external_ids,mac,name,network,peer

Logical_Switch table
_uuid,acls,external_ids,name,ports
UUID,[],{},a,[]
UUID,[],{},b,[]
`);
  });

  it('completes servers, databases and tables', () => {
    const { complete } = open();
    expect(complete('list-t')).toEqual(['list-tables']);
    expect(complete('dump', 'OVN_N')).toEqual(['OVN_Northbound']);
    expect(complete('list-columns', 'OVN_Southbound', 'Ch')).toEqual(['Chassis']);
  });
});

/** Transactions in order, without the database in front, and the results of each. */
const TRANSACTIONS: readonly (readonly [operations: string, results: string])[] = [
  ['', '[]'],
  ['{"op":"insert","table":"Logical_Switch","row":{"name":"a"}}', '[{"uuid":["uuid","UUID"]}]'],
  [
    '{"op":"select","table":"Logical_Switch","where":[["name","==","a"]],"columns":["name","ports"]}',
    '[{"rows":[{"name":"a","ports":["set",[]]}]}]',
  ],
  [
    '{"op":"update","table":"Logical_Switch","where":[["name","==","a"]],"row":{"external_ids":["map",[["k","v"]]]}}',
    '[{"count":1}]',
  ],
  [
    '{"op":"mutate","table":"Logical_Switch","where":[],"mutations":[["external_ids","insert",["map",[["k2","v"]]]],["external_ids","delete",["set",["k"]]]]}',
    '[{"count":1}]',
  ],
  [
    '{"op":"select","table":"Logical_Switch","where":[["external_ids","includes",["map",[["k2","v"]]]]]}',
    '[{"rows":[{"_uuid":["uuid","UUID"],"acls":["set",[]],"external_ids":["map",[["k2","v"]]],"name":"a","ports":["set",[]]}]}]',
  ],
  [
    '{"op":"foo"}',
    '[{"details":"Parsing ovsdb operation 1 of 1 failed: No operation \\"foo\\"","error":"syntax error","syntax":"{\\"op\\":\\"foo\\"}"}]',
  ],
  [
    '{"op":"insert","table":"Nosuch","row":{}}',
    '[{"details":"Parsing ovsdb operation 1 of 1 failed: No table named Nosuch.","error":"syntax error","syntax":"{\\"op\\":\\"insert\\",\\"row\\":{},\\"table\\":\\"Nosuch\\"}"}]',
  ],
  [
    '{"op":"insert","table":"Logical_Switch"}',
    '[{"details":"Parsing ovsdb operation 1 of 1 failed: Required \'row\' member is missing.","error":"syntax error","syntax":"{\\"op\\":\\"insert\\",\\"table\\":\\"Logical_Switch\\"}"}]',
  ],
  [
    '{"op":"insert","table":"Logical_Switch","row":{"name":1}},{"op":"comment","comment":"x"}',
    '[{"details":"expected string","error":"syntax error","syntax":"1"},null]',
  ],
  [
    '{"op":"insert","table":"Logical_Switch","row":{"name":"gone"}},{"op":"abort"},{"op":"comment","comment":"y"}',
    '[{"uuid":["uuid","UUID"]},{"details":"aborted by request","error":"aborted"},null]',
  ],
  [
    '{"op":"wait","table":"Logical_Switch","where":[],"columns":["name"],"until":"==","rows":[{"name":"a"}],"timeout":0}',
    '[{}]',
  ],
  [
    '{"op":"wait","table":"Logical_Switch","where":[],"columns":["name"],"until":"!=","rows":[{"name":"a"}],"timeout":0}',
    '[{"details":"\\"wait\\" timed out","error":"timed out"}]',
  ],
  [
    '{"op":"insert","table":"Logical_Switch","row":{"ports":["set",[["named-uuid","p"]]]}},{"op":"insert","table":"Logical_Port","uuid-name":"p","row":{"name":"p1","tag":5}},{"op":"commit","durable":false}',
    '[{"uuid":["uuid","UUID"]},{"uuid":["uuid","UUID"]},{}]',
  ],
  [
    '{"op":"mutate","table":"Logical_Port","where":[["tag",">",4]],"mutations":[["name","+=",1]]}',
    '[{"details":"Type mismatch: \\"+=\\" operator may not be applied to column name of type string.","error":"syntax error","syntax":"[\\"name\\",\\"+=\\",1]"}]',
  ],
  [
    '{"op":"update","table":"Logical_Port","where":[],"row":{"tag":5000}}',
    '[{"details":"5000 is not in the valid range 1 to 4095 (inclusive)","error":"constraint violation"}]',
  ],
  [
    '{"op":"insert","table":"Logical_Switch","row":{"ports":["uuid","00000000-0000-0000-0000-000000000001"]}}',
    '[{"uuid":["uuid","UUID"]},{"details":"Table Logical_Switch column ports row UUID references nonexistent row UUID in table Logical_Port.","error":"referential integrity violation"}]',
  ],
  [
    '{"op":"select","table":"Logical_Switch","where":[["name","foo","a"]]}',
    '[{"details":"No function named foo.","error":"unknown function"}]',
  ],
  ['{"op":"assert","lock":"l"}', '[{"details":"Asserted lock l not held.","error":"not owner"}]'],
  ['{"op":"delete","table":"Logical_Switch","where":[]}', '[{"count":2}]'],
  ['{"op":"select","table":"Logical_Port","where":[]}', '[{"rows":[]}]'],
];

describe('ovsdb-client transact', () => {
  it('runs operations', () => {
    const { call } = open();
    for (const [operations, results] of TRANSACTIONS) {
      const text = `["OVN_Northbound"${operations === '' ? '' : ','}${operations}]`;
      const { stdout, exitCode } = call('transact', text);
      expect([operations, stdout, exitCode]).toEqual([operations, `${results}\n`, 0]);
    }
  });

  it.each([
    [
      '{"op":"mutate","table":"Open_vSwitch","where":[],"mutations":[["next_cfg","/=",0]]}',
      '[{"details":"Division by zero.","error":"domain error"}]',
    ],
    [
      '{"op":"insert","table":"Bridge","row":{"name":"x"}},{"op":"mutate","table":"Bridge","where":[["name","==","x"]],"mutations":[["flood_vlans","insert",["set",[5,6,7]]],["flood_vlans","+=",10],["flood_vlans","delete",16]]},{"op":"select","table":"Bridge","where":[["name","==","x"]],"columns":["flood_vlans"]}',
      '[{"uuid":["uuid","UUID"]},{"count":1},{"rows":[{"flood_vlans":["set",[15,17]]}]}]',
    ],
    [
      '{"op":"update","table":"Bridge","where":[],"row":{"name":"x"}}',
      '[{"details":"Cannot update immutable column name in table Bridge.","error":"constraint violation","syntax":"{\\"op\\":\\"update\\",\\"row\\":{\\"name\\":\\"x\\"},\\"table\\":\\"Bridge\\",\\"where\\":[]}"}]',
    ],
    [
      '{"op":"select","table":"Bridge","where":[],"columns":["zz"]}',
      '[{"details":"zz is not a valid column name","error":"syntax error","syntax":"[\\"zz\\"]"}]',
    ],
  ])('%s', (operations, results) => {
    const { stdout } = open().call('transact', `["Open_vSwitch",${operations}]`);
    expect(stdout).toBe(`${results}\n`);
  });
});
