/** Makes the pager a page on the whole screen. */

import { newPager, type Pager, pressPager } from './pager.js';
import { pagerView } from './pager-view.js';
import type { Page } from './paging.js';

const pageOf = (pager: Pager): Page => ({
  draw: (size) => pagerView(pager, size),
  press(token, size) {
    const next = pressPager(pager, token, size);
    return next && pageOf(next);
  },
});

/** Returns the page that shows a text. */
export const textPage = (text: string): Page => pageOf(newPager(text));
