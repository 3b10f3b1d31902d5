/** What explanations draw from in a sandbox. */
import type { ExplainContext } from '../../explain/context.js';
import type { PacketContext } from '../../explain/loss.js';
import type { Sandbox } from '../../sandbox/sandbox.js';

const NO_FILES = { read: () => undefined };

/** For flows. */
export function explainContext(sandbox: Sandbox): ExplainContext {
  const { nb, sb, ovs, switch: ofSwitch } = sandbox.context(NO_FILES);
  return { nb, sb, ovs, switch: ofSwitch, provenance: sandbox.provenance };
}

/** For packets. */
export function packetContext(sandbox: Sandbox): PacketContext {
  const { datapath, hosts } = sandbox;
  return { ...explainContext(sandbox), datapath, hosts };
}
