/**
 * The arguments of a command as its row of the table writes them, for instance
 * `LSWITCH [DIRECTION [PRIORITY MATCH]]` or `TABLE RECORD COLUMN[:KEY]=VALUE...`.
 * Help shows this text; `--commands` and completion read it.
 */
export interface Parameter {
  /** What stands in the usage, without the brackets around the whole and without dots. */
  readonly name: string;
  readonly optional: boolean;
  readonly repeated: boolean;
}

/** The brackets that enclose whole parameters, as opposed to those inside one (`COLUMN[:KEY]`). */
function enclosingBrackets(usage: string): Set<number> {
  const enclosing = new Set<number>();
  const open: number[] = [];
  for (let i = 0; i < usage.length; i++) {
    if (usage[i] === '[') open.push(i);
    if (usage[i] !== ']') continue;
    const start = open.pop() ?? 0;
    const startsWord = start === 0 || usage[start - 1] === ' ';
    if (startsWord && /^\]*(\.\.\.)?\]*( |$)/.test(usage.slice(i + 1))) {
      enclosing.add(start).add(i);
    }
  }
  return enclosing;
}

/** Takes a usage apart. */
export function parseUsage(usage: string): Parameter[] {
  const enclosing = enclosingBrackets(usage);
  const parameters: Parameter[] = [];
  let depth = 0;
  let offset = 0;
  for (const word of usage.split(' ')) {
    const kept: string[] = [];
    let closing = 0;
    [...word].forEach((character, i) => {
      if (!enclosing.has(offset + i)) kept.push(character);
      else if (character === '[') depth++;
      else closing++;
    });
    const text = kept.join('');
    if (text !== '') {
      const repeated = text.endsWith('...');
      const name = repeated ? text.slice(0, -3) : text;
      parameters.push({ name, optional: depth > 0, repeated });
    }
    depth -= closing;
    offset += word.length + 1;
  }
  return parameters;
}

/**
 * A parameter as `--commands` prints it: `!` one, `?` at most one, `+` one or
 * more, `*` any number; a part that may be left out inside it is marked by `?` too.
 */
export function parameterMark({ name, optional, repeated }: Parameter): string {
  const mark = repeated ? (optional ? '*' : '+') : optional ? '?' : '!';
  return mark + name.replaceAll('[', '?').replaceAll(']', '');
}

/** The parameters that the argument at `position` (from 0) could belong to. */
export function parametersAt(parameters: readonly Parameter[], position: number): Parameter[] {
  return parameters.filter((_, index) => {
    const before = parameters.slice(0, index);
    const earliest = before.filter((parameter) => !parameter.optional).length;
    const endless = before.some((parameter) => parameter.repeated) || parameters[index]?.repeated;
    return earliest <= position && (endless || position <= index);
  });
}
