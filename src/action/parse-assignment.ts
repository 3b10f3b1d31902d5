/** Parses the actions that set symbols: `a = 5`, `a = b` and the exchange `a <-> b`. */
import { annotatedPrerequisites } from '../expr/annotate.js';
import { ExprError } from '../expr/error.js';
import { checkType, parseConstantSet } from '../expr/parse-constants.js';
import { parseSymbolBits } from '../expr/parse-symbol-bits.js';
import type { ExprSymbol, FieldSymbol, SymbolBits } from '../expr/symbol.js';
import { FIELDS } from '../openflow/model/fields.js';
import type { ActionContext } from './action-context.js';
import type { ActionField } from './logical-action.js';

/** A range of bits of a field, and the symbol that the action named it by. */
interface Operand {
  readonly written: SymbolBits;
  readonly symbol: FieldSymbol;
  readonly offset: number;
  /** In bits; 0 for a string. */
  readonly width: number;
}

/** How an action uses an operand, and the name of that use in messages. */
interface Use {
  readonly write: boolean;
  readonly exchange: boolean;
}

/** Reads one assignment or exchange, and appends it. */
export function parseAssignment(context: ActionContext): void {
  const { lexer } = context;
  const bits = parseSymbolBits(context);
  const exchange = lexer.match('<->');
  if (!exchange && !lexer.match('=')) context.failSyntax("expecting `='");
  const destination = expand(context, bits, { write: true, exchange });
  if (exchange || lexer.token.type === 'identifier') {
    const source = expand(context, parseSymbolBits(context), { write: exchange, exchange });
    checkCompatible(context, destination, source, exchange);
    const [left, right] = [fieldOf(destination), fieldOf(source)];
    context.actions.push(
      exchange
        ? { type: 'exchange', left, right }
        : { type: 'move', destination: left, source: right },
    );
  } else {
    assignConstant(context, destination);
  }
}

/**
 * Returns the field and bits behind the symbol of `bits`. The prerequisites of all symbols involved
 * become prerequisites of the actions.
 */
function expand(context: ActionContext, bits: SymbolBits, { write, exchange }: Use): Operand {
  const { symbol: named, offset, width } = bits;
  if (named.kind === 'predicate') {
    const use = exchange ? 'exchange' : 'assignment';
    return context.fail(`Predicate symbol ${named.name} cannot be used in ${use}.`);
  }
  requirePrerequisites(context, named);
  const base: SymbolBits<FieldSymbol> =
    named.kind === 'subfield' ? named.bits : { symbol: named, offset: 0, width };
  if (base.symbol !== named) requirePrerequisites(context, base.symbol);
  if (write && !FIELDS[base.symbol.field].writable) {
    context.fail(`Field ${named.name} is not modifiable.`);
  }
  return { written: bits, symbol: base.symbol, offset: base.offset + offset, width };
}

function requirePrerequisites(context: ActionContext, symbol: ExprSymbol): void {
  try {
    const prerequisites = annotatedPrerequisites(symbol, context.symtab);
    if (prerequisites !== undefined) context.require(prerequisites);
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    context.fail(error.message);
  }
}

/** Throws unless the two can be copied to or exchanged with each other. */
function checkCompatible(
  context: ActionContext,
  to: Operand,
  from: Operand,
  exchange: boolean,
): void {
  const describe = ({ written: { symbol } }: Operand) =>
    `${symbol.width > 0 ? 'integer' : 'string'} field (${symbol.name})`;
  if (to.symbol.width > 0 !== from.symbol.width > 0) {
    context.fail(
      exchange
        ? `Can't exchange ${describe(to)} with ${describe(from)}.`
        : `Can't assign ${describe(from)} to ${describe(to)}.`,
    );
  }
  if (to.width !== from.width) {
    context.fail(
      exchange
        ? `Can't exchange ${to.width}-bit field with ${from.width}-bit field.`
        : `Can't assign ${from.width}-bit value to ${to.width}-bit destination.`,
    );
  }
  if (to.width === 0 && fieldWidth(to) !== fieldWidth(from)) {
    const use = exchange ? 'exchange' : 'assignment';
    context.fail(
      `String fields ${to.written.symbol.name} and ${from.written.symbol.name} are incompatible for ${use}.`,
    );
  }
}

function fieldWidth({ symbol }: Operand): number {
  return FIELDS[symbol.field].bits;
}

function fieldOf(operand: Operand): ActionField {
  const { written, symbol, offset, width } = operand;
  const subfield = { field: symbol.field, offset, width: width || fieldWidth(operand) };
  return { written, subfield };
}

function assignConstant(context: ActionContext, operand: Operand): void {
  const set = parseConstantSet(context);
  checkType(context, operand, set);
  if (set.inBraces) context.fail('Assignments require a single value.');
  const destination = fieldOf(operand);
  if (set.type === 'string') {
    const [port] = set.constants;
    context.actions.push({ type: 'set_port', destination, port });
  } else {
    const [constant] = set.constants;
    context.actions.push({ type: 'set', destination, constant });
  }
}
