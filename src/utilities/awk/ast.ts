/** The syntax tree of awk programs. */

export type Expr =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'regex'; readonly source: string }
  | LValue
  | {
      readonly type: 'assign';
      readonly target: LValue;
      readonly operator: string;
      readonly value: Expr;
    }
  | {
      readonly type: 'step';
      readonly target: LValue;
      readonly by: 1 | -1;
      readonly prefix: boolean;
    }
  | { readonly type: 'unary'; readonly operator: '!' | '-' | '+'; readonly operand: Expr }
  | {
      readonly type: 'binary';
      readonly operator: string;
      readonly left: Expr;
      readonly right: Expr;
    }
  | { readonly type: 'match'; readonly negated: boolean; readonly left: Expr; readonly right: Expr }
  | { readonly type: 'and' | 'or' | 'concat'; readonly left: Expr; readonly right: Expr }
  | { readonly type: 'conditional'; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly type: 'in'; readonly index: readonly Expr[]; readonly array: string }
  /** An expression in parentheses, which `print` must not take for its arguments. */
  | { readonly type: 'group'; readonly inner: Expr }
  | {
      readonly type: 'call';
      readonly name: string;
      readonly args: readonly Expr[];
      readonly line: number;
    }
  | { readonly type: 'builtin'; readonly name: string; readonly args: readonly Expr[] }
  | {
      readonly type: 'getline';
      readonly from: 'input' | 'file' | 'command';
      readonly source: Expr | undefined;
      readonly target: LValue | undefined;
    };

export type LValue =
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'field'; readonly index: Expr }
  | { readonly type: 'element'; readonly array: string; readonly index: readonly Expr[] };

export interface Redirection {
  readonly operator: '>' | '>>' | '|';
  readonly target: Expr;
}

export type Stmt =
  | { readonly type: 'block'; readonly body: readonly Stmt[] }
  | { readonly type: 'expression'; readonly value: Expr }
  | {
      readonly type: 'print' | 'printf';
      readonly args: readonly Expr[];
      readonly to: Redirection | undefined;
    }
  | { readonly type: 'if'; readonly test: Expr; readonly yes: Stmt; readonly no: Stmt | undefined }
  | {
      readonly type: 'loop';
      readonly init: Stmt | undefined;
      readonly test: Expr | undefined;
      readonly step: Stmt | undefined;
      readonly body: Stmt;
      /** True for `do`, which runs its body before it tests. */
      readonly bodyFirst: boolean;
    }
  | {
      readonly type: 'for-in';
      readonly variable: LValue;
      readonly array: string;
      readonly body: Stmt;
    }
  | { readonly type: 'delete'; readonly array: string; readonly index: readonly Expr[] | undefined }
  | { readonly type: 'exit' | 'return'; readonly value: Expr | undefined }
  | { readonly type: 'break' | 'continue' | 'next' | 'nextfile' };

export interface Rule {
  readonly pattern:
    | { readonly kind: 'begin' | 'end' | 'always' }
    | { readonly kind: 'expression'; readonly value: Expr }
    | { readonly kind: 'range'; readonly from: Expr; readonly to: Expr };
  /** `undefined` prints the record. */
  readonly body: Stmt | undefined;
}

export interface FunctionDefinition {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Stmt;
}

export interface Program {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
}
