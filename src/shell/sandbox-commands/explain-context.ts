/** Collects the parts of a sandbox that explanations need. */
import type { ExplainContext, PacketContext } from '../../explain/context.js';
import type { Sandbox } from '../../sandbox/sandbox.js';

/** Returns the context for explanations of flows. */
export function explainContext(sandbox: Sandbox): ExplainContext {
  const { nb, sb, ovs, switch: ofSwitch } = sandbox.context();
  const { provenance, release } = sandbox;
  const { dialect, wording } = release;
  return { nb, sb, ovs, switch: ofSwitch, provenance, dialect, wording };
}

/** Returns the context for explanations of packets. */
export function packetContext(sandbox: Sandbox): PacketContext {
  const { datapath, hosts } = sandbox;
  return { ...explainContext(sandbox), datapath, hosts };
}
