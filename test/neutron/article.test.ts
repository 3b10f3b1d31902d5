/** Tests that the scenes of the article print its lists. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { tutorialScripts } from '../../src/cli/scripts.js';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';

const PACKAGE = new URL('../../', import.meta.url);

const NETWORK = 'a920d5ef-eca8-4c4f-9c24-55e29e1c03d6';
const GROUP = 'a5e41dd4-4b15-4e68-a81d-45466bda3949';
const VM1 = 'a4a81c09-4e93-41e2-be83-cfe1f8b39f77';
const VM2 = '62848020-ba3b-445c-a8a9-c13094648b34';
const VM3 = '6353ad55-f6e7-4bc5-9e5d-55e975b6736e';

/** Runs a script in a fresh sandbox, and returns a function that types commands. */
async function scene(script: string) {
  const session = await openSession({
    sandbox: Sandbox.open({ clock: new ManualClock(1e12) }),
    cwd: join(import.meta.dirname),
    bundled: tutorialScripts(PACKAGE),
  });
  const type = async (source: string): Promise<string> => {
    let shown = '';
    const show = (text: string) => {
      shown += text;
    };
    await session.execute(source, { stdout: show, stderr: show }, new AbortController().signal);
    return shown;
  };
  await type(script);
  return type;
}

const table = (text: string): string => `${text.trim().replace(/^ +/gm, '')}\n`;

describe('the first scene', () => {
  let type: Awaited<ReturnType<typeof scene>>;
  beforeAll(async () => {
    type = await scene('ovn/openstack/one-vm.sh');
  });

  it('lists the security group', async () => {
    expect(await type('neutron security-group-list')).toBe(
      table(`
        +--------------------------------------+---------+-----------------------+
        | id                                   | name    | security_group_rules  |
        +--------------------------------------+---------+-----------------------+
        | ${GROUP} | default | egress, IPv4          |
        |                                      |         | egress, IPv6          |
        |                                      |         | ingress, IPv4, 22/tcp |
        |                                      |         | ingress, IPv4, icmp   |
        +--------------------------------------+---------+-----------------------+
      `),
    );
  });

  it('lists the ACLs', async () => {
    expect(await type(`ovn-nbctl acl-list neutron-${NETWORK}`)).toBe(
      [
        `from-lport  1002 (inport == "${VM1}" && ip4) allow-related`,
        `from-lport  1002 (inport == "${VM1}" && ip6) allow-related`,
        `from-lport  1001 (inport == "${VM1}" && ip) drop`,
        `  to-lport  1002 (outport == "${VM1}" && ip4 && icmp4) allow-related`,
        `  to-lport  1002 (outport == "${VM1}" && ip4 && tcp && tcp.dst >= 22 && tcp.dst <= 22) allow-related`,
        `  to-lport  1001 (outport == "${VM1}" && ip) drop`,
        '',
      ].join('\n'),
    );
  });

  it('lists the OpenFlow flows of the ACLs, of the fourth port of the first switch', async () => {
    const flows = await type(
      "ovs-ofctl -O OpenFlow13 dump-flows br-int | cut -f4- -d' ' | grep 'table=4[89],.*metadata=0x1[ ,]'",
    );
    const ct = 'ct(commit,zone=NXM_NX_REG5[0..15]),resubmit(,50)';
    const counted = 'n_packets=0, n_bytes=0';
    expect(flows).toBe(
      [
        `table=48, ${counted}, priority=100,ip,metadata=0x1 actions=ct(table=49,zone=NXM_NX_REG5[0..15])`,
        `table=48, ${counted}, priority=100,ipv6,metadata=0x1 actions=ct(table=49,zone=NXM_NX_REG5[0..15])`,
        `table=48, ${counted}, priority=0,metadata=0x1 actions=resubmit(,49)`,
        `table=49, ${counted}, priority=65535,ct_state=+inv+trk,metadata=0x1 actions=drop`,
        `table=49, ${counted}, priority=65535,ct_state=-new+est-rel-inv+trk,metadata=0x1 actions=resubmit(,50)`,
        `table=49, ${counted}, priority=65535,ct_state=-new-est+rel-inv+trk,metadata=0x1 actions=resubmit(,50)`,
        `table=49, ${counted}, priority=2002,ct_state=+new+trk,icmp,reg7=0x4,metadata=0x1 actions=${ct}`,
        `table=49, ${counted}, priority=2002,ct_state=+new+trk,tcp,reg7=0x4,metadata=0x1,tp_dst=22 actions=${ct}`,
        `table=49, ${counted}, priority=2001,ip,reg7=0x4,metadata=0x1 actions=drop`,
        `table=49, ${counted}, priority=2001,ipv6,reg7=0x4,metadata=0x1 actions=drop`,
        `table=49, ${counted}, priority=1,ip,metadata=0x1 actions=${ct}`,
        `table=49, ${counted}, priority=1,ipv6,metadata=0x1 actions=${ct}`,
        `table=49, ${counted}, priority=0,metadata=0x1 actions=resubmit(,50)`,
        '',
      ].join('\n'),
    );
  });

  it('explains a flow down to the rule', async () => {
    expect(await type('sandbox explain "table=49,tcp,tp_dst=22"')).toMatch(
      / {2}from the rule ingress, IPv4, 22\/tcp {3}\(of security group default\)\n/,
    );
  });
});

describe('the second scene', () => {
  let type: Awaited<ReturnType<typeof scene>>;
  beforeAll(async () => {
    type = await scene('ovn/openstack/web-app.sh');
  });

  it('lists the security group', async () => {
    const rows = ['IPv4', 'IPv6'].flatMap((ethertype) => [
      `ingress, ${ethertype}, 22/tcp`,
      `ingress, ${ethertype}, 443/tcp`,
      `ingress, ${ethertype}, 80/tcp`,
      `ingress, ${ethertype}, 8080/tcp, remote_group_id: ${GROUP}`,
      `ingress, ${ethertype}, icmp`,
    ]);
    const [, ...lines] = ['', 'egress, IPv4', 'egress, IPv6', ...rows].map((row) => row.padEnd(78));
    const rule = `+${'-'.repeat(38)}+${'-'.repeat(9)}+${'-'.repeat(80)}+`;
    const [first, ...others] = lines;
    expect(await type('neutron security-group-list')).toBe(
      [
        rule,
        `| ${'id'.padEnd(36)} | name    | ${'security_group_rules'.padEnd(78)} |`,
        rule,
        `| ${GROUP} | default | ${first} |`,
        ...others.map((line) => `| ${' '.repeat(36)} |         | ${line} |`),
        rule,
        '',
      ].join('\n'),
    );
  });

  it('lists the 42 ACLs', async () => {
    const ids = [VM2, VM3, VM1];
    const others = (id: string) =>
      ids
        .filter((other) => other !== id)
        .map((other) => `"${other}"`)
        .join(',');
    const ports = (port: number) => `tcp && tcp.dst >= ${port} && tcp.dst <= ${port}`;
    const allowed = (id: string) =>
      ['ip4', 'ip6'].flatMap((ip) => [
        `${ip} && icmp${ip.slice(2)}`,
        `${ip} && inport == {${others(id)}} && ${ports(8080)}`,
        ...[22, 443, 80].map((port) => `${ip} && ${ports(port)}`),
      ]);
    expect(await type(`ovn-nbctl acl-list neutron-${NETWORK}`)).toBe(
      [
        ...ids.flatMap((id) =>
          ['ip4', 'ip6'].map((ip) => `from-lport  1002 (inport == "${id}" && ${ip}) allow-related`),
        ),
        ...ids.map((id) => `from-lport  1001 (inport == "${id}" && ip) drop`),
        ...ids.flatMap((id) =>
          allowed(id).map(
            (match) => `  to-lport  1002 (outport == "${id}" && ${match}) allow-related`,
          ),
        ),
        ...ids.map((id) => `  to-lport  1001 (outport == "${id}" && ip) drop`),
        '',
      ].join('\n'),
    );
  });

  it('derives the flows that typing the ACLs gives', async () => {
    const flows = "ovs-ofctl -O OpenFlow13 dump-flows br-int | cut -f4- -d' ' | sort";
    const logical = 'ovn-sbctl lflow-list | grep -v Datapath';
    const [wanted, wantedLogical] = [await type(flows), await type(logical)];
    const acls = (await type(`ovn-nbctl acl-list neutron-${NETWORK}`)).trim().split('\n');
    const typed = acls.map((acl) => {
      const [, direction, priority, match, action] =
        /^ *(\S+) +(\d+) \((.*)\) (\S+)$/.exec(acl) ?? [];
      return `ovn-nbctl acl-add neutron-${NETWORK} ${direction} ${priority} '${match}' ${action}`;
    });
    await type([`ovn-nbctl acl-del neutron-${NETWORK}`, ...typed].join('\n'));
    expect(acls.length).toBe(42);
    expect(await type(flows)).toBe(wanted);
    expect(await type(logical)).toBe(wantedLogical);
    const [repaired] = (await type('sandbox neutron sync | tail -1')).split('\n');
    expect(repaired).toMatch(/^\d+ differences repaired\.$/);
    expect(await type(flows)).toBe(wanted);
  });

  it('answers from the groups why packets pass', async () => {
    await type('sandbox host vm2 listen tcp/8080');
    expect(await type('sandbox neutron why vm1 vm2:8080')).toBe(
      [
        'vm1, egress: allowed by egress, IPv4   (of security group default)',
        `vm2, ingress: allowed by ingress, IPv4, 8080/tcp, remote_group_id: ${GROUP}   (of security group default)`,
        '',
      ].join('\n'),
    );
    expect(await type('sandbox neutron why vm1 vm2:9090')).toMatch(
      /^vm2, ingress: no rule of default allows it\n {2}this would: neutron security-group-rule-create --protocol tcp --port-range-min 9090 --port-range-max 9090 --remote-ip-prefix 10\.0\.0\.\d default\n$/m,
    );
    expect(await type('sandbox tcp vm1 vm2:8080')).toMatch(/connected from port/);
  });

  it('says so if the packets fare otherwise', async () => {
    await type(`ovn-nbctl acl-add neutron-${NETWORK} to-lport 2000 'ip4 && tcp.dst == 8080' drop`);
    expect(await type('sandbox neutron why vm1 vm2:8080')).toMatch(
      /^But the packets do not arrive, for another reason/m,
    );
    expect(await type('sandbox neutron sync --check')).toBe(
      'The northbound database is as Neutron wants it.\n',
    );
    await type('sandbox undo');
  });
});
