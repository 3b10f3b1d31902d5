/** Applies the flow mods of a bundle, all or none. Mirrors `do_bundle_commit()`. */

import { OpenFlowError } from '../model/errors.js';
import type { FlowMod } from '../model/flow-mod.js';
import type { Protocols } from '../model/protocols.js';
import { applyFlowMod } from './apply-flow-mod.js';
import type { Bridge } from './bridge.js';

/** A flow mod that the switch refused, with its index in the bundle. */
export interface RefusedFlowMod {
  readonly index: number;
  readonly error: OpenFlowError;
}

/** Applies flow mods that arrived in the flow format `protocol`; returns the first refusal. */
export function commitBundle(
  bridge: Bridge,
  mods: readonly FlowMod[],
  protocol: Protocols,
): RefusedFlowMod | undefined {
  const refused = applyAll(bridge.rehearsal(), mods, protocol);
  if (refused === undefined) applyAll(bridge, mods, protocol);
  return refused;
}

function applyAll(
  bridge: Bridge,
  mods: readonly FlowMod[],
  protocol: Protocols,
): RefusedFlowMod | undefined {
  for (const [index, mod] of mods.entries()) {
    try {
      applyFlowMod(bridge, mod, protocol);
    } catch (error) {
      if (error instanceof OpenFlowError) return { index, error };
      throw error;
    }
  }
  return undefined;
}
