import type { FunctionDef } from '../language/ast.js';
import { sourceOfCommand } from '../language/syntax.js';

/** A function as source, for `declare -f` and `type`. */
export function functionText(definition: FunctionDef): string {
  const text = sourceOfCommand(definition);
  const [, body = text] = /^[^(]*\(\) \{ ([\s\S]*); \}$/.exec(text) ?? [];
  const lines = body.split('\n').map((line) => `    ${line}\n`);
  return `${definition.name} () \n{ \n${lines.join('')}}\n`;
}
