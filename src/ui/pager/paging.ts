/** Runs a page on the whole screen: opens it, passes keys to it, and tells when it closes. */
import type { Token } from '../input/keys.js';
import type { Size } from '../view/layout.js';
import type { FullView } from '../view/rows.js';

/** Something that has the whole screen and handles keys. */
export interface Page {
  draw(size: Size): FullView;
  /** Returns the page after a key, or undefined if the key leaves it. */
  press(token: Token, size: Size): Page | undefined;
}

export interface PagingDisplay {
  readonly size: Size;
  /** Shows a view on the whole screen; undefined returns to what was there before. */
  showFull(view: ((size: Size) => FullView) | undefined): void;
}

export class Paging {
  readonly #display: PagingDisplay;
  #open: { readonly page: Page; readonly close: () => void } | undefined;

  constructor(display: PagingDisplay) {
    this.#display = display;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** Shows a page until the user leaves it or the signal is aborted. */
  open(page: Page, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const close = (): void => {
        signal?.removeEventListener('abort', close);
        this.#open = undefined;
        this.#display.showFull(undefined);
        resolve();
      };
      signal?.addEventListener('abort', close);
      this.#open = { page, close };
      this.show();
    });
  }

  /** Handles a key; {@link show} draws its effect. */
  press(token: Token): void {
    if (this.#open === undefined) return;
    const { page, close } = this.#open;
    const next = page.press(token, this.#display.size);
    if (next === undefined) close();
    else this.#open = { page: next, close };
  }

  show(): void {
    const page = this.#open?.page;
    if (page !== undefined) this.#display.showFull((size) => page.draw(size));
  }
}
