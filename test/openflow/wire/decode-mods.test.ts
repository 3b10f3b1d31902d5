/** Checks that decoding undoes the encoding of flow mods and group mods. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OpenFlowError } from '../../../src/openflow/model/errors.js';
import {
  EMPTY_FLOW_MOD,
  FLOW_COMMANDS,
  type FlowMod,
} from '../../../src/openflow/model/flow-mod.js';
import { PROTOCOLS, SINGLE_PROTOCOLS } from '../../../src/openflow/model/protocols.js';
import { parseGroupMod } from '../../../src/openflow/text/parse-group.js';
import { convertFlowMod } from '../../../src/openflow/wire/convert-flow-mod.js';
import { convertGroupMod } from '../../../src/openflow/wire/convert-group-mod.js';
import { decodeFlowMod } from '../../../src/openflow/wire/decode-flow-mod.js';
import { decodeGroupMod } from '../../../src/openflow/wire/decode-group-mod.js';
import { decodeHeader } from '../../../src/openflow/wire/decode-header.js';
import { encodeFlowMod } from '../../../src/openflow/wire/encode-flow-mod.js';
import { encodeGroupMod } from '../../../src/openflow/wire/encode-group-mod.js';
import { MATCH } from '../arbitrary.js';
import { INSTRUCTIONS } from '../arbitrary-actions.js';

const log = () => {};
const READER = { is: 'tool', log } as const;

const U16 = fc.integer({ min: 0, max: 0xffff });

/** Flow mods in formats that can name a table. */
const FLOW_MOD: fc.Arbitrary<FlowMod> = fc
  .record({
    command: fc.constantFrom(...FLOW_COMMANDS),
    match: MATCH,
    actions: INSTRUCTIONS,
    priority: U16,
    table: fc.integer({ min: 0, max: 254 }),
    newCookie: fc.bigInt(0n, 0xffffn),
    idleTimeout: U16,
    hardTimeout: U16,
    importance: U16,
  })
  .map((parts) => ({ ...EMPTY_FLOW_MOD, ...parts }));

const PROTOCOL = fc.constantFrom(
  ...SINGLE_PROTOCOLS.filter((protocol) => (protocol & PROTOCOLS.TABLE_ID) !== 0),
);

/** Returns the parts of a flow mod that a message has, or the code of an error. */
function outcome(run: () => FlowMod): unknown {
  try {
    const { match, ...rest } = run();
    return { ...rest, match: match.key };
  } catch (error) {
    if (error instanceof OpenFlowError) return error.code;
    throw error;
  }
}

describe('decoding', () => {
  it('undoes the encoding of a flow mod', () => {
    fc.assert(
      fc.property(FLOW_MOD, PROTOCOL, (mod, protocol) => {
        const message = decodeHeader(encodeFlowMod(mod, protocol, 7), log);
        expect(message.xid).toBe(7);
        const received = outcome(() => decodeFlowMod(message, log).mod);
        expect(received).toEqual(outcome(() => convertFlowMod(mod, protocol, READER)));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it.each([
    'group_id=1,type=all,bucket=output:1,bucket=output:2',
    'group_id=2,type=select,bucket=weight:5,output:1,bucket=weight:7,output:2',
    'group_id=3,type=ff,bucket=watch_port:1,output:1,bucket=watch_group:7,output:2',
    'group_id=4,type=indirect,bucket=set_field:5->reg0,output:1',
  ])('undoes the encoding of %s', (text) => {
    const { mod } = parseGroupMod(text, 'add', log);
    for (const version of [11, 12, 13, 14, 15] as const) {
      const message = decodeHeader(encodeGroupMod(mod, version, 7), log);
      expect(decodeGroupMod(message, log)).toEqual(convertGroupMod(mod, version, READER));
    }
  });

  it('undoes the encoding of a selection method', () => {
    const text =
      'group_id=5,type=select,selection_method=hash,fields(ip_dst=255.255.255.0,nw_proto),bucket=bucket_id:3,output:1';
    const { mod } = parseGroupMod(text, 'add', log);
    const message = decodeHeader(encodeGroupMod(mod, 15, 7), log);
    expect(decodeGroupMod(message, log)).toEqual(convertGroupMod(mod, 15, READER));
  });
});
