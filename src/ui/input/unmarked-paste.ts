/** Recognizes a pasted listing if the terminal does not mark what is pasted. */
import { promptRemover } from '../../shell/transcript/prompts.js';
import type { Token } from './keys.js';

/**
 * Returns tokens that arrived together. If they are several lines and the first has a prompt, they
 * become a block and Enter.
 */
export function withPastedListing(tokens: readonly Token[]): readonly Token[] {
  const pieces = tokens.map(textOf);
  const last = pieces.lastIndexOf('\n');
  if (pieces.indexOf('\n') === last || pieces.includes(undefined)) return tokens;
  const lines = pieces.slice(0, last).join('').split('\n');
  const [first] = lines.filter((line) => line.trim() !== '');
  if (first === undefined || promptRemover(lines)(first) === undefined) return tokens;
  return [{ kind: 'paste', text: lines.join('\n') }, ...tokens.slice(last)];
}

function textOf(token: Token): string | undefined {
  if (token.kind === 'text') return token.text;
  if (token.kind !== 'key') return undefined;
  return token.key === 'enter' ? '\n' : token.key === 'tab' ? '\t' : undefined;
}
