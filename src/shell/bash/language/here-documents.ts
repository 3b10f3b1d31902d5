/** Reads the bodies of here-documents, which follow the line that announces them. */
import type { WordPart } from './ast.js';
import { Conditions } from './conditions.js';

/** A here-document whose body has not been read yet. */
interface Announced {
  readonly delimiter: string;
  readonly stripsTabs: boolean;
  readonly quoted: boolean;
  /** Receives the parts of the body. */
  readonly parts: WordPart[];
}

const DELIMITER = /(?:\\[\s\S]|'[^']*'|"[^"]*"|[^\s;&|<>()'"\\])+/y;

export abstract class HereDocuments extends Conditions {
  #announced: Announced[] = [];

  /** Parses text in which only `$`, backticks and backslashes are special. */
  protected abstract textParts(text: string, line: number): readonly WordPart[];

  protected get awaitsHereDocument(): boolean {
    return this.#announced.length > 0;
  }

  /** Reads the word after `<<`; the parts of the body are filled in later. */
  protected announceHereDocument(stripsTabs: boolean): WordPart[] | undefined {
    const [word] = this.match(DELIMITER) ?? [];
    if (word === undefined) return undefined;
    const delimiter = word.replace(/\\([\s\S])|['"]/g, '$1');
    const parts: WordPart[] = [];
    this.#announced.push({ delimiter, stripsTabs, quoted: delimiter !== word, parts });
    return parts;
  }

  /** Reads all bodies that are due at the start of a line. */
  protected *hereDocumentBodies(): Generator<void, void, void> {
    while (this.#announced.length > 0) yield* this.retried(() => this.#nextBody());
  }

  protected override mark(): () => void {
    const back = super.mark();
    const announced = [...this.#announced];
    return () => {
      back();
      this.#announced = [...announced];
    };
  }

  #nextBody(): void {
    const [due] = this.#announced;
    if (!due) return;
    const { line } = this;
    const body = this.#body(due);
    const parts: readonly WordPart[] = due.quoted
      ? [{ type: 'quoted', text: body }]
      : this.textParts(body, line);
    due.parts.splice(0, due.parts.length, ...parts);
    this.#announced.shift();
  }

  /** The end of the text ends a body as well, as in bash. */
  #body({ delimiter, stripsTabs }: Announced): string {
    const lines: string[] = [];
    while (!this.atEnd) {
      const end = this.text.indexOf('\n', this.at);
      const raw = this.text.slice(this.at, end < 0 ? undefined : end);
      this.at = end < 0 ? this.text.length : end + 1;
      const line = stripsTabs ? raw.replace(/^\t+/, '') : raw;
      if (line === delimiter) return lines.join('');
      lines.push(end < 0 && this.complete ? line : `${line}\n`);
    }
    if (!this.complete) this.unfinished(delimiter);
    return lines.join('');
  }
}
