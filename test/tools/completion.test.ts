/** Tests the completion of the database programs. */
import { describe, expect, it } from 'vitest';
import { newLaboratory } from './harness.js';

const { run, complete } = newLaboratory();
run('ovn-nbctl lswitch-add sw0 -- lswitch-add sw1 -- lswitch-add -- lport-add sw0 p1');
run('ovs-vsctl add-br br0 -- add-br vl br0 10 -- add-port br0 eth0');
run('ovn-sbctl chassis-add ch0 geneve 1.2.3.4');

const CASES: readonly (readonly [line: string, candidates: string])[] = [
  ['ovn-nbctl ls', 'lswitch-add lswitch-del lswitch-list'],
  ['ovn-nbctl nosuch', ''],
  ['ovn-nbctl show ', 'sw0 sw1'],
  ['ovn-nbctl show sw0 ', ''],
  ['ovn-nbctl --log acl-', 'acl-add acl-del acl-list'],
  ['ovn-nbctl --lo', '--log'],
  ['ovn-nbctl --c', '--columns= --commands'],
  ['ovn-nbctl -t 5 acl-l', 'acl-list'],
  ['ovn-nbctl -t ', ''],
  ['ovn-nbctl -f ', 'table list html csv json'],
  ['ovn-nbctl --format j', 'json'],
  ['ovn-nbctl --format=j', '--format=json'],
  ['ovn-nbctl --data=b', '--data=bare'],
  ['ovn-nbctl acl-add sw0 ', 'from-lport to-lport'],
  ['ovn-nbctl acl-add sw0 to-lport 5 ip4 ', 'allow allow-related drop reject'],
  ['ovn-nbctl acl-del s', 'sw0 sw1'],
  ['ovn-nbctl lport-set-enabled p1 ', 'enabled disabled'],
  ['ovn-nbctl lport-add sw0 ', ''],
  ['ovn-nbctl lport-add sw0 new ', 'p1'],
  ['ovn-nbctl lswitch-add x -- acl-l', 'acl-list'],
  ['ovn-nbctl lswitch-add x -- --l', '--log'],
  ['ovn-nbctl lswitch-add x -- --log acl-a', 'acl-add'],
  ['ovn-nbctl lswitch-add x -- --f', ''],
  ['ovn-nbctl list Logical_R', 'Logical_Router Logical_Router_Port'],
  ['ovn-nbctl list logical_sw ', 'sw0 sw1'],
  ['ovn-nbctl list Logical ', ''],
  ['ovn-nbctl get Logical_Port p1 pa', 'parent_name'],
  ['ovn-nbctl get Logical_Port p1 name pa', 'parent_name'],
  ['ovn-nbctl set Logical_Port p1 ta', 'tag='],
  ['ovn-nbctl create Logical_Switch n', 'name='],
  ['ovn-sbctl chassis-del ', 'ch0'],
  ['ovn-sbctl chassis-add new ', 'geneve stt vxlan'],
  ['ovn-sbctl lport-bind p ', 'ch0'],
  ['ovs-vsctl add-port ', 'br-int br0 vl'],
  ['ovs-vsctl add-port br0 new ta', 'tag='],
  ['ovs-vsctl add-br new ', 'br-int br0'],
  ['ovs-vsctl del-port e', 'eth0'],
  ['ovs-vsctl del-port v', 'vl'],
  ['ovs-vsctl del-port br0 e', 'eth0'],
  ['ovs-vsctl set-fail-mode br0 ', 'standalone secure'],
  ['ovs-vsctl get Open_vSwitch ', '.'],
  ['ovs-appctl -t ', 'ovs-vswitchd ovn-controller ovn-northd ovsdb-server'],
  ['ovs-appctl -t ovn-northd ve', 'version'],
  ['ovs-appctl list', 'list-commands'],
  ['ovs-appctl list-commands ', ''],
  ['ovs-appctl --t', '--target= --timeout='],
  ['ovs-appctl --target ovn', 'ovn-controller ovn-northd'],
  ['ovs-appctl --target=ovn-c', '--target=ovn-controller'],
  ['ovs-appctl --target=ovn-northd vlog/l', 'vlog/list vlog/list-pattern'],
  ['ovs-appctl netdev-dummy/set-admin-state x ', 'up down'],
  ['ovs-appctl cfm/set-fault x n', 'normal'],
];

describe('completion', () => {
  it.each(CASES)('of %j offers %j', (line, candidates) => {
    expect(complete(line).join(' ')).toBe(candidates);
  });

  it('offers every command of a program', () => {
    for (const program of ['ovn-nbctl', 'ovn-sbctl', 'ovs-vsctl']) {
      const names = run(`${program} --commands`)
        .stdout.trimEnd()
        .split('\n')
        .map((line) => line.split(',')[1]);
      expect(complete(`${program} `)).toEqual(names);
    }
  });

  it('has help for every command of a program', () => {
    for (const program of ['ovn-nbctl', 'ovn-sbctl', 'ovs-vsctl']) {
      const help = run(`${program} --help`).stdout;
      for (const name of complete(`${program} `)) expect(help).toMatch(new RegExp(` ${name}[ \n]`));
    }
  });
});
