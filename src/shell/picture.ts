/** Declares what programs can show on the whole screen of a terminal. */

/** An entry of a list, with what is shown beside it while it is chosen. */
export interface PictureItem {
  readonly text: string;
  readonly look: 'heading' | 'good' | 'bad' | 'quiet' | 'plain';
  readonly facts: readonly string[];
}

/** A list to move through. */
export interface Picture {
  readonly title: string;
  readonly items: readonly PictureItem[];
}
