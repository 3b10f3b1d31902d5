/** Defines the syntax tree of a script. */

/** A list of statements, as between `do` and `done`. */
export type Statements = readonly Statement[];

/** Pipelines joined by `&&` and `||`. */
export interface Statement {
  readonly pipelines: readonly Pipeline[];
  /** The operators between the pipelines. */
  readonly operators: readonly ('&&' | '||')[];
  readonly background: boolean;
}

export interface Pipeline {
  readonly commands: readonly Command[];
  /** True for each `|&`, which sends standard error through the pipe as well. */
  readonly pipesErrors: readonly boolean[];
  readonly negated: boolean;
  readonly timed: 'no' | 'bash' | 'posix';
}

export type Command = SimpleCommand | FunctionDefinition | CompoundCommand;

interface Node {
  readonly line: number;
  readonly redirections: readonly Redirection[];
}

export interface SimpleCommand extends Node {
  readonly type: 'simple';
  readonly assignments: readonly Assignment[];
  /** The name of the command and its arguments. */
  readonly words: readonly Word[];
  /** The text of the command, without the bodies of its here-documents. */
  readonly source: string;
}

export interface FunctionDefinition {
  readonly type: 'function';
  readonly line: number;
  readonly name: string;
  readonly body: CompoundCommand;
}

export type CompoundCommand =
  | If
  | For
  | ArithmeticFor
  | While
  | Case
  | Group
  | ArithmeticCommand
  | ConditionalCommand;

export interface If extends Node {
  readonly type: 'if';
  readonly clauses: readonly { readonly condition: Statements; readonly body: Statements }[];
  readonly otherwise: Statements | undefined;
}

export interface For extends Node {
  readonly type: 'for';
  readonly variable: string;
  /** The words after `in`; without `in` the loop is over `"$@"`. */
  readonly words: readonly Word[] | undefined;
  readonly body: Statements;
}

/** `for ((init; condition; update))`; a part that is left out is an empty text. */
export interface ArithmeticFor extends Node {
  readonly type: 'arithmetic-for';
  readonly init: string;
  readonly condition: string;
  readonly update: string;
  readonly body: Statements;
}

export interface While extends Node {
  readonly type: 'while' | 'until';
  readonly condition: Statements;
  readonly body: Statements;
}

export interface Case extends Node {
  readonly type: 'case';
  readonly word: Word;
  readonly items: readonly CaseItem[];
}

export interface CaseItem {
  readonly patterns: readonly Word[];
  readonly body: Statements;
  readonly terminator: ';;' | ';&' | ';;&';
}

/** `{ ...; }`, or `( ... )`. */
export interface Group extends Node {
  readonly type: 'group' | 'subshell';
  readonly body: Statements;
}

export interface ArithmeticCommand extends Node {
  readonly type: 'arithmetic';
  readonly expression: string;
}

export interface ConditionalCommand extends Node {
  readonly type: 'conditional';
  readonly condition: Condition;
}

export type Condition =
  | { readonly type: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly type: 'not' | 'parentheses'; readonly operand: Condition }
  | { readonly type: 'word'; readonly word: Word }
  | { readonly type: 'unary'; readonly operator: string; readonly operand: Word }
  | {
      readonly type: 'binary';
      readonly operator: string;
      readonly left: Word;
      readonly right: Word;
    };

export interface Assignment {
  /** The name, with a subscript if there is one: `a[1]`. */
  readonly target: string;
  readonly append: boolean;
  readonly value: Word | readonly ListItem[];
  readonly source: string;
}

/** An element of a list in parentheses: `word` or `[key]=word`. */
export interface ListItem {
  readonly key: Word | undefined;
  readonly append: boolean;
  readonly value: Word;
}

export interface Redirection {
  readonly operator: RedirectionOperator;
  /** The descriptor before the operator, or the variable of `{name}>`. */
  readonly descriptor: number | string | undefined;
  /** The file, descriptor, here-string or body of a here-document. */
  readonly target: Word;
  readonly source: string;
}

export type RedirectionOperator =
  | '<'
  | '>'
  | '>>'
  | '>|'
  | '<>'
  | '<&'
  | '>&'
  | '&>'
  | '&>>'
  | '<<<'
  | '<<'
  | '<<-';

export interface Word {
  readonly parts: readonly WordPart[];
  readonly source: string;
  /** The word as an assignment, where it is an argument of `declare` and the like. */
  readonly assignment?: Assignment;
}

export type WordPart =
  /** Text outside quotes: pattern characters in it are active. */
  | { readonly type: 'literal'; readonly text: string }
  /** Text in single quotes or after a backslash. */
  | { readonly type: 'quoted'; readonly text: string }
  | { readonly type: 'double-quoted'; readonly parts: readonly WordPart[] }
  | { readonly type: 'tilde'; readonly user: string }
  | { readonly type: 'command'; readonly body: Statements }
  /** Commands in backticks, which are parsed only when they run. */
  | { readonly type: 'backticks'; readonly text: string; readonly line: number }
  | { readonly type: 'arithmetic'; readonly expression: string }
  | { readonly type: 'process'; readonly direction: '<' | '>'; readonly body: Statements }
  | ParameterExpansion;

export interface ParameterExpansion {
  readonly type: 'parameter';
  /** The name, with a subscript if there is one. */
  readonly name: string;
  /** True for `${!name}`: the name of the parameter is the value of `name`. */
  readonly indirect: boolean;
  readonly operation: ParameterOperation | undefined;
}

export type ParameterOperation =
  | {
      /** `-`, `=`, `?` or `+`, with a colon where an empty value counts as unset. */
      readonly type: 'default';
      readonly operator: '-' | '=' | '?' | '+';
      readonly orEmpty: boolean;
      readonly word: Word;
    }
  | { readonly type: 'length' }
  | { readonly type: 'keys'; readonly list: '@' | '*' }
  | { readonly type: 'names'; readonly list: '@' | '*' }
  | { readonly type: 'slice'; readonly offset: string; readonly length: string | undefined }
  | {
      readonly type: 'remove';
      readonly from: 'start' | 'end';
      readonly longest: boolean;
      readonly pattern: Word;
    }
  | {
      readonly type: 'replace';
      readonly where: 'first' | 'all' | 'start' | 'end';
      readonly pattern: Word;
      readonly replacement: Word;
    }
  | {
      readonly type: 'case';
      readonly direction: 'upper' | 'lower';
      readonly all: boolean;
      readonly pattern: Word | undefined;
    }
  | { readonly type: 'transform'; readonly operator: string }
  | { readonly type: 'bad'; readonly text: string };

export type OperationOf<T extends ParameterOperation['type']> = Extract<
  ParameterOperation,
  { type: T }
>;
