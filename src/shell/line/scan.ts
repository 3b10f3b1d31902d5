/**
 * Splits an input that may be unfinished into commands and words, with their places. The shell's
 * parser needs whole commands; this works on what has been typed so far, in one pass, and never
 * fails. Completion, colours and the usage line are built on it.
 */
import {
  BEFORE_COMMAND,
  type Builder,
  CLOSING,
  type Frame,
  newBuilder,
  newFrame,
  OPENING,
  type State,
} from './frames.js';
import type { Command, Expected, Role, Scan, Word } from './scanned.js';

const OPERATOR = /(?:\|\||&&|;;&|;;|;&|\|&|[|&;\n])/y;
const REDIRECTION = /(?:&>>|&>|<<<|<<-|<<|<&|<>|>>|>\||>&|<|>)/y;
const ASSIGNMENT = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/;
const VARIABLE = /\$(?:[A-Za-z_]\w*|[\d#?@*!$-])?/y;
const PATTERN = /[*?[\]~{}]/;

/** Scans an input up to its end. */
export function scan(input: string): Scan {
  return new Scanner(input).scan();
}

class Scanner {
  readonly #input: string;
  #at = 0;
  #frames: Frame[] = [newFrame('', undefined)];
  #builder: Builder | undefined;
  readonly #words: Word[] = [];
  readonly #commands: Command[] = [];
  /** The delimiters of the here-documents that start on the next line. */
  #delimiters: string[] = [];
  /** The start of a variable's name that the input ends in. */
  #variable: number | undefined;
  #inText = false;

  constructor(input: string) {
    this.#input = input;
  }

  get #frame(): Frame {
    const frame = this.#frames.at(-1);
    if (frame === undefined) throw new Error('the outermost frame is never closed');
    return frame;
  }

  scan(): Scan {
    while (this.#at < this.#input.length) this.#step();
    const { command } = this.#frame;
    const expected = this.#expected();
    const word = this.#unfinished();
    const last: Command = { words: [...command.words], source: command.source };
    this.#endAll();
    return { words: this.#words, commands: this.#commands, last, word, expected };
  }

  /** Ends everything that is still open. */
  #endAll(): void {
    for (;;) {
      this.#endCommand('nothing');
      if (this.#frames.length === 1) return;
      this.#builder = this.#frame.outer;
      this.#frames.pop();
    }
  }

  #expected(): Expected {
    if (this.#inText) return 'nothing';
    if (this.#variable !== undefined) return 'variable';
    const { state, redirected } = this.#frame;
    if (redirected !== undefined) return redirected === 'file' ? 'file' : 'nothing';
    switch (state) {
      case 'command':
        return 'command';
      case 'arguments':
        return 'argument';
      case 'loop-words':
        return 'file';
      default:
        return 'nothing';
    }
  }

  /** Returns the word that the input ends in, which may be empty. */
  #unfinished(): Word {
    const end = this.#input.length;
    if (this.#variable !== undefined) {
      const text = this.#input.slice(this.#variable);
      return { ...this.#wordOf(newBuilder(this.#variable), 'argument'), text, end };
    }
    return this.#wordOf(this.#builder ?? newBuilder(end), 'argument');
  }

  #step(): void {
    const builder = this.#builder;
    const char = this.#input.charAt(this.#at);
    if (builder?.quote === "'") this.#singleQuoted(builder, char);
    else if (builder?.quote === '"') this.#doubleQuoted(builder, char);
    else this.#plain(char);
  }

  #singleQuoted(builder: Builder, char: string): void {
    if (char === "'") builder.quote = '';
    else this.#add(builder, char);
    this.#at++;
  }

  #doubleQuoted(builder: Builder, char: string): void {
    const next = this.#input.charAt(this.#at + 1);
    if (char === '"') {
      builder.quote = '';
      this.#at++;
    } else if (char === '\\' && /["\\$`\n]/.test(next)) {
      if (next !== '\n') this.#add(builder, next);
      this.#at += 2;
    } else if (char === '$' || char === '`') this.#expansion(builder, char);
    else {
      this.#add(builder, char);
      this.#at++;
    }
  }

  #plain(char: string): void {
    if (char === '\\') this.#escape();
    else if (this.#inTest && /[|&<>()]/.test(char)) {
      this.#endWord();
      this.#piece('operator', this.#at, this.#at + 1);
      this.#at++;
    } else if (char === "'" || char === '"') {
      const builder = this.#open();
      builder.quote = char;
      builder.quoted = true;
      this.#at++;
    } else if (char === '$' || (char === '`' && this.#frame.closer !== '`')) {
      this.#expansion(this.#open(), char);
    } else if (char === '`' || char === ')') this.#close(char);
    else if (char === '(') this.#parenthesis();
    else if (char === '#' && this.#builder === undefined) this.#comment();
    else if (/[|&;\n<>]/.test(char)) this.#operator();
    else if (/\s/.test(char)) {
      this.#endWord();
      this.#at++;
    } else {
      const builder = this.#open();
      if (PATTERN.test(char)) builder.dynamic = true;
      this.#add(builder, char);
      this.#at++;
    }
  }

  /** True between `[[` and `]]`, where operators do not end the command. */
  get #inTest(): boolean {
    const { words } = this.#frame.command;
    return words[0]?.text === '[[' && words.at(-1)?.text !== ']]';
  }

  #escape(): void {
    const next = this.#input.charAt(this.#at + 1);
    if (next === '\n') {
      this.#at += 2;
      return;
    }
    const builder = this.#open();
    builder.quoted = true;
    if (next !== '') this.#add(builder, next);
    this.#at = Math.min(this.#at + 2, this.#input.length);
  }

  #expansion(builder: Builder, char: string): void {
    builder.dynamic = true;
    const rest = this.#input.slice(this.#at, this.#at + 3);
    if (rest === '$((') this.#skipTo('))', 3);
    else if (rest.startsWith('${')) this.#skipTo('}', 2);
    else if (rest.startsWith('$(') || char === '`') {
      this.#at += char === '`' ? 1 : 2;
      this.#frames.push(newFrame(char === '`' ? '`' : ')', builder));
      this.#builder = undefined;
    } else {
      VARIABLE.lastIndex = this.#at;
      const [name = '$'] = VARIABLE.exec(this.#input) ?? [];
      const end = this.#at + name.length;
      if (end === this.#input.length && /^\$(?:[A-Za-z_]\w*)?$/.test(name)) {
        this.#variable = this.#at + 1;
      }
      for (const part of name) this.#add(builder, part);
      this.#at = end;
    }
  }

  /** Skips an expansion that nothing is completed in. */
  #skipTo(closer: string, opened: number): void {
    const end = this.#input.indexOf(closer, this.#at + opened);
    this.#inText = end < 0;
    this.#at = end < 0 ? this.#input.length : end + closer.length;
  }

  #close(char: string): void {
    const { closer, outer, state } = this.#frame;
    if (closer === char) {
      this.#endCommand('nothing');
      this.#frames.pop();
      this.#builder = outer;
      if (outer === undefined) this.#frame.state = 'closed';
    } else {
      // The end of a pattern of `case`.
      this.#endCommand(state === 'pattern' ? 'command' : 'nothing');
    }
    this.#at++;
  }

  #parenthesis(): void {
    const builder = this.#builder;
    // `f () ...` has a space before the parentheses.
    const last = this.#frame.command.words;
    if (
      builder === undefined &&
      last.length === 1 &&
      /^\(\s*\)/.test(this.#input.slice(this.#at, this.#at + 20))
    ) {
      this.#frame.command = { words: [], source: undefined };
      this.#frame.state = 'command';
      this.#at = this.#input.indexOf(')', this.#at) + 1;
      return;
    }
    if (this.#frame.state === 'pattern' && builder === undefined) {
      this.#at++;
      return;
    }
    if (builder === undefined && this.#input.startsWith('((', this.#at)) {
      this.#skipTo('))', 2);
      this.#frame.state = 'closed';
      return;
    }
    const isFunction = builder !== undefined && /^\(\s*\)/.test(this.#input.slice(this.#at));
    if (isFunction) {
      this.#endWord();
      this.#frame.command = { words: [], source: undefined };
      this.#frame.state = 'command';
      this.#at = this.#input.indexOf(')', this.#at) + 1;
      return;
    }
    // The elements of an array are words; a subshell consists of commands.
    const elements = builder !== undefined;
    const frame = newFrame(')', builder);
    if (elements) frame.state = 'loop-words';
    this.#frames.push(frame);
    this.#builder = undefined;
    this.#at++;
  }

  #comment(): void {
    const newline = this.#input.indexOf('\n', this.#at);
    const end = newline < 0 ? this.#input.length : newline;
    this.#piece('comment', this.#at, end);
    this.#inText = newline < 0;
    this.#at = end;
  }

  #operator(): void {
    REDIRECTION.lastIndex = this.#at;
    const redirection = REDIRECTION.exec(this.#input)?.[0];
    if (redirection !== undefined) {
      this.#redirect(redirection);
      return;
    }
    OPERATOR.lastIndex = this.#at;
    const operator = OPERATOR.exec(this.#input)?.[0] ?? '';
    const { state } = this.#frame;
    this.#endWord();
    if (operator !== '\n') this.#piece('operator', this.#at, this.#at + operator.length);
    this.#at += operator.length;
    if (state === 'pattern' && operator === '|') return;
    if (operator === '\n' && (state === 'pattern' || state === 'case-in')) return;
    const next = operator.startsWith(';;') ? 'pattern' : 'command';
    this.#endCommand(next, operator.startsWith('|') && operator !== '||');
    if (operator === '\n') this.#hereDocuments();
  }

  #redirect(operator: string): void {
    const builder = this.#builder;
    // The number of the file in `2>` is not an argument.
    if (builder !== undefined && !builder.quoted && /^\d+$/.test(builder.text)) {
      this.#builder = undefined;
    } else this.#endWord();
    this.#piece('operator', this.#at, this.#at + operator.length);
    this.#at += operator.length;
    if (this.#input.charAt(this.#at) === '(' && operator.length === 1) {
      // `<(COMMAND)` is a word.
      const word = this.#open();
      word.dynamic = true;
      this.#frames.push(newFrame(')', word));
      this.#builder = undefined;
      this.#at++;
      return;
    }
    const isText = operator.startsWith('<<') || operator.endsWith('&');
    this.#frame.redirected = isText ? 'text' : 'file';
    if (operator === '<<' || operator === '<<-') this.#delimiters.push('');
  }

  /** Skips the texts of here-documents. */
  #hereDocuments(): void {
    for (const delimiter of this.#delimiters.splice(0)) {
      for (;;) {
        const newline = this.#input.indexOf('\n', this.#at);
        const end = newline < 0 ? this.#input.length : newline;
        const line = this.#input.slice(this.#at, end);
        this.#piece('text', this.#at, end);
        this.#at = newline < 0 ? end : end + 1;
        if (line.replace(/^\t+/, '') === delimiter) break;
        this.#inText = newline < 0;
        if (newline < 0) return;
      }
    }
  }

  #open(): Builder {
    this.#builder ??= newBuilder(this.#at);
    return this.#builder;
  }

  #add(builder: Builder, char: string): void {
    builder.text += char;
    builder.offsets.push(this.#at);
  }

  #piece(role: Role, start: number, end: number): void {
    const text = this.#input.slice(start, end);
    this.#words.push({ role, text, start, end, offsets: [], quote: '', dynamic: false });
  }

  #wordOf(builder: Builder, role: Role): Word {
    const { text, start, offsets, quote, dynamic } = builder;
    return { role, text, start, end: this.#at, offsets, quote, dynamic };
  }

  #endWord(): void {
    const builder = this.#builder;
    if (builder === undefined) return;
    this.#builder = undefined;
    const frame = this.#frame;
    const role = this.#role(builder, frame);
    const word = this.#wordOf(builder, role);
    this.#words.push(word);
    if (role === 'name' || role === 'argument') frame.command.words.push(word);
  }

  /** Returns the role of a finished word, and moves to the state after it. */
  #role({ text, quoted }: Builder, frame: Frame): Role {
    const { redirected } = frame;
    if (redirected !== undefined) {
      frame.redirected = undefined;
      const open = this.#delimiters.indexOf('');
      if (redirected === 'text' && open >= 0) this.#delimiters[open] = text;
      return redirected;
    }
    switch (frame.state) {
      case 'command':
        return this.#commandRole(text, quoted, frame);
      case 'arguments':
        return 'argument';
      case 'loop-name':
        frame.state = 'loop-in';
        return 'text';
      case 'case-word':
        frame.state = 'case-in';
        return 'text';
      case 'loop-in':
      case 'case-in':
        frame.state = frame.state === 'loop-in' ? 'loop-words' : 'pattern';
        return 'keyword';
      case 'pattern':
        if (text !== 'esac') return 'text';
        frame.state = 'closed';
        return 'keyword';
      case 'function-name':
        frame.state = 'command';
        return 'text';
      case 'closed':
        return CLOSING.has(text) ? 'keyword' : 'text';
      case 'loop-words':
      case 'nothing':
        return 'text';
    }
  }

  #commandRole(text: string, quoted: boolean, frame: Frame): Role {
    if (!quoted) {
      if (BEFORE_COMMAND.has(text)) return 'keyword';
      const opened = OPENING.get(text);
      if (opened !== undefined || CLOSING.has(text)) {
        frame.state = opened ?? 'closed';
        return 'keyword';
      }
    }
    if (ASSIGNMENT.test(text)) return 'assignment';
    frame.state = 'arguments';
    return 'name';
  }

  /** Ends the current command. The next one reads its output if `piped`. */
  #endCommand(next: State, piped = false): void {
    this.#endWord();
    const frame = this.#frame;
    const { words, source } = frame.command;
    const command: Command = { words, source };
    if (words.length > 0) this.#commands.push(command);
    frame.command = { words: [], source: piped && words.length > 0 ? command : undefined };
    frame.state = next;
    frame.redirected = undefined;
  }
}
