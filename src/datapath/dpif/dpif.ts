/** One datapath: the switching machinery that all bridges of one datapath type share. */
import type { DatapathBridge } from './bridge.js';
import type { DatapathPort } from './port.js';
import { choosePortNumber } from './port-numbers.js';

export class Dpif {
  /** The datapath type of its bridges: `system`, `netdev` or `dummy`. */
  readonly type: string;
  readonly bridges = new Map<string, DatapathBridge>();
  readonly #byNumber = new Map<number, DatapathPort>();
  readonly #byName = new Map<string, DatapathPort>();

  constructor(type: string) {
    this.type = type;
  }

  /** What `dpif/show` calls it. */
  get name(): string {
    return `${this.type}@ovs-${this.type}`;
  }

  /** The port with this number in the datapath. */
  port(number: number): DatapathPort | undefined {
    return this.#byNumber.get(number);
  }

  /** The patch port of this name. */
  patchPort(name: string): DatapathPort | undefined {
    const port = this.#byName.get(name);
    return port?.type === 'patch' ? port : undefined;
  }

  /**
   * The number for a new port: `wanted` where it is free, and else the one that the
   * dummy datapath of the reference chooses.
   */
  freeNumber(name: string, wanted: number | undefined): number {
    const inUse = (number: number): boolean => this.#byNumber.has(number);
    return wanted !== undefined && !inUse(wanted) ? wanted : choosePortNumber(name, inUse);
  }

  addPort(port: DatapathPort): void {
    this.#byName.set(port.name, port);
    if (port.odpPort !== undefined) this.#byNumber.set(port.odpPort, port);
  }

  removePort(port: DatapathPort): void {
    this.#byName.delete(port.name);
    if (port.odpPort !== undefined) this.#byNumber.delete(port.odpPort);
  }
}
