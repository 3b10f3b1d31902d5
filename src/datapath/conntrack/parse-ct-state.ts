/** Parses connection states in the options of traces (`parse_ct_state`, `validate_ct_state`). */
import { CT_STATE_FLAGS, formatFlags } from '../../openflow/values/flag-sets.js';
import { OpenFlowTextError } from '../../openflow/values/scanning.js';
import { CT_STATE } from './ct-state.js';

const FLAGS: ReadonlyMap<string, number> = new Map(
  [...CT_STATE_FLAGS.bits].map(([bit, name]) => [name, Number(bit)]),
);

/** Returns text such as `new|trk`. */
export const formatCtState = (state: number): string => formatFlags(CT_STATE_FLAGS, BigInt(state));

/**
 * Returns the bits of text such as `trk,new`, separated by commas or spaces.
 *
 * @param always bits that are always set.
 * @throws OpenFlowTextError if the text contains an unknown flag.
 */
export function parseCtState(text: string, always: number): number {
  let state = always;
  for (const name of text.split(/[, ]+/).filter((part) => part !== '')) {
    const bit = FLAGS.get(name);
    if (bit === undefined) {
      throw new OpenFlowTextError(`${name}: unknown connection tracking state flag`);
    }
    state |= bit;
  }
  return state;
}

/** Returns the reasons why no tracker would report this state. */
export function ctStateProblems(state: number): string[] {
  const has = (bits: number) => (state & bits) !== 0;
  const problems: string[] = [];
  if (state !== 0 && !has(CT_STATE.TRK)) {
    problems.push('If "trk" is unset, no other flags are set');
  }
  if (has(CT_STATE.INV) && has(~(CT_STATE.TRK | CT_STATE.INV))) {
    problems.push('when "inv" is set, only "trk" may also be set');
  }
  if (has(CT_STATE.NEW) && has(CT_STATE.EST)) {
    problems.push('"new" and "est" are mutually exclusive');
  }
  if (has(CT_STATE.NEW) && has(CT_STATE.RPL)) {
    problems.push('"new" and "rpy" are mutually exclusive');
  }
  return problems.map((problem) => `${formatCtState(state)}: invalid connection state: ${problem}`);
}
