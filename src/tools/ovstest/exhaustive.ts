/** The command `exhaustive` of `ovstest test-ovn`. */
import { type Expr, type LogicalType, TRUE } from '../../expr/expr.js';
import { formatExpr } from '../../expr/format.js';
import { honorsInvariants } from '../../expr/invariants.js';
import { type ExprMatch, toMatches } from '../../expr/matches.js';
import { isNormalized, normalize } from '../../expr/normalize.js';
import { parseExpr } from '../../expr/parse.js';
import { isSimplified, simplify } from '../../expr/simplify.js';
import type { SymbolTable } from '../../expr/symbol-table.js';
import { parseInt32 } from '../program/c-numbers.js';
import { fatal } from '../program/exit.js';
import type { ExhaustiveOptions, Operation } from './exhaustive-options.js';
import { formatExprMatch } from './expression-verbs.js';
import { defineVariables, terminals, type Variables } from './terminals.js';
import { formatTreeShape, type TreeShape, treeShapes } from './tree-shape.js';
import { TruthTables } from './truth-table.js';
import type { Verb } from './verb.js';

/** The maximum number of expressions, which takes minutes. */
const MAX_EXPRESSIONS = 20_000_000;

const OPERATION_NAMES: Readonly<Record<Operation, string>> = {
  convert: 'converting',
  simplify: 'simplifying',
  normalize: 'normalizing',
  flow: 'converting to flows',
};

export const EXHAUSTIVE: Verb = {
  name: 'exhaustive',
  usage: 'N',
  summary: 'check that all expressions of N terminals keep their meaning',
  run(args, { options }) {
    const n = parseInt32(args[0] ?? '');
    const variables = defineVariables(options);
    const leaves = terminals(variables, options);
    if (leaves.length ** (n - 1) > MAX_EXPRESSIONS) {
      fatal(`too many expressions of ${n} terminals to test here`);
    }
    const tester = new Tester(variables, leaves, options);
    let stdout = '';
    for (const type of ['and', 'or'] as const) {
      for (const shape of treeShapes(n)) {
        if (options.verbosity > 0) {
          const tree = formatExpr(plant(shape, type, () => TRUE));
          stdout += `${formatTreeShape(shape)}: ${tree}\n`;
        }
        const failure = tester.testShape(shape, type, n);
        if (failure !== undefined) return { stdout, stderr: failure };
      }
    }
    return { stdout: `${stdout}${summarize(n, tester.tested, options)}` };
  },
};

/** Builds an expression of a shape, with nodes of alternating types. */
function plant(shape: TreeShape, type: LogicalType, nextLeaf: () => Expr): Expr {
  const inner = type === 'and' ? 'or' : 'and';
  const subtrees = shape.subtrees.values();
  const operands = shape.parts.map((part): Expr => {
    if (part === 1) return nextLeaf();
    if (part === 2) return { type: inner, operands: [nextLeaf(), nextLeaf()] };
    const subtree = subtrees.next();
    if (subtree.done) throw new RangeError('a branch has no shape');
    return plant(subtree.value, inner, nextLeaf);
  });
  return { type, operands };
}

class Tester {
  /** The number of expressions tested so far. */
  tested = 0;
  readonly #symtab: SymbolTable;
  readonly #tables: TruthTables;

  constructor(
    private readonly variables: Variables,
    private readonly leaves: readonly Expr[],
    private readonly options: ExhaustiveOptions,
  ) {
    this.#symtab = variables.symtab;
    this.#tables = new TruthTables(variables, options);
  }

  /**
   * Tests the expressions of a shape and returns the report on the first failure. As in the
   * reference, the first leaf never changes, and the very first expression is skipped.
   */
  testShape(shape: TreeShape, type: LogicalType, n: number): string | undefined {
    const { leaves } = this;
    const chosen = new Array<number>(n).fill(0);
    while (true) {
      let changing = n - 1;
      while (changing > 0 && chosen[changing] === leaves.length - 1) chosen[changing--] = 0;
      if (changing <= 0) return undefined;
      chosen[changing] = (chosen[changing] ?? 0) + 1;

      let leaf = 0;
      const expr = plant(shape, type, () => leaves[chosen[leaf++] ?? 0] ?? TRUE);
      this.tested++;
      const failure = this.#test(expr);
      if (failure !== undefined) return failure;
    }
  }

  #test(expr: Expr): string | undefined {
    const modified = this.#modify(expr);
    const broken = this.#findBrokenPromise(modified);
    if (broken !== undefined) {
      return `${formatExpr(expr)} became ${formatExpr(modified)}, which is not ${broken}\n`;
    }
    const expected = this.#tables.ofExpr(expr);
    const actual = this.#tables.ofExpr(modified);
    if (actual !== expected) return this.#describeWrongValue(expr, modified, expected ^ actual);
    if (this.options.operation !== 'flow') return undefined;

    const { matches } = toMatches(modified, (name) => parseInt32(name));
    const found = this.#tables.ofMatches(matches);
    return found === expected
      ? undefined
      : this.#describeWrongFlows(expr, modified, matches, expected ^ found);
  }

  #modify(expr: Expr): Expr {
    switch (this.options.operation) {
      case 'convert':
        return parseExpr(formatExpr(expr), this.#symtab);
      case 'simplify':
        return simplify(expr);
      case 'normalize':
      case 'flow':
        return normalize(simplify(expr));
    }
  }

  /** Returns the property that an expression lacks after the operation, if any. */
  #findBrokenPromise(expr: Expr): string | undefined {
    const { operation } = this.options;
    if (!honorsInvariants(expr)) return 'well formed';
    if (operation !== 'convert' && !isSimplified(expr)) return 'simplified';
    const hasToBeNormal = operation === 'normalize' || operation === 'flow';
    return hasToBeNormal && !isNormalized(expr) ? 'normalized' : undefined;
  }

  #describeWrongValue(expr: Expr, modified: Expr, wrong: bigint): string {
    const { expected, values } = this.#example(expr, wrong);
    return `${formatExpr(expr)} evaluates to ${expected}, but ${formatExpr(modified)} evaluates to ${1 - expected}, for${values}\n`;
  }

  #describeWrongFlows(
    expr: Expr,
    modified: Expr,
    matches: readonly ExprMatch[],
    wrong: bigint,
  ): string {
    const { expected, values } = this.#example(expr, wrong);
    const flows = matches.length === 0 ? ['(no flows)'] : matches.map(formatExprMatch);
    return [
      `${formatExpr(expr)} and ${formatExpr(modified)} evaluate to ${expected}, for${values}.`,
      'Converted to classifier:',
      ...flows,
      `However, ${expected === 0 ? 'a' : 'no'} flow was found in the classifier.\n`,
    ].join('\n');
  }

  /** Returns the first of the `wrong` assignments and the value of the original expression. */
  #example(expr: Expr, wrong: bigint): { expected: 0 | 1; values: string } {
    const assignment = this.#tables.first(wrong);
    const expected = (this.#tables.ofExpr(expr) >> BigInt(assignment)) & 1n;
    const integers = this.variables.integers.map(
      (symbol) => ` ${symbol.name} = 0x${this.#tables.valueOf(symbol, assignment).toString(16)}`,
    );
    const strings = this.variables.strings.map(
      (symbol) => `, ${symbol.name} = "${this.#tables.valueOf(symbol, assignment)}"`,
    );
    return {
      expected: expected === 0n ? 0 : 1,
      values: `${integers.join(',')}${strings.join('')}`,
    };
  }
}

function summarize(n: number, tested: number, options: ExhaustiveOptions): string {
  const { operation, parallel, nvars, bits, relops, svars } = options;
  const counted =
    tested > 0 && parallel <= 1
      ? `${tested} expressions of ${n} terminals`
      : `all ${n}-terminal expressions`;
  const variables = [
    nvars > 0 &&
      `${nvars} numeric vars (each ${bits} bits) in terms of operators ${relops.join(' ')}`,
    svars > 0 && `${svars} string vars`,
  ].filter((part) => part !== false);
  const scope =
    variables.length > 0 ? `with ${variables.join(' and ')}` : 'in terms of Boolean constants only';
  return `Tested ${OPERATION_NAMES[operation]} ${counted} ${scope}.\n`;
}
