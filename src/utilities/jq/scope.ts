/** The variables and functions that are visible at a place in a jq program. */
import type { Definition, Node } from './ast.js';
import { parseDefinitions } from './parser.js';
import { PRELUDE } from './prelude.js';
import type { Json } from './value.js';

/** The visible names, from the innermost to the outermost. */
export type Scope =
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly value: Json;
      readonly outer: Scope | undefined;
    }
  | {
      readonly kind: 'function';
      readonly definition: Definition;
      readonly outer: Scope | undefined;
    }
  /** An argument: a program with the scope that it comes from. */
  | {
      readonly kind: 'argument';
      readonly name: string;
      readonly body: Node;
      readonly scope: Scope | undefined;
      readonly outer: Scope | undefined;
    }
  | {
      readonly kind: 'label';
      readonly name: string;
      readonly label: Break;
      readonly outer: Scope | undefined;
    };

/** Ends the program up to a label. */
export class Break {}

let prelude: ReadonlyMap<string, Definition> | undefined;

/** Returns a function that is written in jq itself. */
export function preludeFunction(name: string, parameters: number): Definition | undefined {
  prelude ??= new Map(
    parseDefinitions(PRELUDE).map((each) => [`${each.name}/${each.parameters.length}`, each]),
  );
  return prelude.get(`${name}/${parameters}`);
}
