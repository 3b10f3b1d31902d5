/** Parses `${...}`. */
import type { ParameterExpansion, ParameterOperation, Word } from './ast.js';
import { type PartOptions, type Style, Words } from './words.js';

const NAME = /[A-Za-z_]\w*|\d+|[@*#?$!-]/y;
const INDIRECT = /!(?=[A-Za-z_\d@*#?])/y;
const LIST = /([@*])(?=\})/y;
const DEFAULT = /(:?)([-=?+])/y;
const TRANSFORM = /@([QEPAKUuLak])(?=\})/y;

type DefaultOperator = '-' | '=' | '?' | '+';
const ANCHORS = { '/': 'all', '#': 'start', '%': 'end' } as const;

export abstract class Parameters extends Words {
  protected override braced(style: Style): ParameterExpansion {
    const start = this.at;
    const parsed = this.#parameter(style);
    if (parsed && this.take('}')) return parsed;
    if (parsed && this.atEnd) return this.unfinished('}', start);
    this.at = start;
    const text = this.takeClosing('}', style === 'plain');
    return expansion('', { type: 'bad', text });
  }

  /** Parses up to the closing brace; undefined if the syntax is invalid. */
  #parameter(style: Style): ParameterExpansion | undefined {
    const start = this.at;
    if (this.take('#')) {
      const measured = this.#name();
      if (measured !== undefined && this.peek() === '}') {
        return expansion(measured, { type: 'length' });
      }
      // It is the parameter `#` itself.
      this.at = start;
    }
    const indirect = this.match(INDIRECT) !== undefined;
    const name = this.#name();
    if (name === undefined) return undefined;
    if (this.peek() === '}') return indirect ? keysOf(name) : expansion(name, undefined);
    if (indirect) {
      const list = listOf(this.match(LIST)?.[1]);
      if (list) return expansion(name, { type: 'names', list });
    }
    const operation = this.#operation(style);
    return operation && { ...expansion(name, operation), indirect };
  }

  #name(): string | undefined {
    const [name] = this.match(NAME) ?? [];
    if (name === undefined || this.peek() !== '[' || !/^[A-Za-z_]/.test(name)) return name;
    this.at += 1;
    const end = this.closing(']', true);
    if (end === undefined) return undefined;
    const subscript = this.text.slice(this.at, end);
    this.at = end + 1;
    return `${name}[${subscript}]`;
  }

  #operation(style: Style): ParameterOperation | undefined {
    const [, colon, operator] = this.match(DEFAULT) ?? [];
    if (operator !== undefined) {
      const word = this.#word(style);
      const orEmpty = colon === ':';
      return { type: 'default', operator: operator as DefaultOperator, orEmpty, word };
    }
    const [, transform] = this.match(TRANSFORM) ?? [];
    if (transform !== undefined) return { type: 'transform', operator: transform };
    const char = this.peek();
    if (!':#%/^,'.includes(char) || char === '') return undefined;
    this.at += 1;
    switch (char) {
      case ':':
        return this.#slice();
      case '/':
        return this.#replacement();
      case '#':
      case '%': {
        const longest = this.take(char);
        const from = char === '#' ? 'start' : 'end';
        return { type: 'remove', from, longest, pattern: this.#word('plain', 'patterns') };
      }
      default: {
        const all = this.take(char);
        const direction = char === '^' ? 'upper' : 'lower';
        const pattern = this.peek() === '}' ? undefined : this.#word('plain', 'patterns');
        return { type: 'case', direction, all, pattern };
      }
    }
  }

  #word(style: Style, groups: NonNullable<PartOptions['groups']> = 'none', stop = '}'): Word {
    const ends = (char: string) => char === '}' || char === stop;
    if (style === 'plain') return this.word({ ends, groups });
    const start = this.at;
    // Double quotes are removed in a here-document as well.
    const parts = this.parts('double-quoted', { ends });
    return { parts, source: this.text.slice(start, this.at) };
  }

  #slice(): ParameterOperation {
    const start = this.at;
    for (;;) {
      const end = this.closing('}', false, ':');
      if (end === undefined) return this.unfinished('}');
      const offset = this.text.slice(start, end);
      this.at = end;
      if (this.peek() === '}') return { type: 'slice', offset, length: undefined };
      this.at += 1;
      // The colon may be that of a condition.
      if (occurrences(offset, '?') > occurrences(offset, ':')) continue;
      const length = this.takeClosing('}', false);
      this.at -= 1;
      return { type: 'slice', offset, length };
    }
  }

  #replacement(): ParameterOperation {
    const anchor = this.peek();
    const where = anchor === '/' || anchor === '#' || anchor === '%' ? ANCHORS[anchor] : 'first';
    if (where !== 'first') this.at += 1;
    // A slash right after `//` is the pattern.
    const slash = where === 'all' && this.startsWith('//');
    const pattern = slash ? this.#slash() : this.#word('plain', 'patterns', '/');
    const replacement = this.take('/') ? this.#word('plain') : { parts: [], source: '' };
    return { type: 'replace', where, pattern, replacement };
  }

  #slash(): Word {
    this.at += 1;
    return { parts: [{ type: 'literal', text: '/' }], source: '/' };
  }
}

const expansion = (
  name: string,
  operation: ParameterOperation | undefined,
): ParameterExpansion => ({ type: 'parameter', name, indirect: false, operation });

/** `${!name}`: the keys of an array if the name ends in `[@]`. */
function keysOf(name: string): ParameterExpansion {
  const [, array, star] = /^(\w+)\[([@*])\]$/.exec(name) ?? [];
  const list = listOf(star);
  if (array === undefined || !list) return { ...expansion(name, undefined), indirect: true };
  return expansion(array, { type: 'keys', list });
}

const listOf = (text: string | undefined): '@' | '*' | undefined =>
  text === '@' || text === '*' ? text : undefined;

const occurrences = (text: string, char: string): number =>
  text.replaceAll('$?', '').split(char).length - 1;
