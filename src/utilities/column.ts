/** `column`: arranges lines in columns, or fields in a table. */
import { Inputs } from './input.js';
import { parseOptions } from './options.js';
import type { UtilityCall } from './utility.js';

const TAB = 8;

export async function column(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    't|table s|separator: o|output-separator: c|output-width: x|fillrows N|table-columns: R|table-right: L|keep-empty-lines',
  );
  const inputs = new Inputs(call);
  let lines: string[] = [];
  for await (const input of inputs.each(options.operands)) {
    lines.push(...(await input.rest()).split('\n'));
  }
  if (lines.at(-1) === '') lines.pop();
  if (!options.has('L')) lines = lines.filter((line) => /\S/.test(line));
  if (!options.has('t')) {
    const width = Number(options.value('c') ?? call.environment['COLUMNS'] ?? 80);
    await call.stdout(inColumns(lines, width, !options.has('x')));
    return inputs.status;
  }
  const separators = options.value('s');
  const rows = lines.map((line) => splitFields(line, separators));
  const names = options.value('N')?.split(',');
  if (names) rows.unshift(names);
  const right = new Set(
    (options.value('R') ?? '')
      .split(',')
      .map((name) => (names ? names.indexOf(name) : Number(name) - 1)),
  );
  await call.stdout(table(rows, options.value('o') ?? '  ', right));
  return inputs.status;
}

function splitFields(line: string, separators: string | undefined): string[] {
  if (separators === undefined) return line.trim().split(/[ \t]+/);
  const fields: string[] = [''];
  for (const character of line) {
    if (separators.includes(character)) fields.push('');
    else fields.push((fields.pop() ?? '') + character);
  }
  return fields;
}

function table(
  rows: readonly (readonly string[])[],
  joiner: string,
  right: ReadonlySet<number>,
): string {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) =>
    Math.max(...rows.map((row) => row[i]?.length ?? 0)),
  );
  return rows
    .map((row) => {
      const cells = widths.map((width, i) => {
        const cell = row[i] ?? '';
        if (right.has(i)) return cell.padStart(width);
        return i === count - 1 ? cell : cell.padEnd(width);
      });
      return `${cells.join(joiner)}\n`;
    })
    .join('');
}

/** Fills columns with tabs between them, down or across. */
function inColumns(lines: readonly string[], width: number, down: boolean): string {
  const longest = Math.max(0, ...lines.map((line) => line.length));
  const cell = (Math.floor(longest / TAB) + 1) * TAB;
  const across = Math.max(1, Math.floor(width / cell));
  const rows = Math.ceil(lines.length / across);
  const text: string[] = [];
  for (let row = 0; row < rows; row++) {
    const cells = Array.from(
      { length: across },
      (_, i) => lines[down ? i * rows + row : row * across + i],
    ).filter((line) => line !== undefined);
    text.push(
      `${cells.map((line, i) => (i === cells.length - 1 ? line : line + '\t'.repeat(Math.ceil((cell - line.length) / TAB)))).join('')}\n`,
    );
  }
  return text.join('');
}
