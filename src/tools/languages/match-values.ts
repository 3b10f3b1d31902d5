/** Completes the arguments of programs that are matches of logical flows. */
import type { ExprSymbol } from '../../expr/symbol.js';
import type { CompletionPlace, Values } from '../program/command-row.js';
import type { Suggestion } from '../program/suggestion.js';
import type { ToolContext } from '../tool.js';
import { knownValues } from './known-values.js';
import { completeMatch } from './match-words.js';

/**
 * Returns the values of a parameter that is a match, on the logical switch that the first argument
 * names if there is one.
 */
export const MATCH_VALUES: Values = ({ context, args: [lswitch], word }: CompletionPlace) =>
  completeMatch(word, {
    symbols: context.dialect.symbols,
    values: (symbol) => valuesOf(symbol, context, lswitch),
  });

function* valuesOf(
  symbol: ExprSymbol,
  context: ToolContext,
  lswitch: string | undefined,
): Iterable<Suggestion> {
  if (symbol.width === 0) {
    for (const { text, ...rest } of portsOf(context, lswitch))
      yield { text: JSON.stringify(text), ...rest };
  } else if (symbol.width === 1) {
    yield { text: '1', help: 'set' };
    yield { text: '0', help: 'not set' };
  } else if (symbol.kind === 'field') yield* knownValues(symbol.field, context);
}

/** Sorts `port2` before `port10`. */
const BY_NAME = new Intl.Collator('en', { numeric: true });

/** Returns the ports of a logical switch, by its name or UUID; of all if there is none. */
export function* portsOf(
  { nb }: Pick<ToolContext, 'nb'>,
  lswitch: string | undefined,
): Iterable<Suggestion> {
  const named = [...nb.rows('Logical_Switch')].filter(
    ({ _uuid, name }) => lswitch !== undefined && (name === lswitch || _uuid === lswitch),
  );
  const ports =
    named.length === 0
      ? nb.rows('Logical_Port')
      : named
          .flatMap((row) => row.ports.flatMap((uuid) => nb.get('Logical_Port', uuid) ?? []))
          .sort((a, b) => BY_NAME.compare(a.name, b.name));
  for (const port of ports) yield describePort(port);
}

/** Returns a logical port with its type and addresses. */
export function describePort(port: {
  readonly name: string;
  readonly type: string;
  readonly addresses: readonly string[];
}): Suggestion {
  const help = [port.type, ...port.addresses].filter((text) => text !== '').join(', ');
  return { text: port.name, ...(help === '' ? {} : { help }) };
}
