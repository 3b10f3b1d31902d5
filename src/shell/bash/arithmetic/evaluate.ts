/**
 * Evaluates arithmetic expressions in one pass, after all `$`s have been expanded. An operand that
 * is not needed, such as the right side of `0 && x++`, is parsed without effect.
 */
import { parseNumber, wrap } from './numbers.js';

/** The variables that an expression reads and writes. */
export interface Environment {
  /** Returns the value of a variable or an element of an array. */
  read(name: string, subscript: string | undefined): string | undefined;
  write(name: string, subscript: string | undefined, value: bigint): void;
}

/** An error in an expression, in bash's words. */
export class ArithmeticFault extends Error {}

/** The maximum nesting of variables whose values are expressions with variables. */
const MAX_NESTING = 100;

/** The maximum nesting of operators and parentheses. */
const MAX_DEPTH = 300;

interface Token {
  readonly text: string;
  readonly start: number;
  readonly kind: (typeof KINDS)[number];
}

const TOKEN =
  /\s*(?:(\d[\w#@]*)|([A-Za-z_]\w*)|(\*\*=?|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||\+\+|--|[-+*/%&|^]=|[-+*/%&|^<>=!~?:,()])|($)|(.))/suy;
/** The kinds of tokens, in the order of the groups above. */
const KINDS = ['number', 'name', 'operator', 'end', 'unknown'] as const;

/** The precedence of binary operators. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '>': 7,
  '<=': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
  '**': 11,
};

const truth = (value: boolean): bigint => (value ? 1n : 0n);

const BINARY: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '||': (a, b) => truth(a !== 0n || b !== 0n),
  '&&': (a, b) => truth(a !== 0n && b !== 0n),
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '&': (a, b) => a & b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '>': (a, b) => truth(a > b),
  '<=': (a, b) => truth(a <= b),
  '>=': (a, b) => truth(a >= b),
  '<<': (a, b) => wrap(a << (b & 63n)),
  '>>': (a, b) => a >> (b & 63n),
  '+': (a, b) => wrap(a + b),
  '-': (a, b) => wrap(a - b),
  '*': (a, b) => wrap(a * b),
  '/': (a, b) => wrap(a / b),
  '%': (a, b) => a % b,
  '**': (a, b) => {
    let power = 1n;
    for (let base = a, left = b; left > 0n; left >>= 1n, base = wrap(base * base)) {
      if (left & 1n) power = wrap(power * base);
    }
    return power;
  },
};

const ASSIGNMENT = /^(?:[-+*/%&|^]|<<|>>|\*\*)?=$/;

/** A variable or an element of an array. */
interface Place {
  readonly name: string;
  readonly subscript: string | undefined;
}

/** Returns the value of `expression`. @throws ArithmeticFault */
export function evaluate(expression: string, environment: Environment, nesting = 0): bigint {
  const text = expression.trimStart();
  return text.trim() === '' ? 0n : new Evaluation(text, environment, nesting).whole();
}

class Evaluation {
  #token: Token = { text: '', start: 0, kind: 'end' };
  #previous = 0;
  #at = 0;
  /** Greater than zero while operands have no effect. */
  #skipping = 0;
  #depth = 0;

  constructor(
    private readonly text: string,
    private readonly environment: Environment,
    private readonly nesting: number,
  ) {
    this.#advance();
  }

  whole(): bigint {
    const value = this.#comma();
    const { kind } = this.#token;
    if (kind === 'unknown') this.#fault('syntax error: invalid arithmetic operator');
    if (kind !== 'end') this.#fault('syntax error in expression');
    return value;
  }

  /** Bash reports the rest of the text as the error token. */
  #fault(message: string, from = this.#token.start): never {
    const token = this.text.slice(from);
    throw new ArithmeticFault(`${this.text}: ${message} (error token is "${token}")`);
  }

  #advance(): void {
    this.#previous = this.#token.start;
    TOKEN.lastIndex = this.#at;
    const groups = TOKEN.exec(this.text) ?? [];
    this.#at = TOKEN.lastIndex;
    for (const [i, kind] of KINDS.entries()) {
      const text = groups[i + 1];
      if (text !== undefined) this.#token = { text, start: this.#at - text.length, kind };
    }
  }

  #current(): Token {
    return this.#token;
  }

  /** Takes an operator if it is the next token. */
  #take(operator: string): boolean {
    const { kind, text } = this.#token;
    if (kind !== 'operator' || text !== operator) return false;
    this.#advance();
    return true;
  }

  #comma(): bigint {
    let value = this.#assignment();
    while (this.#take(',')) value = this.#assignment();
    return value;
  }

  #assignment(): bigint {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.#fault('expression recursion level exceeded');
    const value = this.#assigned();
    this.#depth -= 1;
    return value;
  }

  #assigned(): bigint {
    if (this.#token.kind !== 'name') return this.#notToAssign();
    const start = { token: this.#token, at: this.#at };
    const place = this.#place();
    const { kind, text: operator } = this.#current();
    if (kind !== 'operator' || !ASSIGNMENT.test(operator)) {
      // It is not an assignment: parse it again as a value.
      this.#token = start.token;
      this.#at = start.at;
      return this.#notToAssign();
    }
    this.#advance();
    const rightAt = this.#token.start;
    const right = this.#assignment();
    const binary = operator.slice(0, -1);
    const value = binary === '' ? right : this.#apply(binary, this.#read(place), right, rightAt);
    return this.#write(place, value);
  }

  #notToAssign(): bigint {
    const value = this.#conditional();
    const { kind, text } = this.#token;
    if (kind === 'operator' && ASSIGNMENT.test(text)) {
      this.#fault('attempted assignment to non-variable');
    }
    return value;
  }

  #conditional(): bigint {
    const condition = this.#binary(1);
    if (!this.#take('?')) return condition;
    const yes = this.#unless(condition === 0n, () => this.#comma());
    if (!this.#take(':')) this.#fault("`:' expected for conditional expression", this.#previous);
    const no = this.#unless(condition !== 0n, () => this.#assignment());
    return condition === 0n ? no : yes;
  }

  #unless(skip: boolean, read: () => bigint): bigint {
    if (skip) this.#skipping += 1;
    const value = read();
    if (skip) this.#skipping -= 1;
    return value;
  }

  #binary(least: number): bigint {
    let left = this.#unary();
    for (;;) {
      const { kind, text: operator } = this.#token;
      const precedence = kind === 'operator' ? PRECEDENCE[operator] : undefined;
      if (precedence === undefined || precedence < least) return left;
      this.#advance();
      const decided = (operator === '&&' && left === 0n) || (operator === '||' && left !== 0n);
      const rightAt = this.#token.start;
      // Only powers group from the right.
      const right = this.#unless(decided, () =>
        this.#binary(operator === '**' ? precedence : precedence + 1),
      );
      left = this.#apply(operator, left, right, rightAt);
    }
  }

  #apply(operator: string, left: bigint, right: bigint, rightAt: number): bigint {
    if (right === 0n && (operator === '/' || operator === '%')) {
      return this.#skipping > 0 ? 0n : this.#fault('division by 0', rightAt);
    }
    if (operator === '**' && right < 0n) {
      return this.#skipping > 0 ? 0n : this.#fault('exponent less than 0', this.#previous);
    }
    return BINARY[operator]?.(left, right) ?? 0n;
  }

  #unary(): bigint {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.#fault('expression recursion level exceeded');
    const value = this.#signed();
    this.#depth -= 1;
    return value;
  }

  #signed(): bigint {
    const { kind, text } = this.#token;
    if (kind === 'operator' && (text === '++' || text === '--')) {
      this.#advance();
      // If no variable follows, these are two signs.
      if (this.#token.kind !== 'name') return this.#unary();
      const place = this.#place();
      return this.#write(place, wrap(this.#read(place) + (text === '++' ? 1n : -1n)));
    }
    if (this.#take('!')) return truth(this.#unary() === 0n);
    if (this.#take('~')) return ~this.#unary();
    if (this.#take('+')) return this.#unary();
    if (this.#take('-')) return wrap(-this.#unary());
    return this.#primary();
  }

  #primary(): bigint {
    const { kind, text, start } = this.#token;
    if (kind === 'number') {
      const value = parseNumber(text);
      if (typeof value === 'string') return this.#fault(value);
      this.#advance();
      return value;
    }
    if (kind === 'name') {
      const place = this.#place();
      const value = this.#read(place);
      const { text: operator } = this.#token;
      if (this.#take('++') || this.#take('--')) {
        this.#write(place, wrap(value + (operator === '++' ? 1n : -1n)));
      }
      return value;
    }
    if (this.#take('(')) {
      const value = this.#comma();
      if (!this.#take(')')) this.#fault("missing `)'", this.#previous);
      return value;
    }
    const from = kind === 'end' ? this.#previous : start;
    return this.#fault('syntax error: operand expected', from);
  }

  /** Parses a name and the brackets that may follow it. */
  #place(): Place {
    const { text: name, start } = this.#token;
    if (this.text[this.#at] !== '[') {
      this.#advance();
      return { name, subscript: undefined };
    }
    let depth = 0;
    for (let i = this.#at; i < this.text.length; i++) {
      if (this.text[i] === '[') depth += 1;
      if (this.text[i] === ']') depth -= 1;
      if (depth > 0) continue;
      const subscript = this.text.slice(this.#at + 1, i);
      this.#at = i + 1;
      this.#advance();
      return { name, subscript };
    }
    return this.#fault('bad array subscript', start);
  }

  #read({ name, subscript }: Place): bigint {
    if (this.#skipping > 0) return 0n;
    const text = this.environment.read(name, subscript);
    if (text === undefined || text === '') return 0n;
    if (/^[1-9]\d{0,14}$/.test(text)) return BigInt(text);
    if (this.nesting >= MAX_NESTING) {
      throw new ArithmeticFault(
        `${text}: expression recursion level exceeded (error token is "${text}")`,
      );
    }
    return evaluate(text, this.environment, this.nesting + 1);
  }

  #write({ name, subscript }: Place, value: bigint): bigint {
    if (this.#skipping === 0) this.environment.write(name, subscript, value);
    return value;
  }
}
