/** Whether buckets of groups, and ports, can be counted on. */

import { PORT_CONFIG } from '../../openflow/model/bridge-port.js';
import { type Bucket, GROUP, type Group, watches } from '../../openflow/model/group.js';
import { PORT } from '../../openflow/model/openflow-ports.js';
import type { DatapathBridge } from '../bridge/datapath-bridge.js';

/** How many groups may watch one another in a row. */
const MAX_CHAIN = 128;

/** Whether a port can be counted on: it is there and up. */
export function isPortLive(bridge: DatapathBridge, number: number): boolean {
  const port = bridge.ports.get(number);
  return port !== undefined && (port.port.config & PORT_CONFIG.PORT_DOWN) === 0;
}

/** Whether what a bucket watches is alive; one that watches nothing always is. */
export function isLive(bridge: DatapathBridge, bucket: Bucket, depth = 0): boolean {
  if (depth >= MAX_CHAIN) return false;
  if (!watches(bucket)) return true;
  const { watchPort, watchGroup } = bucket;
  return (
    (watchPort !== PORT.ANY && isPortLive(bridge, watchPort)) ||
    (watchGroup !== GROUP.ANY && isGroupLive(bridge, watchGroup, depth + 1))
  );
}

/** As the reference has it, a group counts as alive if it has no bucket that is. */
function isGroupLive(bridge: DatapathBridge, id: number, depth: number): boolean {
  const group = bridge.bridge.groups.get(id);
  return group !== undefined && firstLiveBucket(bridge, group, depth) === undefined;
}

/** The first bucket of a group that is alive. */
export function firstLiveBucket(
  bridge: DatapathBridge,
  group: Group,
  depth = 0,
): Bucket | undefined {
  return group.buckets.find((bucket) => isLive(bridge, bucket, depth));
}
