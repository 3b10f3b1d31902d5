/** Runs the pager on a display: opens it with a text, passes keys to it, and tells when it closes. */
import type { Token } from '../input/keys.js';
import type { Size } from '../view/layout.js';
import type { View } from '../view/rows.js';
import { newPager, type Pager, pressPager } from './pager.js';
import { pagerView } from './pager-view.js';

export interface PagingDisplay {
  readonly size: Size;
  /** Shows a view on the whole screen; undefined returns to what was there before. */
  showFull(view: ((size: Size) => View) | undefined): void;
}

export class Paging {
  readonly #display: PagingDisplay;
  #open: { readonly state: Pager; readonly close: () => void } | undefined;

  constructor(display: PagingDisplay) {
    this.#display = display;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** Shows a text until the user leaves it or the signal is aborted. */
  open(text: string, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const close = (): void => {
        signal?.removeEventListener('abort', close);
        this.#open = undefined;
        this.#display.showFull(undefined);
        resolve();
      };
      signal?.addEventListener('abort', close);
      this.#open = { state: newPager(text), close };
      this.show();
    });
  }

  /** Handles a key; {@link show} draws its effect. */
  press(token: Token): void {
    if (this.#open === undefined) return;
    const { state, close } = this.#open;
    const next = pressPager(state, token, this.#display.size);
    if (next === undefined) close();
    else this.#open = { state: next, close };
  }

  show(): void {
    const pager = this.#open?.state;
    if (pager !== undefined) this.#display.showFull((size) => pagerView(pager, size));
  }
}
