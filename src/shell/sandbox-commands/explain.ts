/** `sandbox explain`: where a flow comes from, and what became of a packet. */
import { explainFlowText } from './explain-flow.js';
import { explainFailure, explainPacket } from './explain-packet.js';
import { IPV6, SOURCE_IP } from './parties.js';
import { Refusal, type Subcommand, type SubcommandOption } from './subcommand.js';

const BRIDGE: SubcommandOption = {
  name: 'bridge',
  argument: 'required',
  argumentName: 'NAME',
  help: 'the bridge that the flow is on',
};

export const EXPLAIN: Subcommand = {
  name: 'explain',
  usage: '[SRC|FLOW] [DST] [PROTOCOL] [PORT...]',
  summary: 'where a flow comes from, or why a packet was lost',
  help: `Without arguments: why the last packet was lost.

SRC and DST are logical ports, DST may be an address; PROTOCOL is icmp, tcp or
udp, the last two with a PORT. Such a packet is sent; what became of it comes:
  sandbox explain sw0-port2 sw0-port1 tcp 22

FLOW is a line of ovs-ofctl dump-flows, in quotes, or what you have of it.
With - for FLOW, each line of standard input is explained:
  sandbox explain 'table=48,priority=0,metadata=0x1'
  ovs-ofctl dump-flows br-int table=49 | sandbox explain -`,
  options: [BRIDGE, IPV6, SOURCE_IP],
  values: { PROTOCOL: ['icmp', 'tcp', 'udp'] },
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
      throw new Refusal(`'${first}' is no flow; for a packet say where it goes, too`);
    } else explainPacket(call);
  },
};
