/** `sandbox neutron why`: answers from security groups whether a connection is allowed. */
import { CONVERSATIONS, clientPort, echo, type Outcome } from '../../hosts/traffic.js';
import { formatIp } from '../../lib/ip.js';
import { PROTOCOL } from '../../neutron/protocols.js';
import { ruleJson } from '../../neutron/resources/rule-json.js';
import type { NeutronRow } from '../../neutron/schema.js';
import { type Packet, portWith, type Verdict, verdictOf } from '../../neutron/verdict.js';
import { ruleText } from '../../tools/neutron/rule-text.js';
import { openState } from './moments.js';
import { parseTarget, partiesOf, untilQuiet } from './parties.js';
import { type Call, Refusal } from './subcommand.js';

type Port = NeutronRow<'Port'>;
type Protocol = 'tcp' | 'udp' | 'icmp';

const ECHO_REQUEST = { 4: 8, 6: 128 } as const;

interface Question {
  readonly source: string;
  readonly destination: string;
  readonly protocol: Protocol;
  readonly port: number;
}

export function answerWhy(call: Call, args: readonly string[]): number {
  const question = questionIn(args);
  const { sandbox, print } = call;
  const { neutron } = sandbox.context();
  const { database } = neutron;
  const { source, destination } = partiesOf(call, question.source, question.destination);
  const [from, to] = [formatIp(source), formatIp(destination)];
  const [sender, receiver] = [
    portOf(call, question.source) ?? portWith(database, from),
    portOf(call, question.destination) ?? portWith(database, to),
  ];
  if (!sender && !receiver) {
    throw new Refusal('neither end is a port of Neutron');
  }
  const packet: Packet = {
    ethertype: source.family === 4 ? 'IPv4' : 'IPv6',
    protocol:
      question.protocol === 'icmp' && source.family === 6
        ? PROTOCOL.icmpv6
        : PROTOCOL[question.protocol],
    port: question.protocol === 'icmp' ? ECHO_REQUEST[source.family] : question.port,
  };
  const sides = [
    {
      name: question.source,
      port: sender,
      direction: 'egress',
      peer: { address: to, port: receiver },
    },
    {
      name: question.destination,
      port: receiver,
      direction: 'ingress',
      peer: { address: from, port: sender },
    },
  ] as const;
  let allowed = true;
  for (const { name, port, direction, peer } of sides) {
    if (!port) continue;
    const verdict = verdictOf(database, port, direction, packet, peer);
    allowed &&= verdict.type !== 'denied';
    print(`${name}, ${direction}: ${sentence(call, port, verdict)}\n`);
    if (verdict.type === 'denied') {
      print(`  this would: ${remedy(call, port, direction, question, packet, peer.address)}\n`);
    }
  }
  const outcome = tryOut(call, question);
  const arrives = outcome.type !== 'silence' && outcome.type !== 'unreachable';
  if (arrives === allowed) return allowed ? 0 : 1;
  print(
    arrives
      ? 'But the packets get through: the northbound database is not as Neutron wants it, or the\nconnection is known already (see sandbox neutron sync --check).\n'
      : 'But the packets do not arrive, for another reason (see sandbox explain).\n',
  );
  return allowed ? 0 : 1;
}

/** @throws Refusal if the arguments are no question */
function questionIn(args: readonly string[]): Question {
  const [source, target, protocol = 'tcp', extra] = args;
  if (source === undefined || target === undefined) {
    throw new Refusal('name two machines, as in: sandbox neutron why vm1 vm2:8080');
  }
  if (extra !== undefined) throw new Refusal(`unexpected argument '${extra}'`);
  if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'icmp') {
    throw new Refusal(`unknown protocol '${protocol}'; use tcp, udp or icmp`);
  }
  const hasPort = /^\[.*\]:\d+$|^[^:]*:\d+$/.test(target);
  if (!hasPort) {
    if (args[2] !== undefined && protocol !== 'icmp') {
      throw new Refusal(`${protocol} needs a port, as in ${target}:8080`);
    }
    return { source, destination: target, protocol: 'icmp', port: 0 };
  }
  if (protocol === 'icmp') throw new Refusal('icmp has no ports');
  const { name, port } = parseTarget(target);
  return { source, destination: name, protocol, port };
}

function portOf({ sandbox }: Call, name: string): Port | undefined {
  return sandbox.context().neutron.database.get('Port', sandbox.hosts.portNamed(name));
}

function sentence(call: Call, port: Port, verdict: Verdict): string {
  const { database } = call.sandbox.context().neutron;
  switch (verdict.type) {
    case 'unfiltered':
      return 'allowed, since the port has no security group';
    case 'allowed': {
      const { rule } = verdict;
      const group = database.get('Security_Group', rule.security_group)?.name ?? '';
      return `allowed by ${ruleText(ruleJson(rule))}   (of security group ${group})`;
    }
    case 'denied':
      return `no rule of ${groupNames(call, port).join(', ')} allows it`;
  }
}

const groupNames = ({ sandbox }: Call, port: Port): readonly string[] =>
  port.security_groups.map(
    (id) => sandbox.context().neutron.database.get('Security_Group', id)?.name ?? id,
  );

/** Returns the command that would add a fitting rule. */
function remedy(
  call: Call,
  port: Port,
  direction: string,
  { protocol, port: number }: Question,
  { ethertype }: Packet,
  address: string,
): string {
  const [group = ''] = groupNames(call, port);
  const ports = protocol === 'icmp' ? [] : ['--port-range-min', number, '--port-range-max', number];
  return [
    'neutron security-group-rule-create',
    ...(direction === 'egress' ? ['--direction egress'] : []),
    ...(ethertype === 'IPv6' ? ['--ethertype IPv6'] : []),
    `--protocol ${protocol}`,
    ...ports,
    `--remote-ip-prefix ${address}`,
    group,
  ].join(' ');
}

/** Sends the packets in a copy of the sandbox, and returns what becomes of them. */
function tryOut(call: Call, { source, destination, protocol, port }: Question): Outcome {
  const copy = openState(call.sandbox.save());
  const parties = partiesOf({ ...call, sandbox: copy }, source, destination);
  parties.from.host.begin();
  const network = copy.network();
  const id = copy.hosts.nextConversation();
  const { outcome } = untilQuiet(() =>
    protocol === 'icmp'
      ? echo(network, parties, { id, sequence: 1, size: 56 })
      : CONVERSATIONS[protocol](network, parties, {
          ...{ sourcePort: clientPort(id), port, size: protocol === 'udp' ? 12 : 0, keep: false },
        }),
  );
  return outcome;
}
