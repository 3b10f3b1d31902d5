/**
 * Finds the data connections that FTP control packets announce (`process_ftp_ctl_v4`,
 * `process_ftp_ctl_v6` in `lib/conntrack.c`), without address translation.
 */
import { parseIpv4, parseIpv6 } from '../../lib/addresses.js';
import { HEADER, IP_PROTO } from '../../lib/protocol-numbers.js';
import type { Address, IpPacket } from './ip-packet.js';
import type { Tuple } from './tuple.js';

export const FTP = 'ftp';

const CONTROL_PORT = 21;

/**
 * The number of bytes of a message that are examined, including one that the reference does not
 * count.
 */
const MESSAGE_OCTETS = 128;

const PORT_OR_227 = /^(?:PORT|227)/i;
const PORT_OR_227_ARGUMENT =
  /^(PORT|227)[^ ]* \D*((?:(?:0|[1-9]\d*),){3}(?:0|[1-9]\d*)),(\d{1,4}),(\d+)/i;
const EPRT_OR_229 = /^EPRT|EXTENDED PASSIVE/i;
const EPRT_ARGUMENT = /^EPRT\D*2\D([0-9a-f:.]*).(\d{1,6})/i;
const EPSV_ARGUMENT = /\(\D*(\d{1,6})/;

/** Returns true if a packet may belong to an FTP control connection. */
export function isFtpControl(
  { frame, protocol, next, end }: IpPacket,
  helper: string | undefined,
): boolean {
  if (protocol !== IP_PROTO.TCP || end - next < HEADER.TCP) return false;
  if (helper === FTP) return true;
  return frame.u16(next) === CONTROL_PORT || frame.u16(next + 2) === CONTROL_PORT;
}

/**
 * Returns the port that a control packet announces for data, if any; `'malformed'` for an invalid
 * announcement.
 *
 * @param control the tuple of the control connection, from client to server.
 */
export function announcedPort(packet: IpPacket, control: Tuple): number | 'malformed' | undefined {
  const message = readMessage(packet);
  const announced = packet.family === 4 ? announcedInIpv4(message) : announcedInIpv6(message);
  if (typeof announced !== 'object') return announced;
  const { address, port, active } = announced;
  const owner = active ? control.source : control.destination;
  // An announcement of another host's address is an attack.
  return address !== undefined && address !== owner.address ? 'malformed' : port;
}

interface Announcement {
  /** The listening address, if it is part of the message. */
  readonly address: Address | undefined;
  readonly port: number;
  /** True if the client listens rather than the server. */
  readonly active: boolean;
}

function announcedInIpv4(message: string): Announcement | 'malformed' | undefined {
  if (!PORT_OR_227.test(message)) return undefined;
  const [, command, quad = '', high, low] = PORT_OR_227_ARGUMENT.exec(message) ?? [];
  const address = parseIpv4(quad.replaceAll(',', '.'));
  const octets = [Number(high), Number(low)];
  if (address === undefined || !octets.every((octet) => octet <= 255)) return 'malformed';
  const port = octets.reduce((number, octet) => number * 256 + octet);
  return { address, port, active: command?.toUpperCase() === 'PORT' };
}

function announcedInIpv6(message: string): Announcement | 'malformed' | undefined {
  if (!EPRT_OR_229.test(message)) return undefined;
  const active = /^EPRT/i.test(message);
  const [, text, digits] = active
    ? (EPRT_ARGUMENT.exec(message) ?? [])
    : [undefined, undefined, EPSV_ARGUMENT.exec(message)?.[1]];
  const address = text === undefined ? undefined : parseIpv6(text);
  const port = Number(digits);
  if (!(port <= 65535) || (active && address === undefined)) return 'malformed';
  return { address, port, active };
}

/** Returns the text at the start of a TCP segment. */
function readMessage({ frame, next, end }: IpPacket): string {
  const start = next + (frame.u8(next + 12) >>> 4) * 4;
  const last = start + Math.min(end - start, MESSAGE_OCTETS) - 1;
  let text = '';
  for (let at = start; at < last; at++) {
    const octet = frame.u8(at);
    if (octet === 0) break;
    text += String.fromCharCode(octet);
  }
  return text;
}
