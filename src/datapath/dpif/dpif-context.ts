/** Declares the settings, bridges and services that all datapaths share. */
import type { Clock } from '../../lib/clock.js';
import type { LogSink } from '../../lib/log.js';
import type { BridgePort } from '../../openflow/model/bridge-port.js';
import type { DatapathBridge } from '../bridge/datapath-bridge.js';
import type { ConnectionTracker } from '../conntrack/connection-tracker.js';
import type { RecirculationIds } from '../translate/recirculation-ids.js';
import type { RecirculationReferences } from './recirculation-references.js';

/** `OFPROTO_MAX_IDLE_DEFAULT` and `OFPROTO_FLOW_LIMIT_DEFAULT`. */
export const DEFAULT_MAX_IDLE = 10_000;
export const DEFAULT_FLOW_LIMIT = 200_000;

export interface DpifContext {
  readonly clock: Clock;
  /** All bridges, including those of other datapaths. */
  readonly bridges: ReadonlyMap<string, DatapathBridge>;
  readonly recirculation: RecirculationIds;
  readonly references: RecirculationReferences;
  readonly tracker: ConnectionTracker;
  readonly settings: FlowCacheSettings;
  readonly log: LogSink;
  /** Records that the counters of a port have changed. */
  noteChange(port: { readonly port: BridgePort }): void;
}

/** The limits of the flow cache, which table Open_vSwitch sets. */
export interface FlowCacheSettings {
  /** Milliseconds without a packet after which a flow is deleted. */
  maxIdle: number;
  /** The largest number of flows. */
  flowLimit: number;
}
