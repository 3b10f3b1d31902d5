/**
 * One datapath: the switching machinery that all bridges of one datapath type share
 * (`lib/dpif-netdev.c` and `ofproto/ofproto-dpif-upcall.c`).
 */

import type { Clock } from '../../lib/clock.js';
import type { LogSink } from '../../lib/log.js';
import type { OfAction } from '../../openflow/model/actions.js';
import type { BridgePort } from '../../openflow/model/bridge-port.js';
import type { Flow } from '../../packet/flow.js';
import type { DatapathBridge } from '../bridge/datapath-bridge.js';
import type { DatapathPort } from '../bridge/datapath-port.js';
import type { ConnectionTracker } from '../conntrack/connection-tracker.js';
import type { RecirculationIds } from '../translate/recirculation-ids.js';
import { translate } from '../translate/translate.js';
import type { TranslationResult } from '../translate/translation-context.js';
import { choosePortNumber } from './choose-port-number.js';
import { Megaflows } from './megaflows.js';
import type { RecirculationReferences } from './recirculation-references.js';

/** What datapaths have in common. */
export interface DpifSurroundings {
  readonly clock: Clock;
  /** All bridges, those of other datapaths too. */
  readonly bridges: ReadonlyMap<string, DatapathBridge>;
  readonly recirculation: RecirculationIds;
  readonly references: RecirculationReferences;
  readonly tracker: ConnectionTracker;
  readonly log: LogSink;
  /** Notes that a port has counted something. */
  noteChange(port: { readonly port: BridgePort }): void;
}

export class Dpif {
  /** The datapath type of its bridges: `system`, `netdev` or `dummy`. */
  readonly type: string;
  readonly surroundings: DpifSurroundings;
  readonly bridges = new Map<string, DatapathBridge>();
  /** What it knows how to handle. */
  readonly flows: Megaflows = new Megaflows(this);
  /** Packets for which it knew what to do, and others. */
  hits = 0;
  misses = 0;
  readonly #byNumber = new Map<number, DatapathPort>();
  readonly #byName = new Map<string, DatapathPort>();

  constructor(type: string, surroundings: DpifSurroundings) {
    this.type = type;
    this.surroundings = surroundings;
  }

  /** What `dpif/show` calls it. */
  get name(): string {
    return `${this.type}@ovs-${this.type}`;
  }

  /** The ports that have numbers, by those. */
  get ports(): ReadonlyMap<number, DatapathPort> {
    return this.#byNumber;
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

  /**
   * Translates the flow of a packet that came in through a port; without a packet,
   * no recirculation ID is given out, and nothing depends on what could be learned.
   * With `actions` these are carried out instead of those of a flow.
   */
  translate(
    port: Pick<DatapathPort, 'bridge'>,
    flow: Flow,
    hasPacket: boolean,
    actions?: readonly OfAction[],
  ): TranslationResult {
    const { recirculation, log } = this.surroundings;
    const { bridge } = port;
    const what = actions === undefined ? {} : { actions };
    return translate({ bridge, flow, hasPacket, recirculation, log, ...what });
  }
}
