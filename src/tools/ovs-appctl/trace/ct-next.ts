/** Parses the option `--ct-next` of traces, like `parse_ct_state()` of later releases. */
import { CT_STATE } from '../../../datapath/conntrack/ct-state.js';
import { ctStateProblems, parseCtState } from '../../../datapath/conntrack/parse-ct-state.js';
import { OpenFlowTextError } from '../../../openflow/values/scanning.js';
import { CommandError } from '../target-command.js';

const OPTION = '--ct-next';

/** The answer of the connection tracker without `--ct-next`. */
export const DEFAULT_CT_STATE = CT_STATE.TRK | CT_STATE.NEW;

/** Separates `--ct-next STATES` from the other arguments of a trace. @throws CommandError */
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
    states.push(parseState(text));
  }
  return { states, rest };
}

/** Parses the argument of `--ct-next`, in which `trk` is implied. @throws CommandError */
function parseState(text: string): number {
  const said = attempt(() => parseCtState(text, 0));
  const state = said === 0 ? said : said | CT_STATE.TRK;
  const problems = ctStateProblems(state);
  if (problems.length > 0) {
    throw new CommandError(problems.map((problem) => `${problem}\n`).join(''));
  }
  return state;
}

function attempt(parse: () => number): number {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof OpenFlowTextError)) throw error;
    throw new CommandError(error.message);
  }
}
