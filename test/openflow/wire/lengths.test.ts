/** Checks computed sizes against encoded messages. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Match } from '../../../src/openflow/model/match.js';
import { OPENFLOW_VERSIONS } from '../../../src/openflow/model/protocols.js';
import { ByteWriter } from '../../../src/openflow/wire/byte-writer.js';
import { convertActions } from '../../../src/openflow/wire/convert-actions.js';
import { encodeActions } from '../../../src/openflow/wire/encode-actions.js';
import { putInstructions } from '../../../src/openflow/wire/encode-instructions.js';
import { putNxMatch, putOxmMatch } from '../../../src/openflow/wire/encode-match.js';
import {
  actionsLength,
  instructionsLength,
  matchLength,
} from '../../../src/openflow/wire/lengths.js';
import { MATCH } from '../arbitrary.js';
import { ACTIONS, INSTRUCTIONS } from '../arbitrary-actions.js';

const VERSION = fc.constantFrom(...OPENFLOW_VERSIONS);

describe('lengths', () => {
  it('of matches are those of their encodings', () => {
    fc.assert(
      fc.property(MATCH, VERSION, (match, version) => {
        const out = new ByteWriter();
        if (version === 10) putNxMatch(out, match);
        else putOxmMatch(out, match, version);
        expect(matchLength(match, version)).toBe(out.size);
      }),
      { seed: 1 },
    );
  });

  it('of actions are those of their encodings', () => {
    fc.assert(
      fc.property(ACTIONS, VERSION, (actions, version) => {
        const sent = convertActions(actions, version, Match.ANY);
        expect(actionsLength(sent, version)).toBe(encodeActions(sent, version).length);
      }),
      { seed: 1 },
    );
  });

  it('of instructions are those of their encodings', () => {
    fc.assert(
      fc.property(INSTRUCTIONS, VERSION, (actions, version) => {
        const sent = convertActions(actions, version, Match.ANY);
        const out = new ByteWriter();
        putInstructions(out, sent, version);
        expect(instructionsLength(sent, version)).toBe(out.size);
      }),
      { seed: 1 },
    );
  });
});
