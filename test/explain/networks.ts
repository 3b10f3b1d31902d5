/** Builds networks to be explained. */
import { expect } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';

/** A switch with two local ports and a remote one, and ACLs. */
export const SWITCHED = `
ovn-nbctl lswitch-add sw
ovn-nbctl lport-add sw p
ovn-nbctl lport-set-addresses p '00:00:00:00:00:01 10.0.0.1'
ovn-nbctl lport-add sw q
ovn-nbctl lport-set-addresses q '00:00:00:00:00:02 10.0.0.2' unknown
ovn-nbctl lport-set-port-security q 00:00:00:00:00:02
ovs-vsctl add-port br-int vp -- set Interface vp external_ids:iface-id=p
ovs-vsctl add-port br-int vq -- set Interface vq external_ids:iface-id=q
ovn-nbctl lport-add sw far
ovn-nbctl lport-set-addresses far '00:00:00:00:00:03 10.0.0.3'
ovn-sbctl chassis-add hv2 geneve 10.9.0.2
ovn-sbctl lport-bind far hv2
ovn-nbctl acl-add sw to-lport 1002 'outport == "p" && tcp.dst == 22' allow-related
ovn-nbctl acl-add sw to-lport 1001 'outport == "p" && ip' drop
`;

/** Two switches with a router between them, and a port on each. */
export const ROUTED = `
ovn-nbctl lswitch-add left -- lswitch-add right
ovn-nbctl create Logical_Router name=r default_gw=10.0.2.254 >/dev/null
l=$(ovn-nbctl -- --id=@l create Logical_Router_Port name=r-left network=10.0.1.1/24 mac='"02:00:00:00:01:00"' -- add Logical_Router r ports @l)
r=$(ovn-nbctl -- --id=@r create Logical_Router_Port name=r-right network=10.0.2.1/24 mac='"02:00:00:00:02:00"' -- add Logical_Router r ports @r)
ovn-nbctl lport-add left left-r -- set Logical_Port left-r type=router options:router-port=$l addresses='"02:00:00:00:01:00"'
ovn-nbctl lport-add right right-r -- set Logical_Port right-r type=router options:router-port=$r addresses='"02:00:00:00:02:00"'
ovn-nbctl lport-add left a
ovn-nbctl lport-set-addresses a '00:00:00:00:00:0a 10.0.1.2'
ovn-nbctl lport-add right b
ovn-nbctl lport-set-addresses b '00:00:00:00:00:0b 10.0.2.2'
ovs-vsctl add-port br-int va -- set Interface va external_ids:iface-id=a
ovs-vsctl add-port br-int vb -- set Interface vb external_ids:iface-id=b
`;

/** Returns a sandbox in which scripts were run. */
export async function sandboxWith(...scripts: readonly string[]): Promise<Sandbox> {
  const sandbox = Sandbox.open({ clock: new ManualClock() });
  expect(await run(sandbox, scripts.join('\n'))).toBe('');
  return sandbox;
}

/** Returns the output of a script. */
export async function run(sandbox: Sandbox, script: string): Promise<string> {
  const session = await openSession({ sandbox, cwd: import.meta.dirname, bundled: [] });
  let shown = '';
  const show = (text: string) => {
    shown += text;
  };
  const sinks = { stdout: show, stderr: show };
  await session.execute(script, sinks, new AbortController().signal);
  return shown;
}
