/** What the connection tracker is to say next, for a trace that goes on (`parse_ct_state`). */
import { CT_STATE } from '../../../datapath/conntrack/ct-state.js';
import { CT_STATE_FLAGS, formatFlags } from '../../../openflow/flags.js';
import { CommandError } from '../command.js';

const OPTION = '--ct-next';

/** What the tracker says when nothing else is asked for. */
export const DEFAULT_CT_STATE = CT_STATE.TRK | CT_STATE.NEW;

export const formatCtState = (state: number): string => formatFlags(CT_STATE_FLAGS, BigInt(state));

/** Takes each `--ct-next STATES` out of the arguments of a trace. @throws CommandError */
export function splitCtNext(args: readonly string[]): {
  readonly states: readonly number[];
  readonly rest: readonly string[];
} {
  const states: number[] = [];
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg !== OPTION) {
      rest.push(arg);
      continue;
    }
    const text = args[++i];
    if (text === undefined) throw new CommandError(`Missing argument for option ${OPTION}`);
    states.push(parseCtState(text));
  }
  return { states, rest };
}

const FLAGS: ReadonlyMap<string, number> = new Map(
  [...CT_STATE_FLAGS.bits].map(([bit, name]) => [name, Number(bit)]),
);

/** The bits of `trk,new`. */
function parseCtState(text: string): number {
  let state = 0;
  for (const name of text.split(/[, ]+/).filter(Boolean)) {
    const bit = FLAGS.get(name);
    if (bit === undefined) {
      throw new CommandError(`${name}: unknown connection tracking state flag`);
    }
    state |= bit;
  }
  const problems = problemsOf(state);
  if (problems.length > 0) {
    const prefix = `${formatCtState(state)}: invalid connection state: `;
    throw new CommandError(problems.map((problem) => `${prefix}${problem}\n`).join(''));
  }
  return state;
}

/** Why no tracker says this. */
function problemsOf(state: number): string[] {
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
  return problems;
}
