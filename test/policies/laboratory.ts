/** A logical switch with two ports, both bound to this host, and packets between them. */
import type { DataPlane } from '../../src/datapath/dpif/data-plane.js';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { type Outcome, runner } from '../run.js';

const SETUP = `
  ovn-nbctl lswitch-add sw0
  ovn-nbctl lport-add sw0 sw0-port1
  ovn-nbctl lport-add sw0 sw0-port2
  ovn-nbctl lport-set-addresses sw0-port1 00:00:00:00:00:01
  ovn-nbctl lport-set-addresses sw0-port2 00:00:00:00:00:02
  ovn-nbctl lport-set-port-security sw0-port1 00:00:00:00:00:01
  ovn-nbctl lport-set-port-security sw0-port2 00:00:00:00:00:02
  ovs-vsctl add-port br-int lport1 -- set Interface lport1 external_ids:iface-id=sw0-port1
  ovs-vsctl add-port br-int lport2 -- set Interface lport2 external_ids:iface-id=sw0-port2`;

export interface Laboratory {
  readonly sandbox: Sandbox;
  readonly datapath: DataPlane;
  run(script: string): Outcome[];
}

export function openLaboratory(): Laboratory {
  const sandbox = Sandbox.open({ clock: new ManualClock(1_000_000_000) });
  const run = runner(sandbox);
  run(SETUP);
  return { sandbox, datapath: sandbox.context({ read: () => undefined }).datapath, run };
}
