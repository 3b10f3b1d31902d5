/**
 * POSIX regular expressions: of several matches at one place the longest counts, and none
 * takes longer than its text is long, whatever the expression.
 */

/** Something that is no regular expression. */
export class ExpressionFault extends Error {}

/**
 * Finds an expression in a text.
 *
 * @returns what matched, the whole first and its groups after it; nothing where it does not.
 * @throws ExpressionFault
 */
export async function findExpression(
  source: string,
  text: string,
  ignoreCase: boolean,
): Promise<readonly string[] | undefined> {
  // Few scripts need it, and it is large.
  const { RE2JS } = await import('re2js');
  const flags = RE2JS.LONGEST_MATCH | (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  let expression: InstanceType<typeof RE2JS>;
  try {
    expression = RE2JS.compile(source, flags);
  } catch {
    throw new ExpressionFault(source);
  }
  const matcher = expression.matcher(text);
  if (!matcher.find()) return undefined;
  return Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i) ?? '');
}
