/** Checks that decoding undoes encoding: the result is that of the conversion. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OpenFlowError } from '../../../src/openflow/model/errors.js';
import { Match } from '../../../src/openflow/model/match.js';
import { OPENFLOW_VERSIONS, PROTOCOL } from '../../../src/openflow/model/protocols.js';
import { normalizeMatch } from '../../../src/openflow/rules/normalize-match.js';
import { ByteReader } from '../../../src/openflow/wire/byte-reader.js';
import { ByteWriter } from '../../../src/openflow/wire/byte-writer.js';
import { checkReceivedInstructions } from '../../../src/openflow/wire/check-received.js';
import { convertActions } from '../../../src/openflow/wire/convert-actions.js';
import { convertMatch } from '../../../src/openflow/wire/convert-match.js';
import { decodeActions } from '../../../src/openflow/wire/decode-actions.js';
import { decodeInstructions } from '../../../src/openflow/wire/decode-instructions.js';
import { takeOf10Match, takeOf11Match } from '../../../src/openflow/wire/decode-legacy-match.js';
import { takeNxMatch, takeOxmMatch } from '../../../src/openflow/wire/decode-match.js';
import { encodeActions } from '../../../src/openflow/wire/encode-actions.js';
import { putInstructions } from '../../../src/openflow/wire/encode-instructions.js';
import { putOf10Match, putOf11Match } from '../../../src/openflow/wire/encode-legacy-match.js';
import { putNxMatch, putOxmMatch } from '../../../src/openflow/wire/encode-match.js';
import { MATCH } from '../arbitrary.js';
import { ACTION, INSTRUCTIONS } from '../arbitrary-actions.js';

const VERSION = fc.constantFrom(...OPENFLOW_VERSIONS);
const READER = { is: 'switch' } as const;
const options = { log: () => {} };

function written(write: (out: ByteWriter) => void): Uint8Array {
  const out = new ByteWriter();
  write(out);
  return out.bytes();
}

/** Returns the result, or the code of the error. */
function outcome<Result>(run: () => Result): Result | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof OpenFlowError) return error.code;
    throw error;
  }
}

describe('decoding', () => {
  it('gives back a match in NXM', () => {
    fc.assert(
      fc.property(MATCH, fc.bigInt(0n, 0xffffn), (match, cookie) => {
        const required = { value: cookie, mask: 0xffffn };
        let length = 0;
        const bytes = written((out) => {
          length = putNxMatch(out, match, required);
        });
        const received = takeNxMatch(new ByteReader(bytes), length, options);
        expect(received.match.key).toBe(convertMatch(match, PROTOCOL.OF10_NXM).key);
        expect(received.cookie).toEqual(required);
      }),
      { seed: 1 },
    );
  });

  it('gives back a match in OXM', () => {
    fc.assert(
      fc.property(MATCH, fc.constantFrom(12, 13, 14, 15), (match, version) => {
        const bytes = written((out) => putOxmMatch(out, match, version));
        const received = outcome(() => takeOxmMatch(new ByteReader(bytes), options).key);
        expect(received).toBe(outcome(() => convertMatch(match, PROTOCOL.OF15_OXM).key));
      }),
      { seed: 1 },
    );
  });

  it('decodes everything that a match of OpenFlow 1.0 can express', () => {
    fc.assert(
      fc.property(MATCH, (match) => {
        const reader = new ByteReader(written((out) => putOf10Match(out, match)));
        const received = normalizeMatch(takeOf10Match(reader));
        expect(received.key).toBe(convertMatch(match, PROTOCOL.OF10_STD).key);
        expect(reader.left).toBe(0);
      }),
      { seed: 1 },
    );
  });

  it('decodes everything that a match of OpenFlow 1.1 can express', () => {
    fc.assert(
      fc.property(MATCH, (match) => {
        const reader = new ByteReader(written((out) => putOf11Match(out, match)));
        const received = outcome(() => takeOf11Match(reader).key);
        expect(received).toBe(outcome(() => convertMatch(match, PROTOCOL.OF11_STD).key));
      }),
      { seed: 1 },
    );
  });

  it('gives back an action', () => {
    fc.assert(
      fc.property(ACTION, VERSION, (action, version) => {
        const sent = convertActions([action], version, Match.ANY);
        const bytes = encodeActions(sent, version);
        // Instructions among them travel elsewhere.
        expect(decodeActions(bytes, version, READER)).toEqual(sent);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('decodes the actions of a flow, or rejects them for the same reason', () => {
    fc.assert(
      fc.property(INSTRUCTIONS, VERSION, (actions, version) => {
        const sent = convertActions(actions, version, Match.ANY);
        const bytes = written((out) => putInstructions(out, sent, version));
        const received = outcome(() => decodeInstructions(bytes, version, READER));
        const expected = outcome(() => {
          checkReceivedInstructions(sent, version, READER);
          return sent;
        });
        expect(received).toEqual(expected);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
