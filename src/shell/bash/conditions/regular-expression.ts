/**
 * Matches POSIX regular expressions: of several matches at one place, the longest counts. Matching
 * never backtracks, so it takes time linear in the length of the text.
 */

/** Reports a regular expression that is invalid or takes too long to match. */
export class ExpressionFault extends Error {}

/** The maximum length of the text times that of the expression: about a second's worth. */
const MAX_COST = 20_000_000;

/**
 * Finds an expression in a text.
 *
 * @returns the match and its groups after it; undefined if there is none
 * @throws ExpressionFault
 */
export async function findExpression(
  source: string,
  text: string,
  ignoreCase: boolean,
): Promise<readonly string[] | undefined> {
  if (source.length * text.length > MAX_COST) {
    throw new ExpressionFault(`a text of ${text.length} characters is too long for ${source}`);
  }
  // Loaded on demand: few scripts need it, and it is large.
  const { RE2JS } = await import('re2js');
  const flags = RE2JS.LONGEST_MATCH | (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  let expression: InstanceType<typeof RE2JS>;
  try {
    expression = RE2JS.compile(source, flags);
  } catch {
    throw new ExpressionFault(`invalid regular expression \`${source}'`);
  }
  const matcher = expression.matcher(text);
  if (!matcher.find()) return undefined;
  return Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i) ?? '');
}
