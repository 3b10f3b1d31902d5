/**
 * What `answer` makes of each line of `input`, as the reference's test programs
 * read their input: a line that begins with `#` is printed as it is, what
 * follows a `#` elsewhere is not looked at, and an empty line stays one.
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
