/** The built-in functions of awk. */
import type { Expression } from '../regex/expression.js';
import { TextBuilder } from '../text-builder.js';
import { formatTime } from '../time.js';
import type { AwkArray } from './array.js';
import type { Expr } from './ast.js';
import { all, chain, type Maybe } from './maybe.js';
import { splitText } from './record.js';
import type { Runtime } from './runtime.js';
import { InputText, toNumber, type Value } from './values.js';

interface Place {
  get(): Value;
  set(value: Value): void;
}

/** A call of a built-in function, with access to its arguments. */
export interface BuiltinCall {
  readonly runtime: Runtime;
  readonly args: readonly Expr[];
  readonly values: readonly (() => Maybe<Value>)[];
  regex(i: number): () => Maybe<Expression>;
  /** Returns the place that an argument refers to; undefined if it cannot be assigned to. */
  place(i: number): (() => Maybe<Place>) | undefined;
  array(i: number): (() => AwkArray) | undefined;
  /** Returns the place of the record, `$0`. */
  readonly record: () => Maybe<Place>;
}

type Builtin = (call: BuiltinCall) => () => Maybe<Value>;

/** Returns a function of numbers. */
const numeric =
  (compute: (...numbers: number[]) => number): Builtin =>
  ({ values }) =>
  () =>
    chain(all(values), (results) => compute(...results.map(toNumber)));

/** Returns a function of texts. */
const textual =
  (compute: (runtime: Runtime, texts: string[]) => Value): Builtin =>
  ({ runtime, values }) =>
  () =>
    chain(all(values), (results) =>
      compute(
        runtime,
        results.map((value) => runtime.toText(value)),
      ),
    );

export const BUILTIN_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  atan2: numeric((y = 0, x = 0) => Math.atan2(y, x)),
  cos: numeric((x = 0) => Math.cos(x)),
  exp: numeric((x = 0) => Math.exp(x)),
  int: numeric((x = 0) => Math.trunc(x)),
  log: numeric((x = 0) => Math.log(x)),
  sin: numeric((x = 0) => Math.sin(x)),
  sqrt: numeric((x = 0) => Math.sqrt(x)),
  rand:
    ({ runtime }) =>
    () =>
      runtime.random(),
  srand:
    ({ runtime, values }) =>
    () =>
      chain(values[0]?.(), (seed) =>
        runtime.seed(values.length === 0 ? undefined : toNumber(seed)),
      ),
  systime:
    ({ runtime }) =>
    () =>
      Math.floor(runtime.call.now() / 1000),
  mktime: textual((runtime, [text = '']) => {
    const [year, month, day, hour, minute, second] = text.split(/\s+/).map(Number);
    if (year === undefined || second === undefined) return -1;
    const wall = Date.UTC(year, (month ?? 1) - 1, day, hour, minute, second);
    return Math.floor(wall / 1000) + 0 * runtime.call.now();
  }),
  strftime:
    ({ runtime, values }) =>
    () =>
      chain(all(values), ([format, time]) =>
        formatTime(
          format === undefined ? '%c' : runtime.toText(format),
          time === undefined ? runtime.call.now() : 1000 * toNumber(time),
          runtime.call.environment['TZ'],
        ),
      ),
  tolower: textual((_, [text = '']) => text.toLowerCase()),
  toupper: textual((_, [text = '']) => text.toUpperCase()),
  index: textual((_, [text = '', part = '']) => text.indexOf(part) + 1),
  length: ({ runtime, values, array }) => {
    const elements = array(0);
    if (elements) return () => elements().size;
    const [value] = values;
    if (!value) return () => runtime.record.text.length;
    return () => chain(value(), (result) => runtime.toText(result).length);
  },
  substr:
    ({ runtime, values }) =>
    () =>
      chain(all(values), ([text, from, count]) =>
        substring(
          runtime.toText(text),
          toNumber(from),
          values.length > 2 ? toNumber(count) : Number.POSITIVE_INFINITY,
        ),
      ),
  sprintf:
    ({ runtime, values }) =>
    () =>
      chain(all(values), (results) => runtime.format('sprintf', results)),
  split: ({ runtime, args, values, array, regex }) => {
    const elements = array(1);
    const [, , separator] = args;
    const expression = separator?.type === 'regex' ? regex(2) : undefined;
    return () =>
      chain(values[0]?.(), (value) => {
        const text = runtime.toText(value);
        const found = expression
          ? chain(expression(), (compiled) =>
              splitText(text, { kind: 'regex', expression: compiled }),
            )
          : chain(values[2] ? values[2]() : runtime.specials.FS, (by) =>
              splitText(text, runtime.separator(runtime.toText(by))),
            );
        return chain(found, (parts) => {
          const target = elements?.();
          target?.clear();
          for (const [i, part] of parts.entries())
            target?.set(String(i + 1), new InputText(part), true);
          return parts.length;
        });
      });
  },
  match: ({ runtime, values, regex }) => {
    const expression = regex(1);
    return () =>
      chain(values[0]?.(), (value) =>
        chain(expression(), (compiled) => {
          const found = compiled.match(runtime.toText(value));
          runtime.specials.RSTART = found ? found.start + 1 : 0;
          runtime.specials.RLENGTH = found ? found.end - found.start : -1;
          return runtime.specials.RSTART;
        }),
      );
  },
  sub: (call) => substitution(call, false),
  gsub: (call) => substitution(call, true),
  close:
    ({ runtime, values }) =>
    async () =>
      runtime.streams.close(runtime.toText(await values[0]?.())),
  fflush:
    ({ runtime }) =>
    async () => {
      await runtime.streams.flush();
      return 0;
    },
  system:
    ({ runtime, values }) =>
    async () =>
      runtime.streams.system(runtime.toText(await values[0]?.())),
};

/** Returns the characters from `from` on, like mawk, to which a start before 1 adds characters. */
function substring(text: string, from: number, count: number): string {
  const start = Math.trunc(from) || 0;
  const length = Math.trunc(count) - Math.min(start, 0);
  const first = Math.max(start, 1) - 1;
  return length > 0 ? text.slice(first, first + length) : '';
}

function substitution(
  { runtime, values, regex, place, record }: BuiltinCall,
  global: boolean,
): () => Maybe<Value> {
  const expression = regex(0);
  const replacement = values[1] ?? (() => '');
  const target = values.length > 2 ? place(2) : record;
  const text = values[2];
  return () =>
    chain(expression(), (compiled) =>
      chain(replacement(), (by) =>
        chain(target?.(), (to) =>
          chain(to ? to.get() : text?.(), (value) => {
            const [result, count] = replaceAll(
              runtime,
              runtime.toText(value),
              compiled,
              runtime.toText(by),
              global,
            );
            if (count > 0) to?.set(result);
            return count;
          }),
        ),
      ),
    );
}

function replaceAll(
  runtime: Runtime,
  text: string,
  expression: Expression,
  replacement: string,
  global: boolean,
): [string, number] {
  const parts = replacement.match(/\\\\&|\\&|&|[^\\&]+|\\/g) ?? [];
  const expand = (matched: string): string =>
    parts
      .map((part) =>
        part === '&' ? matched : part === '\\&' ? '&' : part === '\\\\&' ? `\\${matched}` : part,
      )
      .join('');
  const result = new TextBuilder();
  let copied = 0;
  let lastEnd = -1;
  let count = 0;
  for (let at = 0; at <= text.length; ) {
    const found = expression.match(text, at);
    if (!found) break;
    const isEmpty = found.end === found.start;
    if (isEmpty && found.start === lastEnd) {
      at = found.start + 1;
      continue;
    }
    result.add(text.slice(copied, found.start));
    result.add(expand(found.text));
    runtime.checkLength(result.length);
    copied = found.end;
    lastEnd = found.end;
    at = isEmpty ? found.end + 1 : found.end;
    count += 1;
    if (!global) break;
  }
  result.add(text.slice(copied));
  return [count === 0 ? text : runtime.checked(result.text), count];
}
