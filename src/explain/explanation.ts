/** Declares explanations and formats them. */

export interface Explanation {
  /** The explanation in one sentence. */
  readonly sentence: string;
  /** Further facts, each with a label and some lines. */
  readonly details: readonly Detail[];
}

export type Detail = readonly [label: string, ...lines: string[]];

const LABEL_WIDTH = 14;

/** Returns the sentence with the details below it, indented. */
export function formatExplanation({ sentence, details }: Explanation): string {
  return `${sentence}\n${formatDetails(details)}`;
}

/** Returns the lines of details, each label in front of its first line. */
export function formatDetails(details: readonly Detail[]): string {
  return details
    .flatMap(([label, ...lines]) =>
      lines.map((line, i) => `  ${(i === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}\n`),
    )
    .join('');
}

/** Returns a text with a capital first letter. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Joins words: `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], conjunction = 'and'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}
