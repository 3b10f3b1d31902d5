/** A variable: its value and its attributes. */
import { type ArrayKind, Elements } from './elements.js';

export interface Attributes {
  exported: boolean;
  readonly: boolean;
  /** Assigned values are arithmetic expressions. */
  integer: boolean;
  lowercase: boolean;
  uppercase: boolean;
  /** The value is the name of another variable: `declare -n`. */
  reference: boolean;
}

export class Variable {
  readonly attributes: Attributes;
  /** The value of a plain variable, if one was assigned. */
  text: string | undefined;
  elements: Elements | undefined;

  constructor(attributes: Partial<Attributes> = {}) {
    this.attributes = {
      exported: false,
      readonly: false,
      integer: false,
      lowercase: false,
      uppercase: false,
      reference: false,
      ...attributes,
    };
  }

  copy(): Variable {
    const copy = new Variable(this.attributes);
    copy.text = this.text;
    copy.elements = this.elements?.copy();
    return copy;
  }

  /** The value of `$name`; for an array, its first element. */
  get value(): string | undefined {
    return this.elements ? this.elements.get('0') : this.text;
  }

  get kind(): ArrayKind | undefined {
    return this.elements?.kind;
  }

  get isSet(): boolean {
    return this.elements ? this.elements.size > 0 : this.text !== undefined;
  }

  /** Returns the keys of an array in order; a plain variable is an array of one. */
  keys(): readonly string[] {
    if (!this.elements) return this.text === undefined ? [] : ['0'];
    return this.elements.keys();
  }

  /** Returns the elements in the order of their keys. */
  values(): readonly string[] {
    if (!this.elements) return this.text === undefined ? [] : [this.text];
    return this.keys().map((key) => this.elements?.get(key) ?? '');
  }

  /** Turns it into an array, whose first element is the old value. */
  become(kind: ArrayKind): Elements {
    if (this.elements) return this.elements;
    this.elements = new Elements(kind);
    if (this.text !== undefined) this.elements.set('0', this.text);
    this.text = undefined;
    return this.elements;
  }

  assign(text: string): void {
    if (this.elements) this.elements.set('0', text);
    else this.text = text;
  }

  /** The index after the last one. */
  get nextIndex(): number {
    return this.elements?.nextIndex ?? (this.text === undefined ? 0 : 1);
  }
}
