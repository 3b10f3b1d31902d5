/**
 * The syntax tree of a script, as the parser of just-bash makes it. The package
 * exports only some of its types by name; the others are parts of those.
 */
import type {
  CommandNode,
  PipelineNode,
  ScriptNode,
  SimpleCommandNode,
  StatementNode,
  WordNode,
} from 'just-bash';

export type Script = ScriptNode;
export type Statement = StatementNode;
export type Pipeline = PipelineNode;
export type Command = CommandNode;
export type SimpleCommand = SimpleCommandNode;
export type Word = WordNode;

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;
export type If = CommandOf<'If'>;
export type For = CommandOf<'For'>;
export type CStyleFor = CommandOf<'CStyleFor'>;
export type While = CommandOf<'While'>;
export type Until = CommandOf<'Until'>;
export type Case = CommandOf<'Case'>;
export type Subshell = CommandOf<'Subshell'>;
export type ArithmeticCommand = CommandOf<'ArithmeticCommand'>;
export type ConditionalCommand = CommandOf<'ConditionalCommand'>;
export type FunctionDef = CommandOf<'FunctionDef'>;

export type Assignment = SimpleCommand['assignments'][number];
export type Redirection = SimpleCommand['redirections'][number];
export type HereDoc = Extract<Redirection['target'], { type: 'HereDoc' }>;
export type Condition = ConditionalCommand['expression'];
/** The text between `((` and `))`, or of one part of a C-style loop. */
export type Arithmetic = ArithmeticCommand['expression'];

export type WordPart = Word['parts'][number];
type PartOf<T extends WordPart['type']> = Extract<WordPart, { type: T }>;
export type ParameterExpansion = PartOf<'ParameterExpansion'>;
export type BraceExpansion = PartOf<'BraceExpansion'>;
export type ProcessSubstitution = PartOf<'ProcessSubstitution'>;
export type ParameterOperation = NonNullable<ParameterExpansion['operation']>;
export type OperationOf<T extends ParameterOperation['type']> = Extract<
  ParameterOperation,
  { type: T }
>;
