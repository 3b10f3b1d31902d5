/** The actions that set symbols: `a = 5`, `a = b` and the exchange `a <-> b`. */
import { annotatedPrerequisites } from '../expr/annotate.js';
import { ones } from '../expr/bits.js';
import { ExprError } from '../expr/error.js';
import { checkType, parseConstantSet } from '../expr/parse-constants.js';
import { parseSymbolBits } from '../expr/parse-symbol-bits.js';
import type { ExprSymbol, FieldSymbol, SymbolBits } from '../expr/symbol.js';
import type { Subfield } from '../openflow/actions.js';
import { FIELDS, type FieldName } from '../openflow/fields.js';
import type { ActionContext } from './action-context.js';

/** Some bits of a field, and the symbol that they were written as. */
interface Operand {
  readonly written: ExprSymbol;
  readonly symbol: FieldSymbol;
  readonly offset: number;
  /** 0 for a string. */
  readonly width: number;
}

/** How an operand may be used, and what messages call that use. */
interface Use {
  readonly write: boolean;
  readonly exchange: boolean;
}

/** The field in which OpenFlow keeps the port that a packet came in by. */
const INGRESS_PORT: FieldName = 'in_port';
/** The field that holds the logical port that a packet came in by. */
const LOGICAL_INGRESS_PORT: FieldName = 'reg6';

/** Reads one assignment or exchange, and appends what it does. */
export function parseAssignment(context: ActionContext): void {
  const { lexer } = context;
  const bits = parseSymbolBits(context);
  const exchange = lexer.match('<->');
  if (!exchange && !lexer.match('=')) context.failSyntax("expecting `='");
  const destination = expand(context, bits, { write: true, exchange });
  if (exchange || lexer.token.type === 'identifier') {
    const source = expand(context, parseSymbolBits(context), { write: exchange, exchange });
    checkCompatible(context, destination, source, exchange);
    copy(context, asSubfield(source), asSubfield(destination), exchange);
  } else {
    assignConstant(context, destination);
  }
}

function copy(context: ActionContext, source: Subfield, destination: Subfield, exchange: boolean) {
  if (exchange) {
    context.actions.push(
      { type: 'push', subfield: source },
      { type: 'push', subfield: destination },
      { type: 'pop', subfield: source },
      { type: 'pop', subfield: destination },
    );
  } else {
    context.actions.push({ type: 'move', source, destination });
  }
}

/** The bits of a field that `bits` stands for. What the symbols on the way require is required. */
function expand(context: ActionContext, bits: SymbolBits, { write, exchange }: Use): Operand {
  const { symbol: written, offset, width } = bits;
  if (written.kind === 'predicate') {
    const use = exchange ? 'exchange' : 'assignment';
    return context.fail(`Predicate symbol ${written.name} cannot be used in ${use}.`);
  }
  requirePrerequisites(context, written);
  const base: SymbolBits<FieldSymbol> =
    written.kind === 'subfield' ? written.bits : { symbol: written, offset: 0, width };
  if (base.symbol !== written) requirePrerequisites(context, base.symbol);
  if (write && !FIELDS[base.symbol.field].writable) {
    context.fail(`Field ${written.name} is not modifiable.`);
  }
  return { written, symbol: base.symbol, offset: base.offset + offset, width };
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
  const describe = ({ written }: Operand) =>
    `${written.width > 0 ? 'integer' : 'string'} field (${written.name})`;
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
      `String fields ${to.written.name} and ${from.written.name} are incompatible for ${use}.`,
    );
  }
}

function fieldWidth({ symbol }: Operand): number {
  return FIELDS[symbol.field].bits;
}

function asSubfield(operand: Operand): Subfield {
  const { symbol, offset, width } = operand;
  return { field: symbol.field, offset, width: width || fieldWidth(operand) };
}

function assignConstant(context: ActionContext, destination: Operand): void {
  const { symbol, offset, width } = destination;
  const set = parseConstantSet(context);
  checkType(context, destination, set);
  if (set.inBraces) context.fail('Assignments require a single value.');
  if (set.type === 'string') {
    assignPort(context, symbol.field, set.constants[0]);
    return;
  }
  const [constant] = set.constants;
  const all = ones(FIELDS[symbol.field].bytes * 8);
  const shift = BigInt(offset);
  const mask =
    constant.type === 'masked-integer' ? (constant.mask << shift) & all : ones(width, offset);
  const value = (constant.value << shift) & all;
  context.actions.push({ type: 'set_field', field: symbol.field, value, mask });
}

/** Stores the number of the port `name`, 0 for none. */
function assignPort(context: ActionContext, field: FieldName, name: string): void {
  const port = context.parameters.lookupPort(name) ?? 0;
  const mask = ones(FIELDS[field].bits);
  context.actions.push({ type: 'set_field', field, value: BigInt(port), mask });
  if (port === 0 && field === LOGICAL_INGRESS_PORT) {
    // OpenFlow sends no packet back to where it came from, unless it forgets where that was.
    const allBits = ones(FIELDS[INGRESS_PORT].bits);
    context.actions.push({ type: 'set_field', field: INGRESS_PORT, value: 0n, mask: allBits });
  }
}
