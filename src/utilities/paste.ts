/** `paste`: joins the lines of files side by side. */
import { Inputs, Output } from './input.js';
import { parseOptions } from './options.js';
import type { UtilityCall } from './utility.js';

const ESCAPES: Readonly<Record<string, string>> = {
  '\\0': '',
  '\\\\': '\\',
  '\\b': '\b',
  '\\f': '\f',
  '\\n': '\n',
  '\\r': '\r',
  '\\t': '\t',
  '\\v': '\v',
};

export async function paste(call: UtilityCall): Promise<number> {
  const options = parseOptions(call, 'd|delimiters: s|serial z|zero-terminated');
  const end = options.has('z') ? '\0' : '\n';
  const list = options.value('d') || (options.has('d') ? '\\0' : '\t');
  const delimiters = (list.match(/\\.|./gsu) ?? []).map(
    (item) => ESCAPES[item] ?? item.replace(/^\\/, ''),
  );
  const between = (i: number): string => delimiters[i % delimiters.length] ?? '';
  const inputs = new Inputs(call);
  const output = new Output(call.stdout);
  const paths = options.operands.length > 0 ? options.operands : ['-'];
  if (options.has('s')) {
    for await (const input of inputs.each(paths)) {
      let i = 0;
      for (let line = await input.line(end); line !== undefined; line = await input.line(end)) {
        output.add(i === 0 ? line : between(i - 1) + line);
        i += 1;
        await output.drain();
      }
      output.add(end);
    }
    await output.flush();
    return inputs.status;
  }
  const opened = [];
  for (const path of paths) opened.push(await inputs.open(path));
  for (;;) {
    const lines: (string | undefined)[] = [];
    for (const input of opened) lines.push(await input.line(end));
    if (lines.every((line) => line === undefined)) break;
    output.add(
      lines.map((line, i) => (i === 0 ? '' : between(i - 1)) + (line ?? '')).join('') + end,
    );
    await output.drain();
  }
  await output.flush();
  return 0;
}
