/** What an explanation is, and how it is shown. */

export interface Explanation {
  /** All of it in one sentence. */
  readonly sentence: string;
  /** What there is to know besides: a word for it, and lines. */
  readonly details: readonly Detail[];
}

export type Detail = readonly [label: string, ...lines: string[]];

const LABEL_WIDTH = 14;

/** The sentence, and the details below it, indented. */
export function formatExplanation({ sentence, details }: Explanation): string {
  return `${sentence}\n${formatDetails(details)}`;
}

/** Details, each with its lines one below the other. */
export function formatDetails(details: readonly Detail[]): string {
  return details
    .flatMap(([label, ...lines]) =>
      lines.map((line, i) => `  ${(i === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}\n`),
    )
    .join('');
}

/** A sentence that begins as sentences do. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], conjunction = 'and'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}
