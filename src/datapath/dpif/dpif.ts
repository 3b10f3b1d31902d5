/**
 * Implements a datapath, the switching machinery that all bridges of one datapath type share
 * (`struct dpif_backer`, `lib/dpif-netdev.c`, `ofproto/ofproto-dpif-upcall.c`).
 */
import type { OfAction } from '../../openflow/model/actions.js';
import type { Flow } from '../../packet/flow.js';
import {
  type DatapathBridge,
  type DatapathPort,
  onRealDevice,
  type PatchPorts,
} from '../bridge/datapath-bridge.js';
import { translate } from '../translate/translate.js';
import type { TranslationResult } from '../translate/translation-context.js';
import { choosePortNumber, LeastFreeNumber } from './choose-port-number.js';
import type { DpifContext } from './dpif-context.js';
import { Megaflows } from './megaflows.js';

export class Dpif implements PatchPorts {
  /** The datapath type of its bridges: `system`, `netdev` or `dummy`. */
  readonly type: string;
  readonly context: DpifContext;
  readonly bridges = new Map<string, DatapathBridge>();
  /** The flows it has cached. */
  readonly flows: Megaflows = new Megaflows(this);
  /** The number of packets that matched a cached flow, and of those that did not. */
  hits = 0;
  misses = 0;
  readonly #byNumber = new Map<number, DatapathPort>();
  readonly #byName = new Map<string, DatapathPort>();
  readonly #leastFree = new LeastFreeNumber((number) => this.#byNumber.has(number));

  constructor(type: string, context: DpifContext) {
    this.type = type;
    this.context = context;
  }

  /** Its name in `dpif/show`. */
  get name(): string {
    return `${this.type}@ovs-${this.type}`;
  }

  /** The ports that have numbers, by number. */
  get ports(): ReadonlyMap<number, DatapathPort> {
    return this.#byNumber;
  }

  patchPort(name: string): DatapathPort | undefined {
    const port = this.#byName.get(name);
    return port?.type === 'patch' ? port : undefined;
  }

  /**
   * Returns the number for a new port: `wanted` if it is free, otherwise the one that the dummy
   * datapath of the reference would choose.
   */
  freeNumber(name: string, wanted: number | undefined): number {
    const inUse = (number: number): boolean => this.#byNumber.has(number);
    if (wanted !== undefined && !inUse(wanted)) return wanted;
    return choosePortNumber(name, inUse, this.#leastFree);
  }

  addPort(port: DatapathPort): void {
    this.#byName.set(port.name, port);
    if (port.odpPort !== undefined) this.#byNumber.set(port.odpPort, port);
  }

  removePort(port: DatapathPort): void {
    this.#byName.delete(port.name);
    if (port.odpPort === undefined) return;
    this.#byNumber.delete(port.odpPort);
    this.#leastFree.release(port.odpPort);
  }

  /**
   * Translates the flow of a packet that arrived on a port.
   *
   * @param hasPacket false for a dry run: no recirculation ID is allocated, and the result does
   *   not depend on what could be learned.
   * @param actions executed instead of those of a flow.
   */
  translate(
    port: Pick<DatapathPort, 'bridge'>,
    flow: Flow,
    hasPacket: boolean,
    actions?: readonly OfAction[],
  ): TranslationResult {
    const { recirculation, log } = this.context;
    const { bridge } = port;
    const optional = actions === undefined ? {} : { actions };
    const received = onRealDevice(bridge, flow);
    return translate({ bridge, flow: received, hasPacket, recirculation, log, ...optional });
  }
}
