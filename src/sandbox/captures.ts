/**
 * What is written down of the frames at ports: because somebody asked for it, or
 * because an interface has the options `pcap`, `rxq_pcap` or `tx_pcap`
 * (`netdev_dummy_set_config`).
 */
import type { Datapath, Tap } from '../datapath/dpif/datapath.js';
import { type Attachment, attachmentOf, type NoHost } from '../hosts/attachment.js';
import type { Databases } from '../hosts/databases.js';
import { tagOf } from '../hosts/vlan-tag.js';
import type { Clock } from '../lib/clock.js';
import type { LogSink } from '../lib/log.js';
import { pcapRecord } from '../packet/pcap.js';
import type { CaptureFile, CaptureFiles } from './capture-files.js';

type Direction = Parameters<Tap>[1];

/** One that is under way. */
export interface Capture {
  readonly attachment: Attachment;
  readonly directions: ReadonlySet<Direction>;
  readonly path: string;
  /** How many frames there have been. */
  frames: number;
}

interface OpenCapture extends Capture {
  readonly file: CaptureFile;
}

const BOTH: ReadonlySet<Direction> = new Set(['in', 'out']);

/** The directions that an option of an interface asks for. */
const OPTIONS: readonly (readonly [option: string, directions: ReadonlySet<Direction>])[] = [
  ['rxq_pcap', new Set(['in'])],
  ['tx_pcap', new Set(['out'])],
];

export interface CapturesOptions {
  readonly databases: Databases;
  readonly datapath: Datapath;
  readonly clock: Clock;
  readonly log: LogSink;
  /** Where the files are; nothing can be captured without. */
  readonly files: CaptureFiles | undefined;
}

export class Captures {
  readonly #options: CapturesOptions;
  /** What somebody asked for, by logical port. */
  readonly #asked = new Map<string, OpenCapture>();
  /** What the options of interfaces ask for, by interface. */
  readonly #configured = new Map<string, readonly OpenCapture[]>();

  constructor(options: CapturesOptions) {
    this.#options = options;
    const { ovs } = options.databases;
    for (const row of ovs.rows('Interface')) this.#configure(row.name, row.options);
    ovs.observe(({ tables }) => {
      for (const { before, after } of tables.get('Interface') ?? []) {
        if (before?.['options'] === after?.['options']) continue;
        const name = String((after ?? before)?.['name']);
        const row = ovs.findByIndex('Interface', { name });
        this.#configure(name, row?.options ?? new Map());
      }
    });
  }

  /** What somebody asked for, by logical port. */
  get running(): ReadonlyMap<string, Capture> {
    return this.#asked;
  }

  /**
   * Writes down from now on what a logical port sees and sends.
   *
   * @throws Error where the file cannot be.
   */
  start(port: string, path: string): Capture | NoHost {
    const attachment = attachmentOf(port, this.#options.databases);
    if ('problem' in attachment) return attachment;
    const { files } = this.#options;
    if (files === undefined) return { problem: 'there are no files to capture to' };
    const capture = { attachment, directions: BOTH, path, frames: 0, file: files.open(path) };
    this.#asked.set(port, capture);
    this.#watch();
    return capture;
  }

  /** Ends what {@link start} began; gives it, or nothing where there was none. */
  stop(port: string): Capture | undefined {
    const capture = this.#asked.get(port);
    this.#asked.delete(port);
    this.#watch();
    return capture;
  }

  #configure(device: string, options: ReadonlyMap<string, string>): void {
    const both = options.get('pcap');
    const wanted =
      both === undefined
        ? OPTIONS.map(([option, directions]) => ({ path: options.get(option), directions }))
        : [{ path: both, directions: BOTH }];
    const captures = wanted.flatMap(({ path, directions }) => {
      const file = path === undefined ? undefined : this.#open(path);
      if (path === undefined || file === undefined) return [];
      return [{ attachment: { device }, directions, path, frames: 0, file }];
    });
    if (captures.length > 0) this.#configured.set(device, captures);
    else this.#configured.delete(device);
    this.#watch();
  }

  #open(path: string): CaptureFile | undefined {
    try {
      return this.#options.files?.open(path);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.log({
        program: 'ovs-vswitchd',
        module: 'pcap',
        level: 'WARN',
        message: `${path}: failed to open pcap file for appending (${reason})`,
      });
      return undefined;
    }
  }

  /** Looks at frames as long as somebody wants them. */
  #watch(): void {
    const { taps } = this.#options.datapath;
    if (this.#asked.size + this.#configured.size > 0) taps.add(this.#tap);
    else taps.delete(this.#tap);
  }

  readonly #tap: Tap = ({ name }, direction, frame) => {
    for (const capture of [...this.#asked.values(), ...(this.#configured.get(name) ?? [])]) {
      const { device, vlan } = capture.attachment;
      if (device !== name || !capture.directions.has(direction)) continue;
      if (vlan !== undefined && tagOf(frame) !== vlan) continue;
      const time = BigInt(Math.floor(this.#options.clock.now())) * 1000n;
      capture.file.append(pcapRecord({ time, frame }));
      capture.frames += 1;
    }
  };
}
