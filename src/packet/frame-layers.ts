/** Declares the offsets of the layers of a frame, which extraction finds and editing uses. */

/** Offsets into a frame; `undefined` for a layer that the frame does not have. */
export interface FrameLayers {
  /** The offset of the label stack. */
  mpls?: number;
  /** The offset of the network layer. */
  network?: number;
  /** The offset of the transport layer. */
  transport?: number;
  /** The offset of the padding; the length of the frame if there is none. */
  end: number;
}
