/**
 * Turns bytes from the terminal into tokens. It is a state machine because input may be split
 * anywhere: within a character, an escape sequence or a paste. The tokens do not depend on where it
 * is split.
 */
import { StringDecoder } from 'node:string_decoder';
import { characterKey, isControl, type Token } from './keys.js';
import { decodeCsi, decodeSs3 } from './sequences.js';

const ESC = '\x1b';
const PASTE_BEGIN = '200';
const PASTE_END = `${ESC}[201~`;
/** Keyboards never send longer parameters; anything longer is noise. */
const LONGEST_PARAMETERS = 32;

type State =
  | { readonly at: 'ground' }
  /** After ESC; `bits` includes Alt if there were two. */
  | { readonly at: 'escape'; readonly bits: number }
  | { readonly at: 'csi'; parameters: string; readonly bits: number }
  /** After `ESC [ [`, which starts a function key of the Linux console. */
  | { readonly at: 'console-key' }
  | { readonly at: 'ss3' }
  | { readonly at: 'paste'; text: string };

const ALT = 2;
const GROUND: State = { at: 'ground' };

/** Returns pasted text with `\n` as line ends, and no control characters except tabs. */
function pastedText(raw: string): string {
  return [...raw.replace(/\r\n?/g, '\n')]
    .filter((char) => char === '\n' || char === '\t' || !isControl(char))
    .join('');
}

export class Tokenizer {
  readonly #utf8 = new StringDecoder('utf8');
  #state: State = GROUND;
  #text = '';
  #afterReturn = false;
  #tokens: Token[] = [];

  /** Returns the tokens that `bytes` complete. An unfinished token waits for more. */
  push(bytes: Uint8Array): readonly Token[] {
    for (const char of this.#utf8.write(Buffer.from(bytes))) this.#step(char);
    return this.#take();
  }

  /**
   * True if the input so far may be a lone key, such as Escape or Alt-[, or the start of a
   * sequence.
   */
  get waitsForSequence(): boolean {
    return this.#state.at !== 'ground' && this.#state.at !== 'paste';
  }

  /** True during a paste. */
  get waitsForPaste(): boolean {
    return this.#state.at === 'paste';
  }

  /** Ends an unfinished sequence or paste, and returns the tokens. */
  flush(): readonly Token[] {
    const state = this.#state;
    this.#state = GROUND;
    switch (state.at) {
      case 'escape':
        this.#key('escape');
        break;
      case 'csi':
        if (state.parameters === '') this.#key('alt-[');
        break;
      case 'ss3':
        this.#key('alt-o');
        break;
      case 'paste':
        this.#emit({ kind: 'paste', text: pastedText(state.text) });
        break;
      case 'ground':
      case 'console-key':
        break;
    }
    return this.#take();
  }

  #take(): readonly Token[] {
    this.#flushText();
    const tokens = this.#tokens;
    this.#tokens = [];
    return tokens;
  }

  #flushText(): void {
    if (this.#text === '') return;
    this.#tokens.push({ kind: 'text', text: this.#text });
    this.#text = '';
  }

  #emit(token: Token | undefined): void {
    if (token === undefined) return;
    if (token.kind === 'text') {
      this.#text += token.text;
      return;
    }
    this.#flushText();
    this.#tokens.push(token);
  }

  #key(key: string): void {
    this.#emit({ kind: 'key', key });
  }

  #step(char: string): void {
    const state = this.#state;
    switch (state.at) {
      case 'ground':
        this.#ground(char);
        break;
      case 'escape':
        this.#escape(char, state.bits);
        break;
      case 'csi':
        this.#csi(char, state);
        break;
      case 'console-key':
        this.#state = GROUND;
        if (char < 'A' || char > 'E') this.#ground(char);
        break;
      case 'ss3':
        this.#state = GROUND;
        if (isControl(char)) this.#ground(char);
        else this.#emit(decodeSs3(char));
        break;
      case 'paste':
        state.text += char;
        if (char === '~' && state.text.endsWith(PASTE_END)) {
          this.#state = GROUND;
          this.#emit({ kind: 'paste', text: pastedText(state.text.slice(0, -PASTE_END.length)) });
        }
        break;
    }
  }

  #ground(char: string): void {
    const secondOfPair = char === '\n' && this.#afterReturn;
    this.#afterReturn = char === '\r';
    if (secondOfPair) return;
    if (char === ESC) this.#state = { at: 'escape', bits: 0 };
    else if (!isControl(char)) this.#text += char;
    else if (char <= '\x7f') this.#key(characterKey(char, 0));
  }

  #escape(char: string, bits: number): void {
    this.#afterReturn = false;
    this.#state = GROUND;
    if (char === ESC) this.#state = { at: 'escape', bits: ALT };
    else if (char === '[') this.#state = { at: 'csi', parameters: '', bits };
    else if (char === 'O') this.#state = { at: 'ss3' };
    else this.#key(characterKey(char.toLowerCase(), ALT));
  }

  #csi(char: string, state: { parameters: string; readonly bits: number }): void {
    if (char >= ' ' && char <= '?') {
      if (state.parameters.length <= LONGEST_PARAMETERS) state.parameters += char;
      return;
    }
    this.#state = GROUND;
    if (isControl(char) || char > '~') {
      this.#ground(char);
    } else if (char === '[' && state.parameters === '') {
      this.#state = { at: 'console-key' };
    } else if (char === '~' && state.parameters === PASTE_BEGIN) {
      this.#state = { at: 'paste', text: '' };
    } else if (state.parameters.length <= LONGEST_PARAMETERS) {
      this.#emit(withAlt(decodeCsi(state.parameters, char), state.bits));
    }
  }
}

/** Adds Alt for terminals that put an ESC before the whole sequence. */
function withAlt(token: Token | undefined, bits: number): Token | undefined {
  if (token?.kind !== 'key' || bits === 0 || token.key.includes('alt-')) return token;
  const [, ctrl, rest] = /^(ctrl-)?(.*)$/s.exec(token.key) ?? [];
  return { kind: 'key', key: `${ctrl ?? ''}alt-${rest ?? ''}` };
}
