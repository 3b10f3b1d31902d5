/** Parses the packet and the input port that the arguments of a trace describe. */
import { type DatapathBridge, onRealDevice } from '../../../datapath/bridge/datapath-bridge.js';
import type { Dpif } from '../../../datapath/dpif/dpif.js';
import { flowFromOdpKey } from '../../../datapath/odp/key-to-flow.js';
import { type ParsedOdpFlow, parseOdpFlow } from '../../../datapath/odp/parse-key.js';
import { OpenFlowTextError } from '../../../openflow/values/scanning.js';
import { extractFlow } from '../../../packet/extract.js';
import type { Flow } from '../../../packet/flow.js';
import { parseExactFlow } from '../../../packet/parse-exact-flow.js';
import type { ToolContext } from '../../tool.js';
import { CommandError } from '../target-command.js';

export interface TraceRequest {
  readonly bridge: DatapathBridge;
  readonly flow: Flow;
  /** True if the request contains the packet itself, not only its flow. */
  readonly hasPacket: boolean;
  /**
   * The connection states that the tracker returns, in order; when there are none left, the trace
   * ends.
   */
  readonly ctNext: readonly number[];
}

const ETHERNET_HEADER = 14;

/**
 * Parses `[DATAPATH] ODP_FLOW [-generate | PACKET]` or `BRIDGE FLOW [-generate | PACKET]`, like
 * `parse_flow_and_packet()`.
 *
 * @throws CommandError
 */
export function parseTraceRequest(
  args: readonly string[],
  context: ToolContext,
  ctNext: readonly number[] = [],
): TraceRequest {
  const { words, packet } = splitPacket(args);
  const [first = '', second] = words;
  if (words.length < 1 || words.length > 2) throw new CommandError('Syntax error');
  const text = second ?? first;
  const dpif = findDatapath(second === undefined ? undefined : first, context);
  const ports = new Map<string, number>();
  for (const [number, { name }] of dpif?.ports ?? []) ports.set(name, number);
  const key = parseOdpFlow(text, { masked: true, ports });
  const { bridge, flow } =
    key === undefined
      ? bridgeAndFlow(second === undefined ? undefined : first, text, context)
      : datapathFlow(dpif, key);
  if (packet === undefined || packet === '-generate') {
    return { bridge, flow, hasPacket: packet !== undefined, ctNext };
  }
  return { bridge, flow: extractFlow(packet, flow), hasPacket: true, ctNext };
}

/** Separates a packet at the end from the other words. */
function splitPacket(args: readonly string[]): {
  readonly words: readonly string[];
  readonly packet: Uint8Array | '-generate' | undefined;
} {
  const last = args.at(-1) ?? '';
  const words = args.slice(0, -1);
  if (last === '-generate') return { words, packet: '-generate' };
  const packet = parsePacket(last);
  if (typeof packet !== 'string') return { words, packet };
  if (args.length === 3) throw new CommandError(packet);
  return { words: args, packet: undefined };
}

/** Parses a frame in hexadecimal, or returns an error message. */
function parsePacket(text: string): Uint8Array | string {
  if (!/^([ \t\r\n]*[0-9a-f]{2})*[ \t\r\n]*$/i.test(text)) return 'Trailing garbage in packet data';
  const digits = text.replace(/[ \t\r\n]+/g, '');
  if (digits.length < 2 * ETHERNET_HEADER) return 'Packet data too short for Ethernet';
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Finds a datapath by name or type, or the only one if none is named. */
function findDatapath(name: string | undefined, { datapath }: ToolContext): Dpif | undefined {
  if (name !== undefined) return datapath.dpifs.get(name.replace(/^ovs-/, ''));
  const [only, ...others] = datapath.dpifs.values();
  return others.length === 0 ? only : undefined;
}

type Place = Pick<TraceRequest, 'bridge' | 'flow'>;

function datapathFlow(dpif: Dpif | undefined, { key }: ParsedOdpFlow): Place {
  if (dpif === undefined) throw new CommandError('Cannot find the datapath');
  const { fitness, flow, inPort } = flowFromOdpKey(key, new Map());
  if (fitness === 'error') throw new CommandError('Failed to parse datapath flow key');
  // No port of the dummy datapath receives from tunnels (`tnl_port_receive`).
  const port = flow.get('tun_dst') === 0n ? dpif.ports.get(inPort) : undefined;
  if (port === undefined) throw new CommandError('Invalid datapath flow');
  flow.set('in_port', BigInt(port.port.number));
  return { bridge: port.bridge, flow: onRealDevice(port.bridge, flow) };
}

function bridgeAndFlow(name: string | undefined, text: string, { datapath }: ToolContext): Place {
  const flow = exactFlow(text);
  if (name === undefined) throw new CommandError('Must specify bridge name');
  const bridge = datapath.bridges.get(name);
  if (bridge === undefined) throw new CommandError('Unknown bridge name');
  return { bridge, flow };
}

function exactFlow(text: string): Flow {
  try {
    return parseExactFlow(text);
  } catch (error) {
    if (!(error instanceof OpenFlowTextError)) throw error;
    throw new CommandError(`Bad openflow flow syntax: ${error.message}`);
  }
}
