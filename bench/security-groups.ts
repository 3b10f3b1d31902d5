/** Measures changes of security groups among many ports of Neutron. */
import { systemClock } from '../src/lib/clock.js';
import { isJsonObject } from '../src/lib/json.js';
import { SeededRandom } from '../src/lib/random.js';
import { newUuid } from '../src/lib/uuid.js';
import { benchOperation } from '../src/neutron/bench.js';
import { Sandbox } from '../src/sandbox/sandbox.js';
import { medianTime, report } from './measure.js';

/** The number of ports in each group, and of ports on each network. */
const MEMBERS = 10;
const PER_NETWORK = 100;

/** The quota of this tenant is not used up. */
const CALLER = { tenant: 'other', admin: true };

/** Makes ports in groups of {@link MEMBERS}, then adds and removes a rule of one group. */
export function securityGroupBench(ports: number): void {
  const sandbox = Sandbox.open({ clock: systemClock });
  const { neutron, settle } = sandbox.context();
  const random = SeededRandom.fromSeed(1);
  const run = (operation: Parameters<typeof benchOperation>[2]): void => {
    const error = benchOperation(neutron.database, random, operation);
    if (error !== undefined) throw new Error(error);
  };
  let network = '';
  let group = '';
  for (let i = 0; i < ports; i++) {
    if (i % PER_NETWORK === 0) {
      network = newUuid(random);
      run({ op: 'network-create', network: { id: network, name: `n${i}` } });
    }
    if (i % MEMBERS === 0) {
      group = newUuid(random);
      run({ op: 'group-create', group: { id: group, name: `g${i}` } });
      const rule = { direction: 'ingress', ethertype: 'IPv4', security_group_id: group };
      run({ op: 'rule-create', rule: { ...rule, id: newUuid(random), remote_group_id: group } });
    }
    const ip_address = `10.0.${Math.floor(i / 250) % 250}.${(i % 250) + 2}`;
    run({
      op: 'port-create',
      port: { network_id: network, security_groups: [group], fixed_ips: [{ ip_address }] },
    });
  }
  settle();
  const request = (method: 'POST' | 'DELETE', path: string, body = {}) =>
    neutron.server.request({ method, path, body, caller: CALLER });
  const rule = {
    ...{ security_group_id: group, direction: 'ingress', protocol: 'tcp' },
    ...{ port_range_min: 80, port_range_max: 80 },
  };
  report(
    `one more rule and one less in a group of ${MEMBERS}, ${ports} ports`,
    medianTime(20, () => {
      const { body } = request('POST', 'security-group-rules', { security_group_rule: rule });
      const created = body?.['security_group_rule'];
      if (!isJsonObject(created)) throw new Error(JSON.stringify(body));
      request('DELETE', `security-group-rules/${created['id']}`);
    }),
    'ms',
  );
}
