/** Determines whether ports and the buckets of groups are live. */
import { PORT_CONFIG } from '../../openflow/model/bridge-port.js';
import { type Bucket, GROUP, type Group, watches } from '../../openflow/model/group.js';
import { PORT } from '../../openflow/model/openflow-ports.js';
import type { DatapathBridge } from '../bridge/datapath-bridge.js';

/** The largest length of a chain of groups that watch each other. */
const MAX_CHAIN = 128;

/** Returns true if a port exists and is up. */
export function isPortLive(bridge: DatapathBridge, number: number): boolean {
  const port = bridge.ports.get(number);
  return port !== undefined && (port.port.config & PORT_CONFIG.PORT_DOWN) === 0;
}

/**
 * Returns true if a bucket watches nothing, or watches something live. Mirrors `bucket_is_alive()`.
 */
export function isLive(bridge: DatapathBridge, bucket: Bucket, depth = 0): boolean {
  if (depth >= MAX_CHAIN) return false;
  if (!watches(bucket)) return true;
  const { watchPort, watchGroup } = bucket;
  return (
    (watchPort !== PORT.ANY && isPortLive(bridge, watchPort)) ||
    (watchGroup !== GROUP.ANY && isGroupLive(bridge, watchGroup, depth + 1))
  );
}

/**
 * Returns true if a group has no live bucket, as the reference does. Mirrors `group_is_alive()`.
 */
function isGroupLive(bridge: DatapathBridge, id: number, depth: number): boolean {
  const group = bridge.bridge.groups.get(id);
  return group !== undefined && firstLiveBucket(bridge, group, depth) === undefined;
}

/** Returns the first live bucket of a group. */
export function firstLiveBucket(
  bridge: DatapathBridge,
  group: Group,
  depth = 0,
): Bucket | undefined {
  return group.buckets.find((bucket) => isLive(bridge, bucket, depth));
}
