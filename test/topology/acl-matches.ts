/** Matches as people write them into ACLs, and some that cannot be used. */
import fc from 'fast-check';
import { aMac, anIp, aPort, oneOf } from './names.js';

const aPortNumber = oneOf(22, 53, 80, 443, 8080);

/** One constant, or several of the same kind. */
const oneOrMore = (constant: fc.Arbitrary<string | number>): fc.Arbitrary<string> =>
  fc.oneof(
    constant.map(String),
    fc
      .uniqueArray(constant, { minLength: 2, maxLength: 3 })
      .map((constants) => `{${constants.join(', ')}}`),
  );

const equality = (fields: readonly string[], constant: fc.Arbitrary<string | number>) =>
  fc.tuple(oneOf(...fields), oneOrMore(constant)).map((sides) => sides.join(' == '));

/** The negation of a value of n bits takes n flows, and that of three such values n * n * n. */
const inequality = oneOf(
  'ip.dscp != 10',
  'ip4.src != 10.0.0.0/16',
  'tcp.dst != 22',
  'ip.proto != 6',
);

const range = oneOf('1024 <= tcp.dst <= 4096', 'ip.ttl < 3', '0 < udp.src < 100');

const protocol = oneOf('ip', 'ip4', 'ip6', 'arp', 'tcp', 'udp', 'icmp', 'eth.mcast', 'ip.frag');

const term = fc.oneof(
  equality(
    ['inport', 'outport'],
    aPort.map(({ name }) => `"${name}"`),
  ),
  equality(['ip4.src', 'ip4.dst', 'arp.tpa'], anIp),
  equality(['ip4.src', 'ip4.dst'], oneOf('10.0.0.0/16', '10.1.0.0/16', '10.0.0.0/8')),
  equality(['eth.src', 'eth.dst'], aMac),
  equality(['tcp.dst', 'tcp.src', 'udp.dst'], aPortNumber),
  equality(['ip.dscp', 'ip.proto', 'icmp4.type'], oneOf(1, 6, 8)),
  inequality,
  range,
  oneOf('0', '1'),
  protocol,
  protocol.map((word) => `!${word}`),
  fc.tuple(protocol, protocol).map(([a, b]) => `!(${a} && ${b})`),
);

const MISTAKES = [
  '(',
  'ip4.src == "x"',
  'nosuch == 1',
  'tcp.dst == 70000',
  'inport == 5',
  'ip4 &&',
];

const { expression } = fc.letrec<{ expression: string; joined: string }>((tie) => ({
  joined: fc
    .tuple(tie('expression'), oneOf('&&', '||'), tie('expression'))
    .map((words) => `(${words.join(' ')})`),
  expression: fc.oneof(
    { depthSize: 'small', maxDepth: 2 },
    { weight: 2, arbitrary: term },
    { weight: 1, arbitrary: tie('joined') },
  ),
}));

/** A match for an ACL, without single quotes, in which a shell can quote it. */
export const aclMatch: fc.Arbitrary<string> = fc.oneof(
  { weight: 20, arbitrary: expression },
  { weight: 1, arbitrary: oneOf(...MISTAKES) },
);
