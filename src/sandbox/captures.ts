/**
 * Writes frames to pcap files: those of the logical ports that `sandbox capture` names, and
 * those of interfaces with the options `pcap`, `rxq_pcap` or `tx_pcap`. Mirrors the handling
 * of these options in `netdev_dummy_set_config()`.
 */
import type { DataPlane, Tap } from '../datapath/dpif/data-plane.js';
import { type Attachment, attachmentOf, type NoHost } from '../hosts/attachment.js';
import type { Databases } from '../hosts/databases.js';
import type { Clock } from '../lib/clock.js';
import type { LogSink } from '../lib/log.js';
import { reasonOf } from '../lib/system-error.js';
import { pcapRecord } from '../packet/pcap.js';
import { vlanOf } from '../packet/push-pop.js';
import type { CaptureFile, CaptureFiles } from './capture-files.js';

type Direction = Parameters<Tap>[1];

/** A capture and its progress. */
export interface Capture {
  readonly attachment: Attachment;
  readonly directions: ReadonlySet<Direction>;
  readonly path: string;
  /** The number of frames in the file that came from this capture. */
  frames: number;
  /** The reason why it stopped writing, if it has stopped. */
  problem?: string;
}

interface OpenCapture extends Capture {
  readonly file: CaptureFile;
}

const BOTH: ReadonlySet<Direction> = new Set(['in', 'out']);

/** The options of an interface that start a capture. `pcap` overrides the others. */
const OPTIONS: readonly (readonly [option: string, directions: ReadonlySet<Direction>])[] = [
  ['pcap', BOTH],
  ['rxq_pcap', new Set(['in'])],
  ['tx_pcap', new Set(['out'])],
];

/** A capture that an option of an interface describes. */
interface Configured {
  readonly device: string;
  readonly directions: ReadonlySet<Direction>;
  readonly path: string;
  /** Identifies the option and its value. */
  readonly key: string;
}

export interface CapturesOptions {
  readonly databases: Databases;
  readonly datapath: DataPlane;
  readonly clock: Clock;
  readonly log: LogSink;
  /** The files to capture to; without them, nothing can be captured. */
  readonly files: CaptureFiles | undefined;
  /**
   * The options that commands of this process have set. Only these open files, since a state file
   * may come from an untrusted source. Shared by the worlds of a sandbox; captures add to it.
   */
  readonly approved: Set<string>;
}

export class Captures {
  readonly #options: CapturesOptions;
  /** The captures that `sandbox capture` started, by logical port. */
  readonly #requested = new Map<string, OpenCapture>();
  /** The captures that options of interfaces started, by interface. */
  readonly #configured = new Map<string, readonly OpenCapture[]>();

  constructor(options: CapturesOptions) {
    this.#options = options;
    const { ovs } = options.databases;
    for (const { name } of ovs.rows('Interface')) this.#configure(name);
    for (const { device, path } of this.waiting) {
      this.#warn(`${device}: not capturing to ${path}: the option comes from a saved state`);
    }
    ovs.observe(({ tables }) => {
      for (const { before, after } of tables.get('Interface') ?? []) {
        if (before?.['options'] === after?.['options']) continue;
        const device = String((after ?? before)?.['name']);
        const known = new Set(configuredBy(device, before?.['options']).map(({ key }) => key));
        for (const { key } of this.#configuredAt(device)) {
          if (!known.has(key)) options.approved.add(key);
        }
        this.#configure(device);
      }
    });
  }

  /** The captures that {@link start} started, by logical port. */
  get running(): ReadonlyMap<string, Capture> {
    return this.#requested;
  }

  /** The captures that options of interfaces started. */
  get configured(): readonly Capture[] {
    return [...this.#configured.values()].flat();
  }

  /** The captures that options of a loaded state describe and that are not approved yet. */
  get waiting(): readonly { readonly device: string; readonly path: string }[] {
    const { databases, approved } = this.#options;
    return [...databases.ovs.rows('Interface')]
      .flatMap(({ name, options }) => configuredBy(name, options))
      .filter(({ key }) => !approved.has(key));
  }

  /** Starts the {@link waiting} captures. */
  resume(): void {
    for (const { name, options } of this.#options.databases.ovs.rows('Interface')) {
      const captures = configuredBy(name, options);
      if (captures.every(({ key }) => this.#options.approved.has(key))) continue;
      for (const { key } of captures) this.#options.approved.add(key);
      this.#configure(name);
    }
  }

  /**
   * Starts capturing the frames that a logical port sends and receives.
   *
   * @throws Error with the reason if the file cannot be opened.
   */
  start(port: string, path: string): Capture | NoHost {
    const attachment = attachmentOf(port, this.#options.databases);
    if ('problem' in attachment) return attachment;
    const { files } = this.#options;
    if (files === undefined) return { problem: 'there are no files to capture to' };
    const capture = { attachment, directions: BOTH, path, frames: 0, file: files.open(path) };
    this.#requested.get(port)?.file.close();
    this.#requested.set(port, capture);
    this.#watch();
    return capture;
  }

  /** Stops a capture that {@link start} started and returns it; `undefined` if there was none. */
  stop(port: string): Capture | undefined {
    const capture = this.#requested.get(port);
    capture?.file.close();
    this.#requested.delete(port);
    this.#watch();
    return capture;
  }

  /** Continues the captures of `previous`, and closes its files. */
  takeOver(previous: Captures): void {
    for (const captures of previous.#configured.values()) closeAll(captures);
    for (const [port, capture] of previous.#requested) {
      const attachment = attachmentOf(port, this.#options.databases);
      if ('problem' in attachment) capture.file.close();
      else this.#requested.set(port, { ...capture, attachment });
    }
    this.#watch();
  }

  #configuredAt(device: string): readonly Configured[] {
    const row = this.#options.databases.ovs.findByIndex('Interface', { name: device });
    return configuredBy(device, row?.options);
  }

  #configure(device: string): void {
    closeAll(this.#configured.get(device) ?? []);
    const captures = this.#configuredAt(device).flatMap(({ directions, path, key }) => {
      const file = this.#options.approved.has(key) ? this.#open(path) : undefined;
      return file ? [{ attachment: { device }, directions, path, frames: 0, file }] : [];
    });
    if (captures.length > 0) this.#configured.set(device, captures);
    else this.#configured.delete(device);
    this.#watch();
  }

  #open(path: string): CaptureFile | undefined {
    try {
      return this.#options.files?.open(path);
    } catch (error) {
      this.#warn(`${path}: failed to open pcap file for appending (${reasonOf(error)})`);
      return undefined;
    }
  }

  #warn(message: string): void {
    this.#options.log({ program: 'ovs-vswitchd', module: 'pcap', level: 'WARN', message });
  }

  /** Observes frames only while something is being captured. */
  #watch(): void {
    const { taps } = this.#options.datapath;
    if (this.#requested.size + this.#configured.size > 0) taps.add(this.#tap);
    else taps.delete(this.#tap);
  }

  readonly #tap: Tap = ({ name }, direction, frame) => {
    for (const capture of [...this.#requested.values(), ...(this.#configured.get(name) ?? [])]) {
      const { device, vlan } = capture.attachment;
      if (device !== name || !capture.directions.has(direction)) continue;
      if (vlan !== undefined && vlanOf(frame) !== vlan) continue;
      if (capture.problem === undefined) this.#write(capture, frame);
    }
  };

  #write(capture: OpenCapture, frame: Uint8Array): void {
    const time = BigInt(Math.floor(this.#options.clock.now())) * 1000n;
    try {
      capture.file.append(pcapRecord({ time, frame }));
      capture.frames += 1;
    } catch (error) {
      capture.problem = reasonOf(error);
      this.#warn(`${capture.path}: capturing stopped (${capture.problem})`);
    }
  }
}

/** Returns the captures that the options of an interface describe. */
function configuredBy(device: string, options: unknown): readonly Configured[] {
  if (!(options instanceof Map)) return [];
  const captures = OPTIONS.flatMap(([option, directions]) => {
    const path: unknown = options.get(option);
    if (typeof path !== 'string') return [];
    return [{ device, directions, path, key: JSON.stringify([device, option, path]) }];
  });
  return options.has('pcap') ? captures.slice(0, 1) : captures;
}

function closeAll(captures: readonly OpenCapture[]): void {
  for (const { file } of captures) file.close();
}
