/** Checks matches and microflows before they are used. */
import {
  annotate,
  ExprError,
  normalize,
  parseExpr,
  parseMicroflow,
  simplify,
} from '../../expr/index.js';
import { Lexer } from '../../expr/lexer.js';
import type { Check, CompletionPlace, WordProblem } from '../program/command-row.js';
import type { ToolContext } from '../tool.js';
import { portsOf } from './match-values.js';

/** The longest match whose meaning is checked at every key. */
const MAX_LENGTH = 2000;

/** Checks a match as ovn-controller reads it. */
export const MATCH_CHECK: Check = {
  check: (place) =>
    problemOf(place, () => {
      const { symbols } = place.context.dialect;
      const meaning = normalize(simplify(annotate(parseExpr(place.word, symbols), symbols)));
      return meaning.type === 'boolean' && !meaning.value
        ? { message: 'this match never holds' }
        : undefined;
    }),
};

/** Checks the packet that ovn-trace traces. */
export const MICROFLOW_CHECK: Check = {
  check: (place) =>
    problemOf(place, () => {
      parseMicroflow(place.word, place.context.dialect.symbols, () => 1);
      return undefined;
    }),
};

function problemOf(
  { word, context }: CompletionPlace,
  check: () => WordProblem | undefined,
): WordProblem | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  try {
    return check() ?? unknownPort(word, context);
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return { message: error.message, ...error.place };
  }
}

/** Finds a port that does not exist. Names of multicast groups start with an underscore. */
function unknownPort(match: string, context: ToolContext): WordProblem | undefined {
  const known = new Set<string>();
  for (const { text } of portsOf(context, undefined)) known.add(text);
  for (const { logical_port } of context.sb.rows('Port_Binding')) known.add(logical_port);
  for (const lexer = new Lexer(match); lexer.token.type !== 'end'; lexer.advance()) {
    const { token, span } = lexer;
    if (token.type !== 'string' || token.text === '' || token.text.startsWith('_')) continue;
    if (!known.has(token.text)) {
      return { ...span, message: `there is no port ${token.text}`, expected: [...known] };
    }
  }
  return undefined;
}
