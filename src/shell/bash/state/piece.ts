/** A piece of a word after expansion. */
export type Piece =
  | {
      readonly text: string;
      /** True if pattern characters in it have no meaning. */
      readonly quoted: boolean;
      /** True if it is split into fields. */
      readonly split: boolean;
    }
  /** The next field starts here, as between the words of `"$@"`. */
  | 'break';

export const quoted = (text: string): Piece => ({ text, quoted: true, split: false });
/** Text of the script itself: never split; pattern characters are active. */
export const plain = (text: string): Piece => ({ text, quoted: false, split: false });
/** The result of an expansion outside quotes. */
export const loose = (text: string): Piece => ({ text, quoted: false, split: true });
