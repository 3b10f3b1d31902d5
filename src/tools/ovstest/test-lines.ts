/**
 * Answers each line of an input like the reference's test programs: a line that starts with `#` is
 * printed unchanged, text after another `#` is ignored, and empty lines remain empty.
 */
export function answerLines(input: string, answer: (line: string) => string): string {
  const lines = input.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines
    .map((line) => {
      if (line.startsWith('#')) return `${line}\n`;
      const [text = ''] = line.split('#', 1);
      return /^[ \t]*$/.test(text) ? '\n' : `${answer(text)}\n`;
    })
    .join('');
}
