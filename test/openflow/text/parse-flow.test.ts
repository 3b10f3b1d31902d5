/** Checks the parser of flows. */

import { describe, expect, it } from 'vitest';
import type { FlowCommand } from '../../../src/openflow/model/flow-mod.js';
import { formatProtocols } from '../../../src/openflow/model/protocols.js';
import { formatMatch } from '../../../src/openflow/text/format-match.js';
import { parseCommandedFlowMod, parseFlowMod } from '../../../src/openflow/text/parse-flow.js';

const parse = (text: string, command: FlowCommand = 'add') => parseFlowMod(text, command, () => {});

describe('text of requests about flows', () => {
  it('describes a flow', () => {
    const { mod } = parse(
      'table=3 priority=5 cookie=7 idle_timeout=1,hard_timeout=2,send_flow_rem,check_overlap tcp actions=drop',
    );
    const { match, actions, ...rest } = mod;
    expect(formatMatch(match)).toBe('tcp');
    expect(actions).toEqual([]);
    expect(rest).toMatchObject({
      command: 'add',
      table: 3,
      priority: 5,
      newCookie: 7n,
      idleTimeout: 1,
      hardTimeout: 2,
      flags: 9,
    });
  });

  it.each([
    ['add in_port=1,actions=drop', 'add'],
    ['actions=drop', 'add'],
    ['modify_strict in_port=1,actions=drop', 'modify_strict'],
    ['modify in_port=1,actions=drop', 'modify'],
    ['delete in_port=1', 'delete'],
    ['del in_port=1', 'delete'],
    ['delete_s in_port=1', 'delete_strict'],
    ['  delete', 'delete'],
  ])('in a file: %s', (text, command) => {
    expect(parseCommandedFlowMod(text, () => {}).mod.command).toBe(command);
  });

  it.each([
    ['add', 'in_port=1', 'must specify an action'],
    ['add', 'cookie=1/1,actions=drop', 'flow additions cannot use a cookie mask'],
    ['add', 'out_port=1,actions=drop', 'unknown keyword out_port'],
    ['add', 'priority=65536,actions=drop', 'invalid priority "65536"'],
    ['add', 'idle_timeout=-1,actions=drop', 'invalid idle_timeout "-1"'],
    ['modify', 'importance=1,actions=drop', 'unknown keyword importance'],
    ['delete', 'priority=1', 'unknown keyword priority'],
    ['delete_strict', 'priority=x', 'invalid priority "x"'],
    [
      'add',
      'in_port=1,actions=set_field:5->tcp_dst',
      'actions are invalid with specified match (OFPBAC_MATCH_INCONSISTENT)',
    ],
    [
      'add',
      'table=5,actions=goto_table:5',
      'actions are invalid with specified match (OFPBIC_BAD_TABLE_ID)',
    ],
    [
      'add',
      'actions=output:65280',
      'actions are invalid with specified match (OFPBAC_BAD_OUT_PORT)',
    ],
  ] as const)('%s %s: %s', (command, text, message) => {
    expect(() => parse(text, command)).toThrow(message);
  });

  it.each([
    ['add', 'ip,actions=mod_nw_src:1.2.3.4', 'any'],
    ['add', 'actions=mod_nw_src:1.2.3.4', 'OpenFlow10,NXM'],
    ['add', 'reset_counts,actions=drop', 'OXM'],
    ['add', 'tcp6,actions=drop', 'NXM,OXM'],
    ['add', 'table=5,actions=drop', 'OXM,OpenFlow10+table_id,NXM+table_id,OpenFlow11'],
    ['modify', 'cookie=1/1,actions=drop', 'NXM,OXM,OpenFlow11'],
  ] as const)('%s %s can be said in %s', (command, text, formats) => {
    expect(formatProtocols(parse(text, command).protocols)).toBe(formats);
  });
});
