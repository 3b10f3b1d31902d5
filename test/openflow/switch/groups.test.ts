/** Checks group mods. */

import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/lib/clock.js';
import type { GroupCommand } from '../../../src/openflow/model/group-mod.js';
import { Match } from '../../../src/openflow/model/match.js';
import { formatProtocols, type OpenFlowVersion } from '../../../src/openflow/model/protocols.js';
import { applyGroupMod } from '../../../src/openflow/switch/apply-group-mod.js';
import { applyMeterMod } from '../../../src/openflow/switch/apply-meter-mod.js';
import { Bridge } from '../../../src/openflow/switch/bridge.js';
import { formatActionList } from '../../../src/openflow/text/format-actions.js';
import { formatMeter, parseMeterMod } from '../../../src/openflow/text/meter-text.js';
import { parseGroupMod } from '../../../src/openflow/text/parse-group.js';
import { convertGroupMod } from '../../../src/openflow/wire/convert-group-mod.js';

const parse = (text: string, command: GroupCommand = 'add') =>
  parseGroupMod(text, command, () => {});

function send(bridge: Bridge, text: string, command: GroupCommand = 'add', now = 0): void {
  const version: OpenFlowVersion = command.endsWith('bucket') ? 15 : 13;
  applyGroupMod(bridge, convertGroupMod(parse(text, command).mod, version, { is: 'switch' }), now);
}

/** The groups of a bridge and the actions of their buckets. */
const list = ({ groups }: Bridge): string[] =>
  [...groups.values()].map(({ id, type, buckets }) =>
    [id, type, ...buckets.map(({ actions }) => formatActionList(actions))].join(' '),
  );

const newBridge = () => new Bridge('br0', 1n, new ManualClock(0));

describe('text of groups', () => {
  it('lists the buckets', () => {
    const { mod } = parse(
      'group_id=1,type=select,bucket=weight:5,watch_port:2,output:1,2,bucket=bucket_id:7,watch_group=3,actions=drop',
    );
    expect(mod).toMatchObject({
      command: 'add',
      id: 1,
      type: 'select',
      buckets: [
        { weight: 5, watchPort: 2, watchGroup: 0xffffffff },
        { id: 7, weight: 1, watchPort: 0xffff, watchGroup: 3, actions: [] },
      ],
    });
    expect(formatActionList(mod.buckets[0]?.actions ?? [])).toBe('output:1,output:2');
  });

  it.each([
    ['delete', '', 'OXM,OpenFlow11'],
    ['add', 'group_id=1,type=all', 'OXM,OpenFlow11'],
    ['add', 'group_id=1,type=select,selection_method=hash', 'OXM-OpenFlow15'],
    ['add', 'group_id=1,type=all,bucket=output:1', 'any'],
    ['insert_bucket', 'group_id=1,command_bucket_id=last,bucket=output:1', 'any'],
  ] as const)('%s %s can be said in %s', (command, text, formats) => {
    expect(formatProtocols(parse(text, command).protocols)).toBe(formats);
  });

  it.each([
    ['add', '', 'must specify a group_id'],
    ['add', 'group_id=1', 'must specify a type'],
    ['add', 'group_id=1,type=bogus', 'invalid group type bogus'],
    ['add', 'group_id=4294967295,type=all', 'invalid group id 4294967295'],
    ['add', 'group_id=x,type=all', 'invalid numeric format x'],
    ['add', 'foo=1', 'unknown keyword foo'],
    [
      'add',
      'group_id=1,type=all,bucket=weight:5,output:1',
      'Only select groups can have bucket weights.',
    ],
    ['add', 'group_id=1,type=all,bucket=', 'bucket must specify actions'],
    ['add', 'group_id=1,type=all,bucket=watch_port:LOCAL,1', 'LOCAL: invalid watch_port'],
    [
      'add',
      'group_id=1,type=all,bucket=goto_table:1',
      'only actions are allowed here (not instruction goto_table)',
    ],
    [
      'add',
      'group_id=1,type=indirect,bucket=1,bucket=2',
      'Indirect groups can have at most one bucket.',
    ],
    ['add', 'group_id=1,command_bucket_id=1', 'command bucket id is not needed'],
    [
      'add',
      'group_id=1,type=select,selection_method=0123456789abcdef',
      'selection method is longer than 15 bytes long',
    ],
    ['delete', 'group_id=1,type=all', 'type is not needed'],
    ['delete', 'group_id=1,bucket=output:1', 'bucket is not needed'],
    ['insert_bucket', 'group_id=1', 'must specify a command bucket id'],
    ['insert_bucket', 'group_id=1,command_bucket_id=all', 'command_bucket_id=all is not permitted'],
  ] as const)('%s %s: %s', (command, text, message) => {
    expect(() => parse(text, command)).toThrow(message);
  });
});

describe('groups', () => {
  it('are added, changed and deleted', () => {
    const bridge = newBridge();
    send(bridge, 'group_id=1,type=all,bucket=output:1,bucket=output:2');
    send(bridge, 'group_id=2,type=select,bucket=output:3');
    expect(list(bridge)).toEqual(['1 all output:1 output:2', '2 select output:3']);
    send(bridge, 'group_id=1,type=indirect,bucket=set_queue:1,output:4', 'modify', 5);
    expect(list(bridge)).toEqual(['2 select output:3', '1 indirect set_queue:1,output:4']);
    expect(bridge.groups.get(1)?.created).toBe(0);
    send(bridge, 'group_id=2', 'delete');
    send(bridge, 'group_id=7', 'delete');
    expect(list(bridge)).toEqual(['1 indirect set_queue:1,output:4']);
    send(bridge, '', 'delete');
    expect(list(bridge)).toEqual([]);
  });

  it('take the flows that use them with them', () => {
    const bridge = newBridge();
    const flow = { table: 0, priority: 1, match: Match.ANY };
    send(bridge, 'group_id=1,type=all');
    bridge.addFlow({ ...flow, actions: [{ type: 'group', group: 1 }] });
    const kept = bridge.addFlow({ ...flow, table: 1, actions: [{ type: 'group', group: 2 }] });
    send(bridge, 'group_id=1', 'delete');
    expect([...bridge.flows()]).toEqual([kept]);
  });

  it.each([
    ['add', 'group_id=1,type=all', 'OFPGMFC_GROUP_EXISTS'],
    ['add', 'group_id=all,type=all', 'OFPGMFC_INVALID_GROUP'],
    ['add', 'group_id=2,type=indirect', 'OFPGMFC_INVALID_GROUP'],
    ['add', 'group_id=2,type=ff,bucket=output:1', 'OFPGMFC_INVALID_GROUP'],
    ['add', 'group_id=2,type=all,bucket=watch_port:1,output:1', 'OFPGMFC_WATCH_UNSUPPORTED'],
    ['modify', 'group_id=2,type=all', 'OFPGMFC_UNKNOWN_GROUP'],
    ['remove_bucket', 'group_id=1,command_bucket_id=9', 'OFPGMFC_UNKNOWN_BUCKET'],
    ['insert_bucket', 'group_id=1,command_bucket_id=9,bucket=1', 'OFPGMFC_UNKNOWN_BUCKET'],
  ] as const)('cannot %s %s: %s', (command, text, code) => {
    const bridge = newBridge();
    send(bridge, 'group_id=1,type=all,bucket=output:5');
    expect(() => send(bridge, text, command)).toThrow(code);
    expect(list(bridge)).toEqual(['1 all output:5']);
  });

  it.each([
    [
      'insert_bucket',
      'command_bucket_id=first,bucket=output:9',
      'output:9 output:1 output:2 output:3',
    ],
    [
      'insert_bucket',
      'command_bucket_id=last,bucket=output:9',
      'output:1 output:2 output:3 output:9',
    ],
    [
      'insert_bucket',
      'command_bucket_id=1,bucket=bucket_id:5,output:9',
      'output:1 output:2 output:9 output:3',
    ],
    ['remove_bucket', 'command_bucket_id=first', 'output:2 output:3'],
    ['remove_bucket', 'command_bucket_id=last', 'output:1 output:2'],
    ['remove_bucket', 'command_bucket_id=1', 'output:1 output:3'],
    ['remove_bucket', 'command_bucket_id=all', ''],
  ] as const)('%s %s', (command, text, buckets) => {
    const bridge = newBridge();
    send(bridge, 'group_id=1,type=all,bucket=output:1,bucket=output:2,bucket=output:3');
    send(bridge, `group_id=1,${text}`, command);
    expect(list(bridge)).toEqual([`1 all ${buckets}`.trimEnd()]);
  });
});

describe('meters', () => {
  it.each([
    ['meter=1 kbps band=type=drop rate=100', 'meter=1 kbps bands=\ntype=drop rate=100\n'],
    [
      'meter=2,pktps,burst,stats,bands=type=drop,rate=1,burst_size=2 type=dscp_remark,rate=3,burst_size=4,prec_level=5',
      'meter=2 pktps burst stats bands=\ntype=drop rate=1 burst_size=2\ntype=dscp_remark rate=3 burst_size=4 prec_level=5\n',
    ],
  ])('%s', (text, expected) => expect(formatMeter(parseMeterMod(text, 'add'))).toBe(expected));

  it.each([
    ['meter=1', 'must specify bands'],
    ['kbps,band=type=drop,rate=1', "must specify 'meter'"],
    ['meter=1,band=type=drop,rate=1', "meter must specify either 'kbps' or 'pktps'"],
    ['meter=0,kbps,band=type=drop,rate=1', 'invalid value for meter'],
    ['meter=1,kbps,band=', 'meter must have bands'],
    ['meter=1,kbps,band=rate=1', "band must start with the 'type' keyword"],
    ['meter=1,kbps,band=type=drop', "band must have 'rate'"],
    ['meter=1,kbps,band=type=foo', 'field type unknown value foo'],
    ['meter=1,kbps,band=type=drop,rate', 'field rate missing value'],
    [
      'meter=1,kbps,band=type=drop,rate=1,burst_size=1',
      "band may have 'burst_size' only when 'burst' flag is set",
    ],
    ['meter=1,kbps,foo=1,band=type=drop', 'unknown keyword foo'],
  ])('%s: %s', (text, message) => expect(() => parseMeterMod(text, 'add')).toThrow(message));

  it.each([
    ['add', 'meter=1,kbps,band=type=drop,rate=1', 'OFPMMFC_OUT_OF_METERS'],
    ['modify', 'meter=controller,kbps,band=type=drop,rate=1', 'OFPMMFC_INVALID_METER'],
    ['add', 'meter=1,kbps,pktps,band=type=drop,rate=1', 'OFPMMFC_BAD_FLAGS'],
  ] as const)('are not there for %s %s: %s', (command, text, code) => {
    expect(() => applyMeterMod(parseMeterMod(text, command))).toThrow(code);
  });

  it('can be deleted even so', () => {
    expect(() => applyMeterMod(parseMeterMod('meter=1', 'delete'))).not.toThrow();
  });
});
