/** Represents the mask of a flow's match as the 64-bit words over which the classifier iterates. */
import type { Match } from '../../openflow/model/match.js';
import { Flow, Wildcards } from '../../packet/flow.js';
import { EXTENSION, SEGMENT_ENDS } from '../../packet/flow-layout.js';

/** Consecutive words of a packed mask. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Values for the words of a packed mask, each as two 32-bit numbers, the lower one first. */
export type PackedValues = Uint32Array;

export class PackedMask {
  /** The positions of the words that have bits set, in order. */
  readonly places: Uint32Array;
  /** The mask of each word, packed like values. */
  readonly masks: PackedValues;
  /** The words of each nonempty segment except the last. */
  readonly segments: readonly Range[];
  /** The words of the last segment, possibly none. */
  readonly last: Range;

  constructor(match: Match) {
    const wildcards = new Wildcards();
    for (const { index, mask } of match.entries) wildcards.addAt(index, mask);
    const { words } = wildcards;
    const places: number[] = [];
    for (let place = 0; place < words.length / 2; place++) {
      if ((words[2 * place] ?? 0) !== 0 || (words[2 * place + 1] ?? 0) !== 0) places.push(place);
    }
    const counts = [0, 0, 0, 0];
    for (const place of places) counts[segmentOf(place)] = (counts[segmentOf(place)] ?? 0) + 1;
    places.sort((a, b) => segmentOf(a) - segmentOf(b) || a - b);
    this.places = Uint32Array.from(places);
    this.masks = pack(words, this.places);
    const segments: Range[] = [];
    let start = 0;
    for (const count of counts.slice(0, -1)) {
      if (count > 0) segments.push({ start, end: start + count });
      start += count;
    }
    this.segments = segments;
    this.last = { start, end: places.length };
  }

  /** Returns the values that a match requires of the words of this mask. */
  valuesOf(match: Match): PackedValues {
    const flow = new Flow();
    for (const { index, value } of match.entries) flow.setAt(index, value);
    const values = pack(flow.words, this.places);
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) & (this.masks[i] ?? 0);
    return values;
  }

  /** Returns true if a range includes the word at this position of a flow. */
  has({ start, end }: Range, place: number): boolean {
    for (let i = start; i < end; i++) if (this.places[i] === place) return true;
    return false;
  }
}

function segmentOf(place: number): number {
  if (place >= EXTENSION) return 0;
  const segment = SEGMENT_ENDS.findIndex((end) => place < end);
  return segment < 0 ? SEGMENT_ENDS.length : segment;
}

function pack(words: Uint32Array, places: Uint32Array): PackedValues {
  const packed = new Uint32Array(2 * places.length);
  for (let i = 0; i < places.length; i++) {
    const place = places[i] ?? 0;
    packed[2 * i] = words[2 * place] ?? 0;
    packed[2 * i + 1] = words[2 * place + 1] ?? 0;
  }
  return packed;
}

/** Returns a text that is the same for matches with the same mask. */
export function maskKey(match: Match): string {
  let key = '';
  for (const { index, mask } of match.entries) key += `${index}/${mask.toString(36)},`;
  return key;
}
