/** Commands about the dummy devices of all ports except patch ports: `netdev-dummy/...`. */
import type { DatapathPort } from '../../../datapath/bridge/datapath-bridge.js';
import { flowFromOdpKey } from '../../../datapath/odp/key-to-flow.js';
import { parseOdpFlow } from '../../../datapath/odp/parse-key.js';
import { PORT_CONFIG, PORT_STATE } from '../../../openflow/model/bridge-port.js';
import { composeFrame } from '../../../packet/compose.js';
import type { ToolContext } from '../../tool.js';
import { CommandError, type TargetCommand } from '../target-command.js';

/** The length of the shortest frame in hexadecimal: an Ethernet header. */
const SHORTEST = 14;

/** Parses a frame in hexadecimal or a datapath flow, like `eth_from_packet_or_flow()`. */
export function parseFrame(text: string): Uint8Array | undefined {
  return frameFromHex(text) ?? frameFromFlow(text);
}

function frameFromHex(text: string): Uint8Array | undefined {
  if (!/^([ \t\r\n]*[0-9a-f]{2})+[ \t\r\n]*$/i.test(text)) return undefined;
  const digits = text.replace(/[ \t\r\n]/g, '');
  const bytes = Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
  return bytes.length < SHORTEST ? undefined : bytes;
}

function frameFromFlow(text: string): Uint8Array | undefined {
  const parsed = parseOdpFlow(text, { masked: false });
  if (parsed === undefined) return undefined;
  const { fitness, flow } = flowFromOdpKey(parsed.key, new Map());
  return fitness === 'error' ? undefined : composeFrame(flow);
}

function findDummy(context: ToolContext, name: string, problem: string): DatapathPort {
  const port = context.datapath.port(name);
  if (port === undefined || port.type === 'patch') throw new CommandError(problem);
  return port;
}

/** Receives packets up to the first one that cannot be parsed. */
function receive([name = '', ...packets]: readonly string[], context: ToolContext): string {
  findDummy(context, name, 'no such dummy netdev');
  try {
    for (const text of packets) {
      const frame = parseFrame(text);
      if (frame === undefined) throw new CommandError('bad packet syntax');
      context.datapath.receive(name, frame);
    }
  } finally {
    context.settle();
  }
  return '';
}

function setAdminState(args: readonly string[], context: ToolContext): string {
  const state = args.at(-1)?.toLowerCase();
  if (state !== 'up' && state !== 'down') throw new CommandError('Invalid Admin State');
  const [name = ''] = args;
  const ports =
    args.length > 1
      ? [findDummy(context, name, 'Unknown Dummy Interface')]
      : [...context.datapath.ports()].filter(({ type }) => type !== 'patch');
  for (const port of ports) setUp(port, state === 'up');
  for (const port of ports) context.datapath.noteChange(port);
  context.settle();
  return 'OK';
}

/** Sets the state of a device. One that is down has no link. */
function setUp({ port, bridge }: DatapathPort, up: boolean): void {
  port.config = up ? port.config & ~PORT_CONFIG.PORT_DOWN : port.config | PORT_CONFIG.PORT_DOWN;
  port.state = up ? port.state & ~PORT_STATE.LINK_DOWN : port.state | PORT_STATE.LINK_DOWN;
  bridge.bridge.touch();
}

/** Shows the states of all devices that connect to others, or of one device. */
function connectionStates([name]: readonly string[], { datapath }: ToolContext): string {
  const { links } = datapath;
  if (name !== undefined) return `${name}: ${links.state(name)}\n`;
  return [...datapath.ports()]
    .map((port) => ({ port, state: links.state(port.name) }))
    .filter(({ state }) => state !== 'unknown')
    .map(({ port, state }) => `${port.name}: ${state}\n`)
    .join('');
}

export const NETDEV_DUMMY_COMMANDS: readonly TargetCommand[] = [
  {
    name: 'netdev-dummy/receive',
    usage: 'name packet|flow...',
    run: receive,
  },
  {
    name: 'netdev-dummy/set-admin-state',
    usage: '[netdev] up|down',
    values: { 'up|down': ['up', 'down'] },
    run: setAdminState,
  },
  {
    name: 'netdev-dummy/conn-state',
    usage: '[netdev]',
    run: connectionStates,
  },
];
