/** Tests `sandbox journey` without a terminal, and what it shows on one. */
import { expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import type { Picture } from '../../src/shell/picture.js';
import { openSession } from '../../src/shell/session.js';

const NETWORK = `
ovn-nbctl lswitch-add sw0
for n in 1 2; do
  ovn-nbctl lport-add sw0 p$n
  ovn-nbctl lport-set-addresses p$n "00:00:00:00:00:0$n 10.0.0.$n"
  ovs-vsctl add-port br-int l$n -- set Interface l$n external_ids:iface-id=p$n
done
`;

/** Runs scripts one after the other; returns what the last one printed and showed. */
async function run(script: string, onScreen = false) {
  const sandbox = Sandbox.open({ clock: new ManualClock() });
  const session = await openSession({ sandbox, cwd: '/', bundled: [], script: {} });
  const pictures: Picture[] = [];
  let text = '';
  const add = (piece: string): void => {
    text += piece;
  };
  const show = async (picture: Picture): Promise<void> => {
    pictures.push(picture);
  };
  const streams = { stdout: add, stderr: add, ...(onScreen ? { show } : {}) };
  await session.execute(`${NETWORK}${script}`, streams, new AbortController().signal);
  return { text, pictures };
}

/** Returns the lines that are neither indented nor empty. */
const steps = (text: string): readonly string[] =>
  text.split('\n').filter((line) => /^\S/.test(line));

it('lists the stages of a packet that arrives', async () => {
  const { text } = await run('sandbox journey p1 p2 tcp 80');
  expect(steps(text)).toMatchInlineSnapshot(`
    [
      "Journey from p1",
      "br-int 0",
      "br-int 16  switch_in_port_sec of switch sw0",
      "br-int 17  switch_in_pre_acl of switch sw0",
      "br-int 18  switch_in_acl of switch sw0",
      "br-int 19  switch_in_l2_lkup of switch sw0",
      "br-int 32",
      "br-int 33",
      "br-int 34",
      "br-int 48  switch_out_pre_acl of switch sw0",
      "br-int 49  switch_out_acl of switch sw0",
      "br-int 50  switch_out_port_sec of switch sw0",
      "br-int 64",
      "The packet is sent.",
    ]
  `);
});

it('ends at the flow that drops the packet', async () => {
  const { text } = await run(
    `ovn-nbctl acl-add sw0 to-lport 1001 'outport == "p2" && tcp' drop; sandbox journey p1 p2 tcp 80`,
  );
  expect(steps(text).slice(-2)).toEqual([
    'br-int 49  switch_out_acl of switch sw0',
    'The packet is dropped.',
  ]);
  expect(text).toContain('actions  drop\n');
});

it('shows the same stages on a screen, and prints nothing', async () => {
  const { text, pictures } = await run('sandbox journey p1 p2 tcp 80', true);
  expect(text).toBe('');
  const [picture] = pictures;
  const plain = await run('sandbox journey p1 p2 tcp 80');
  expect([picture?.title, ...(picture?.items ?? []).map((item) => item.text)]).toEqual(
    steps(plain.text),
  );
  expect(picture?.items[0]?.facts[0]).toMatch(/^Packets from OpenFlow port/);
});

it('prints text into a pipe', async () => {
  const { text, pictures } = await run('sandbox journey p1 p2 | tail -1', true);
  expect(pictures).toEqual([]);
  expect(text).toBe('The packet is sent.\n');
});

it.each([
  ['nosuch p2', "there is no logical port 'nosuch'"],
  ['p1 p2 tcp', 'tcp needs a port, as in tcp 22'],
  ['p1 p2 sctp', "unknown protocol 'sctp'; use icmp, tcp or udp"],
])('refuses %s', async (args, message) => {
  const { text, pictures } = await run(`sandbox journey ${args}`, true);
  expect(text).toContain(`sandbox journey: ${message}\n`);
  expect(pictures).toEqual([]);
});
