/** Prints functions as bash does for `declare -f` and `type`. */
import type {
  Command,
  CompoundCommand,
  Condition,
  FunctionDefinition,
  Pipeline,
  Redirection,
  Statement,
  Statements,
  Word,
} from './ast.js';

const STEP = '    ';

/** Returns the definition of a function. */
export function printFunction({ name, body }: FunctionDefinition): string {
  return `${name} () \n${printBody(body)}\n`;
}

function printBody(body: CompoundCommand): string {
  if (body.type !== 'group') return `{ \n${STEP}${printCommand(body, STEP)}\n}`;
  return `{ \n${printStatements(body.body, STEP)}\n}${printRedirections(body.redirections)}`;
}

function printStatements(statements: Statements, indent: string): string {
  return statements
    .map((statement, i) => {
      const last = i === statements.length - 1;
      const end = statement.background ? (last ? ' &' : ' & ') : last ? '' : ';\n';
      const follows = statements[i - 1]?.background ?? false;
      return `${follows ? '' : indent}${printStatement(statement, indent)}${end}`;
    })
    .join('');
}

function printStatement({ pipelines, operators }: Statement, indent: string): string {
  return pipelines
    .map(
      (pipeline, i) => `${i > 0 ? ` ${operators[i - 1]} ` : ''}${printPipeline(pipeline, indent)}`,
    )
    .join('');
}

function printPipeline(pipeline: Pipeline, indent: string): string {
  const { commands, pipesErrors, negated, timed } = pipeline;
  const before = `${timed === 'no' ? '' : timed === 'posix' ? 'time -p ' : 'time '}${negated ? '! ' : ''}`;
  const printed = commands.map((command, i) => {
    const pipe = i === 0 ? '' : pipesErrors[i - 1] ? ' 2>&1 | ' : ' | ';
    return pipe + printCommand(command, indent);
  });
  return before + printed.join('');
}

function printCommand(command: Command, indent: string): string {
  switch (command.type) {
    case 'simple':
      return command.source;
    case 'function':
      return `function ${command.name} () \n${indent}${printBody(command.body)}`;
    default:
      return printCompound(command, indent) + printRedirections(command.redirections);
  }
}

function printCompound(command: CompoundCommand, indent: string): string {
  const inner = indent + STEP;
  const list = (statements: Statements) => `${printStatements(statements, inner)};\n${indent}`;
  const flat = (statements: Statements) =>
    statements.map((statement) => printStatement(statement, indent)).join('; ');
  switch (command.type) {
    case 'if': {
      const { clauses, otherwise } = command;
      const [first, ...others] = clauses;
      if (!first) return '';
      // Bash prints `elif` as an `if` within `else`.
      const rest: CompoundCommand | undefined =
        others.length > 0 ? { ...command, clauses: others, redirections: [] } : undefined;
      const middle = rest
        ? `else\n${inner}${printCompound(rest, inner)};\n${indent}`
        : otherwise
          ? `else\n${list(otherwise)}`
          : '';
      return `if ${flat(first.condition)}; then\n${list(first.body)}${middle}fi`;
    }
    case 'for': {
      const words = command.words ? sourceOf(command.words) : '"$@"';
      return `for ${command.variable} in ${words};\n${indent}do\n${list(command.body)}done`;
    }
    case 'arithmetic-for': {
      const { init, condition, update, body } = command;
      return `for ((${init}; ${condition.trim()}; ${update.trim()}))\n${indent}do\n${list(body)}done`;
    }
    case 'while':
    case 'until':
      return `${command.type} ${flat(command.condition)}; do\n${list(command.body)}done`;
    case 'case': {
      const items = command.items.map(({ patterns, body, terminator }) => {
        const commands = body.length > 0 ? `${printStatements(body, inner + STEP)}\n` : '\n';
        const names = patterns.map(({ source }) => source).join(' | ');
        return `${inner}${names})\n${commands}${inner}${terminator}\n`;
      });
      return `case ${command.word.source} in \n${items.join('')}${indent}esac`;
    }
    case 'group':
      return `{ \n${printStatements(command.body, inner)}\n${indent}}`;
    case 'subshell':
      return `( ${flat(command.body)} )`;
    case 'arithmetic':
      return `((${command.expression}))`;
    case 'conditional':
      return `[[ ${printCondition(command.condition)} ]]`;
  }
}

function printCondition(condition: Condition): string {
  switch (condition.type) {
    case 'and':
    case 'or': {
      const operator = condition.type === 'and' ? '&&' : '||';
      return `${printCondition(condition.left)} ${operator} ${printCondition(condition.right)}`;
    }
    case 'not':
      return `! ${printCondition(condition.operand)}`;
    case 'parentheses':
      return `( ${printCondition(condition.operand)} )`;
    case 'word':
      return `-n ${condition.word.source}`;
    case 'unary':
      return `${condition.operator} ${condition.operand.source}`;
    case 'binary':
      return `${condition.left.source} ${condition.operator} ${condition.right.source}`;
  }
}

const printRedirections = (redirections: readonly Redirection[]): string =>
  redirections.map(({ source }) => ` ${source}`).join('');

/** Returns words as they were written. */
export const sourceOf = (words: readonly Word[]): string =>
  words.map(({ source }) => source).join(' ');
