/** Recorded decisions of the real tracker. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Vector {
  readonly commit_new: boolean;
  readonly frames: readonly {
    readonly in: string;
    readonly frame: string;
    readonly ct_state: string | null;
  }[];
  readonly conntrack: readonly string[];
}

export type TimedEvent =
  | { readonly advance: number }
  | {
      readonly frame: string;
      readonly zone: number;
      readonly commit: boolean;
      readonly ct_state: string | null;
    };

export interface TimedVector {
  readonly events: readonly TimedEvent[];
  readonly conntrack: readonly string[];
  readonly verbose: readonly string[];
}

const recorded = (file: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../conformance', file), 'utf8'));

export const VECTORS: Readonly<Record<string, Vector>> = recorded('conntrack-vectors.json');

export const TIMED_VECTORS: Readonly<Record<string, TimedVector>> = recorded(
  'conntrack-timed-vectors.json',
);

export const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

/** All frames in the recordings, without duplicates. */
export const RECORDED_FRAMES: readonly Uint8Array[] = [
  ...new Set([
    ...Object.values(VECTORS).flatMap(({ frames }) => frames.map(({ frame }) => frame)),
    ...Object.values(TIMED_VECTORS).flatMap(({ events }) =>
      events.flatMap((event) => ('frame' in event ? [event.frame] : [])),
    ),
  ]),
].map(bytesOf);
