/** Checks flows, actions and groups of OpenFlow before they are used. */
import { parseActions } from '../../openflow/text/parse-actions.js';
import { type FlowUse, parseFlowMod, parseFlowSelection } from '../../openflow/text/parse-flow.js';
import { parseGroupMod } from '../../openflow/text/parse-group.js';
import { OpenFlowTextError } from '../../openflow/values/scanning.js';
import { parseExactFlow } from '../../packet/parse-exact-flow.js';
import type { CheckFunction } from '../program/command-row.js';

const quiet = (): void => {};

/** Returns a check by a parser, which gets the word. A word `-` stands for standard input. */
const parsedBy = (parse: (word: string) => unknown): CheckFunction => ({
  check: ({ word }) => {
    if (word === '-') return undefined;
    try {
      parse(word);
      return undefined;
    } catch (error) {
      if (!(error instanceof OpenFlowTextError)) throw error;
      return { message: error.message };
    }
  },
});

/** Returns the check of a flow. */
export const flowCheck = (use: FlowUse): CheckFunction =>
  parsedBy((word) => {
    if (use === 'packet') parseExactFlow(word);
    else if (use === 'list') parseFlowSelection(word, quiet);
    else parseFlowMod(word, use, quiet);
  });

export const ACTIONS_CHECK: CheckFunction = parsedBy((word) => parseActions(word, quiet));

export const GROUP_CHECK: CheckFunction = parsedBy((word) => parseGroupMod(word, 'add', quiet));
