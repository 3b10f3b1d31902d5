/** `sandbox explain`: explains flows and the fate of packets. */
import { explainFlowText } from './explain-flow.js';
import { explainFailure, explainPacket } from './explain-packet.js';
import { IPV6, SIZE, SOURCE_IP, SOURCE_PORT } from './parties.js';
import { Refusal, type Subcommand, type SubcommandOption } from './subcommand.js';

const BRIDGE: SubcommandOption = {
  name: 'bridge',
  argument: 'required',
  argumentName: 'NAME',
  help: 'the bridge of the flow',
};

export const EXPLAIN: Subcommand = {
  name: 'explain',
  usage: '[SRC|FLOW] [DST] [PROTOCOL] [PORT...]',
  summary: 'explain where a flow comes from, or why a packet was lost',
  help: `Without arguments, explains why the last packet was lost.

With SRC and DST, sends a packet and explains what happens to it. SRC is a
logical port, DST a logical port or an address. PROTOCOL is icmp, tcp or udp;
the last two need a PORT. It also takes the arguments of sandbox tcp:
  sandbox explain sw0-port2 sw0-port1 tcp 22
  sandbox explain sw0-port2 sw0-port1:22

FLOW is a line of ovs-ofctl dump-flows in quotes, or a part of one. With -,
each line of standard input is explained:
  sandbox explain 'table=48,priority=0,metadata=0x1'
  ovs-ofctl dump-flows br-int table=49 | sandbox explain -`,
  options: [BRIDGE, SIZE, SOURCE_PORT, IPV6, SOURCE_IP],
  // Here, PORT is a number.
  values: { PROTOCOL: ['icmp', 'tcp', 'udp'], PORT: [] },
  run(call) {
    const [first, ...others] = call.args;
    if (first === undefined) call.print(explainFailure(call.sandbox));
    else if (first === '-' && others.length === 0) {
      const lines = call
        .stdin()
        .split('\n')
        .filter((line) => line.includes('actions='));
      const bridge = call.options.get(BRIDGE.name);
      const { sandbox } = call;
      call.print(lines.map((line) => explainFlowText(sandbox, line, bridge)).join('\n'));
    } else if (call.args.some((word) => word.includes('='))) {
      const text = call.args.join(' ');
      call.print(explainFlowText(call.sandbox, text, call.options.get(BRIDGE.name)));
    } else if (others.length === 0) {
      throw new Refusal(`'${first}' is not a flow; for a packet, give its destination too`);
    } else explainPacket(call);
  },
};
