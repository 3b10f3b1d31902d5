/** Makes a picture a page on the whole screen. */
import type { Picture } from '../../shell/picture.js';
import type { Page } from '../pager/paging.js';
import { PictureView } from './picture-view.js';
import { pressPicture } from './selection.js';

/** Returns the page that shows a picture with one of its items chosen. */
export const picturePage = (picture: Picture, chosen = 0): Page => ({
  draw: (size) => ({ element: <PictureView picture={picture} chosen={chosen} size={size} /> }),
  press(token, size) {
    const next = pressPicture(chosen, picture.items.length, token, size);
    return next === undefined ? undefined : picturePage(picture, next);
  },
});
