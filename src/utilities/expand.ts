/** `expand` and `unexpand`: turn tabs into blanks, and blanks into tabs. */
import { encodeRaw } from '../lib/raw-text.js';
import { Inputs } from './input.js';
import { type Options, parseOptions } from './options.js';
import { type UtilityCall, UtilityError } from './utility.js';

const DEFAULT_SIZE = 8;

/** Returns a function that finds the next tab stop after a column, if there is one. */
function tabStops(options: Options): (column: number) => number | undefined {
  const digits = options.given.filter(([key]) => /^\d$/.test(key)).map(([key]) => key);
  const text = [...options.values('t'), ...(digits.length > 0 ? [digits.join('')] : [])].join(',');
  if (/[^\d, ]/.test(text)) {
    throw new UtilityError(
      `tab size contains invalid character(s): '${text.replace(/^[\d, ]*/, '')}'`,
    );
  }
  const stops = text.split(/[, ]+/).filter(Boolean).map(Number);
  if (stops.includes(0)) throw new UtilityError('tab size cannot be 0');
  if (stops.some((stop, i) => stop <= (stops[i - 1] ?? 0)))
    throw new UtilityError('tab sizes must be ascending');
  const [size = DEFAULT_SIZE, second] = stops;
  if (second === undefined) return (column) => (Math.floor(column / size) + 1) * size;
  return (column) => stops.find((stop) => stop > column);
}

const widthOf = (character: string): number => encodeRaw(character).length;

export async function expand(call: UtilityCall): Promise<number> {
  const options = parseOptions(call, 'i|initial t|tabs: 0| 1| 2| 3| 4| 5| 6| 7| 8| 9|');
  const nextStop = tabStops(options);
  return eachLine(call, options, (line) => {
    let text = '';
    let column = 0;
    let initial = true;
    for (const character of line) {
      if (character !== ' ' && character !== '\t') initial = false;
      if (character === '\t' && (initial || !options.has('i'))) {
        const width = (nextStop(column) ?? column + 1) - column;
        text += ' '.repeat(width);
        column += width;
        continue;
      }
      text += character;
      column = character === '\b' ? Math.max(0, column - 1) : column + widthOf(character);
    }
    return text;
  });
}

export async function unexpand(call: UtilityCall): Promise<number> {
  const options = parseOptions(call, 'a|all first-only t|tabs: 0| 1| 2| 3| 4| 5| 6| 7| 8| 9|');
  const nextStop = tabStops(options);
  const all = !options.has('first-only') && (options.has('a') || options.has('t'));
  return eachLine(call, options, (line) => {
    let text = '';
    let blanks = '';
    let column = 0;
    let initial = true;
    for (const character of line) {
      if ((character === ' ' || character === '\t') && (initial || all)) {
        const stop = nextStop(column);
        if (stop === undefined) {
          text += blanks + character;
          blanks = '';
          column += 1;
          continue;
        }
        column = character === '\t' ? stop : column + 1;
        // A single blank before a tab stop stays one.
        const fills = character === '\t' || (column === stop && blanks !== '');
        if (fills) text += '\t';
        else if (column === stop) text += ' ';
        blanks = fills || column === stop ? '' : `${blanks} `;
        continue;
      }
      initial = false;
      text += blanks + character;
      blanks = '';
      column = character === '\b' ? Math.max(0, column - 1) : column + widthOf(character);
    }
    return text + blanks;
  });
}

async function eachLine(
  call: UtilityCall,
  options: Options,
  change: (line: string) => string,
): Promise<number> {
  const inputs = new Inputs(call);
  for await (const input of inputs.each(options.operands)) {
    for (let line = await input.line(); line !== undefined; line = await input.line()) {
      await call.stdout(change(line) + (input.terminated ? '\n' : ''));
    }
  }
  return inputs.status;
}
