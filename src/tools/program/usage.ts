/**
 * The notation for the arguments of a command, for example
 * `LSWITCH [DIRECTION [PRIORITY MATCH]]` or `TABLE RECORD COLUMN[:KEY]=VALUE...`.
 */

/** One parameter of a usage. */
export interface Parameter {
  /** Its text without enclosing brackets and dots. */
  readonly name: string;
  readonly optional: boolean;
  readonly repeated: boolean;
  /** The offset of its name in the usage. */
  readonly start: number;
  /** The brackets that it is in, outermost first, as numbers. */
  readonly brackets: readonly number[];
}

/** Finds the brackets around whole parameters, as opposed to those inside one (`COLUMN[:KEY]`). */
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

/** Parses a usage. */
export function parseUsage(usage: string): Parameter[] {
  const enclosing = enclosingBrackets(usage);
  const parameters: Parameter[] = [];
  let brackets: readonly number[] = [];
  let offset = 0;
  for (const word of usage.split(' ')) {
    const kept: string[] = [];
    let start = offset;
    let closing = 0;
    [...word].forEach((character, i) => {
      if (!enclosing.has(offset + i)) {
        if (kept.length === 0) start = offset + i;
        kept.push(character);
      } else if (character === '[') brackets = [...brackets, offset + i];
      else closing++;
    });
    const text = kept.join('');
    if (text !== '') {
      const repeated = text.endsWith('...');
      const name = repeated ? text.slice(0, -3) : text;
      parameters.push({ name, optional: brackets.length > 0, repeated, start, brackets });
    }
    brackets = brackets.slice(0, brackets.length - closing);
    offset += word.length + 1;
  }
  return parameters;
}

/**
 * Formats a parameter for `--commands`, like `ctl_print_commands()`: `!` for exactly one, `?`
 * for at most one, `+` for one or more, `*` for any number, and `?` before optional parts of it.
 */
export function parameterMark({ name, optional, repeated }: Parameter): string {
  const mark = repeated ? (optional ? '*' : '+') : optional ? '?' : '!';
  return mark + name.replaceAll('[', '?').replaceAll(']', '');
}

/** True if `earlier` has to be given whenever `later` is: `[A [B]]`, but not `[A] B`. */
const precedes = (earlier: Parameter, later: Parameter | undefined): boolean =>
  earlier.brackets.every((bracket, i) => bracket === later?.brackets[i]);

/** Returns the parameters that the argument at `position` (from 0) can belong to. */
export function parametersAt(parameters: readonly Parameter[], position: number): Parameter[] {
  return parameters.filter((_, index) => {
    const before = parameters.slice(0, index);
    const earliest = before.filter((parameter) => precedes(parameter, parameters[index])).length;
    const endless = before.some((parameter) => parameter.repeated) || parameters[index]?.repeated;
    return earliest <= position && (endless || position <= index);
  });
}
