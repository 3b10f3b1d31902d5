/** The syntax tree of jq programs. */
import type { Json } from './value.js';

export type Node =
  | { readonly type: 'identity' | 'recurse' }
  | { readonly type: 'literal'; readonly value: Json }
  | {
      readonly type: 'string';
      readonly parts: readonly (string | Node)[];
      readonly format: string | undefined;
    }
  | { readonly type: 'format'; readonly name: string }
  | {
      readonly type: 'index';
      readonly target: Node;
      readonly key: Node;
      readonly optional?: boolean;
    }
  | {
      readonly type: 'slice';
      readonly target: Node;
      readonly from: Node | undefined;
      readonly to: Node | undefined;
      readonly optional?: boolean;
    }
  | { readonly type: 'iterate'; readonly target: Node; readonly optional?: boolean }
  | { readonly type: 'array'; readonly items: Node | undefined }
  | { readonly type: 'object'; readonly entries: readonly (readonly [key: Node, value: Node])[] }
  | { readonly type: 'negate'; readonly operand: Node }
  | {
      readonly type: 'pipe' | 'comma' | 'and' | 'or' | 'alternative';
      readonly left: Node;
      readonly right: Node;
    }
  | {
      readonly type: 'binary';
      readonly operator: string;
      readonly left: Node;
      readonly right: Node;
    }
  | {
      readonly type: 'update';
      readonly operator: string;
      readonly left: Node;
      readonly right: Node;
    }
  | { readonly type: 'if'; readonly test: Node; readonly yes: Node; readonly no: Node }
  | { readonly type: 'try'; readonly body: Node; readonly handler: Node | undefined }
  | {
      readonly type: 'reduce';
      readonly source: Node;
      readonly pattern: Pattern;
      readonly init: Node;
      readonly update: Node;
    }
  | {
      readonly type: 'foreach';
      readonly source: Node;
      readonly pattern: Pattern;
      readonly init: Node;
      readonly update: Node;
      readonly extract: Node | undefined;
    }
  | { readonly type: 'define'; readonly definition: Definition; readonly rest: Node }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly type: 'variable'; readonly name: string }
  | {
      readonly type: 'bind';
      readonly source: Node;
      readonly patterns: readonly Pattern[];
      readonly body: Node;
    }
  | { readonly type: 'label'; readonly name: string; readonly body: Node }
  | { readonly type: 'break'; readonly name: string };

/** A destructuring pattern. */
export type Pattern =
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'array'; readonly items: readonly Pattern[] }
  | { readonly type: 'object'; readonly entries: readonly PatternEntry[] };

export interface PatternEntry {
  readonly key: Node;
  /** For `$name`, the variable that receives the value of the key. */
  readonly variable: string | undefined;
  readonly value: Pattern | undefined;
}

export interface Definition {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Node;
}
