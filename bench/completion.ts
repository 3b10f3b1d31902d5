/** Measures completion in a large network, as Tab does it. */
import { tmpdir } from 'node:os';
import type { Sandbox } from '../src/sandbox/sandbox.js';
import { openSession } from '../src/shell/session.js';
import { report, time } from './measure.js';

/** Cursor positions of all kinds, in a network with a switch `sw0` and a port `sw0-port1`. */
const INPUTS = [
  '',
  'ovs-',
  'cat ',
  'ovn-nbctl ',
  'ovn-nbctl show ',
  'ovn-nbctl lport-set-enabled ',
  'ovn-nbctl acl-add sw0 to-lport 1002 \'outport == "',
  'ovn-nbctl acl-add nosuch to-lport 1002 \'outport == "',
  "ovn-nbctl acl-add sw0 to-lport 1002 'ip4 && eth.src == ",
  'ovn-nbctl list ACL ',
  'ovn-nbctl set Logical_Port ',
  'ovn-nbctl set Logical_Port sw0-port1 options:',
  'ovn-sbctl lflow-list ',
  'ovn-sbctl lflow-list | grep ',
  'ovn-sbctl lport-unbind ',
  'ovs-vsctl set Interface v1 external_ids:iface-id=',
  'ovs-vsctl del-port ',
  'ovs-ofctl dump-flows br-int table=',
  'ovs-ofctl dump-flows br-int metadata=',
  'ovs-ofctl add-flow br-int in_port=',
  'ovs-ofctl add-flow br-int in_port=1,actions=mod_dl_src:',
  'ovs-appctl ofproto/trace br-int in_port=',
  'sandbox ping ',
];

const ROUNDS = 20;

/** Returns the value that 95 % do not exceed. */
const at95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;

/** Reports the time that 95 % of completions take at most. */
export async function completionBench(sandbox: Sandbox, ports: number): Promise<void> {
  const session = await openSession({ sandbox, cwd: tmpdir(), bundled: [] });
  const times: number[] = [];
  let slowest = { input: '', took: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    for (const input of INPUTS) {
      const start = performance.now();
      await session.complete(input, input.length);
      const took = performance.now() - start;
      times.push(took);
      if (took > slowest.took) slowest = { input, took };
    }
  }
  const inspections = INPUTS.flatMap((input) =>
    Array.from({ length: ROUNDS }, () => time(() => void session.inspect(input, input.length))),
  );
  report(`95 % of keys, ${ports} ports`, at95(inspections), 'ms');
  report(`95 % of completions, ${ports} ports`, at95(times), 'ms');
  report(`slowest completion: ${slowest.input}`, slowest.took, 'ms');
}
