import type { VsCall } from './vswitch.js';

/** Connections that a switch or a database server can make, or wait for. */
const TARGET = /^p?(tcp|ssl|unix):/;

/** Warns about a controller or manager of a kind that there is not. */
export function warnAboutTarget(call: VsCall, target: string): void {
  if (!TARGET.test(target)) call.warn(`target type "${target}" is possibly erroneous`);
}
