/** Where the layers of a frame start. Extraction finds out, and editing needs to know. */

/** Offsets into a frame; a layer that the frame lacks is missing. */
export interface FrameLayers {
  /** The label stack. */
  mpls?: number;
  /** What follows the link layer and the labels. */
  network?: number;
  /** What follows the headers of IP. */
  transport?: number;
  /** Where padding starts, if there is any. */
  end: number;
}
