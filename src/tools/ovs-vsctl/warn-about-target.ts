/** Checks the targets of controllers and managers. */
import type { VsCall } from './vswitch.js';

/** The kinds of active and passive connections. */
const TARGET = /^p?(tcp|ssl|unix):/;

/** Warns about an unknown kind of connection. */
export function warnAboutTarget(call: VsCall, target: string): void {
  if (!TARGET.test(target)) call.warn(`target type "${target}" is possibly erroneous`);
}
