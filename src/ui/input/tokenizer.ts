/**
 * Bytes of a terminal to tokens. A state machine of its own because what
 * arrives is cut anywhere: in the middle of a character, of an escape sequence,
 * of a paste. The tokens do not depend on where the cuts are.
 */
import { StringDecoder } from 'node:string_decoder';
import { characterKey, isControl, type Token } from './keys.js';
import { decodeCsi, decodeSs3 } from './sequences.js';

const ESC = '\x1b';
const PASTE_BEGIN = '200';
const PASTE_END = `${ESC}[201~`;
/** No keyboard sends longer parameters; past this the sequence is noise. */
const LONGEST_PARAMETERS = 32;

type State =
  | { readonly at: 'ground' }
  /** After ESC; `bits` holds Alt where two came. */
  | { readonly at: 'escape'; readonly bits: number }
  | { readonly at: 'csi'; parameters: string; readonly bits: number }
  /** After `ESC [ [`: the Linux console's function keys. */
  | { readonly at: 'console-key' }
  | { readonly at: 'ss3' }
  | { readonly at: 'paste'; text: string };

const ALT = 2;
const GROUND: State = { at: 'ground' };

/** Line ends as `\n`, and no control characters but those and tabs. */
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

  /** What the bytes complete. What they leave unfinished waits for more. */
  push(bytes: Uint8Array): readonly Token[] {
    for (const char of this.#utf8.write(Buffer.from(bytes))) this.#step(char);
    return this.#take();
  }

  /** Whether a sequence has begun and may be a lone key: the Escape key, Alt-[. */
  get waitsForSequence(): boolean {
    return this.#state.at !== 'ground' && this.#state.at !== 'paste';
  }

  /** Whether a paste has begun and not ended. */
  get waitsForPaste(): boolean {
    return this.#state.at === 'paste';
  }

  /** Takes what has begun for all that comes. */
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

/** Some terminals put an ESC in front of a whole sequence for Alt. */
function withAlt(token: Token | undefined, bits: number): Token | undefined {
  if (token?.kind !== 'key' || bits === 0 || token.key.includes('alt-')) return token;
  const [, ctrl, rest] = /^(ctrl-)?(.*)$/s.exec(token.key) ?? [];
  return { kind: 'key', key: `${ctrl ?? ''}alt-${rest ?? ''}` };
}
