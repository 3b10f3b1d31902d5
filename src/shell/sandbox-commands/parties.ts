/** Parses the options and arguments of the subcommands that send traffic. */

import type { NoHost } from '../../hosts/attachment.js';
import { Storm } from '../../hosts/network.js';
import type { Parties } from '../../hosts/traffic.js';
import type { IpAddress, IpFamily } from '../../lib/ip.js';
import { formatIp, parseIp } from '../../lib/ip.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { type Call, Refusal, type SubcommandOption } from './subcommand.js';

export const IPV6: SubcommandOption = {
  name: 'ipv6',
  short: '6',
  argument: 'none',
  help: 'use IPv6',
};

export const SOURCE_IP: SubcommandOption = {
  name: 'ip',
  argument: 'required',
  argumentName: 'ADDRESS',
  help: 'send from this address, which SRC gets in addition',
};

export const COUNT: SubcommandOption = {
  name: 'count',
  short: 'c',
  argument: 'required',
  argumentName: 'N',
  help: 'the number of attempts',
};

export const SIZE: SubcommandOption = {
  name: 'size',
  short: 's',
  argument: 'required',
  argumentName: 'BYTES',
  help: 'the number of bytes to send',
};

export const SOURCE_PORT: SubcommandOption = {
  name: 'source-port',
  short: 'p',
  argument: 'required',
  argumentName: 'PORT',
  help: 'the source port',
};

/** The payload of an Ethernet frame of normal size with IPv6 and TCP headers. */
const MAX_SIZE = 1440;

const MAX_COUNT = 10_000;

/** Returns the number in an option. @throws Refusal if it is not a number or out of range */
function numberOption(
  { options }: Call,
  { name }: SubcommandOption,
  fallback: number,
  [min, max]: readonly [number, number],
): number {
  const text = options.get(name);
  if (text === undefined) return fallback;
  if (!/^\d{1,9}$/.test(text) || Number(text) < min || Number(text) > max) {
    throw new Refusal(`--${name} must be a number from ${min} to ${max}, not '${text}'`);
  }
  return Number(text);
}

export const countOf = (call: Call, fallback: number): number =>
  numberOption(call, COUNT, fallback, [1, MAX_COUNT]);

export const sizeOf = (call: Call, fallback: number): number =>
  numberOption(call, SIZE, fallback, [0, MAX_SIZE]);

export const sourcePortOf = (call: Call, fallback: number): number =>
  numberOption(call, SOURCE_PORT, fallback, [1, 65_535]);

/** Returns `value` unless it reports that there is no host. @throws Refusal with the reason */
export function found<T extends object>(value: T | NoHost): T {
  if ('problem' in value && typeof value.problem === 'string') throw new Refusal(value.problem);
  // Without a problem, it is the wanted object.
  return value as T;
}

/** Returns the two ends of a conversation. @throws Refusal if they cannot talk */
export function partiesOf(call: Call, sourceName: string, destinationName: string): Parties {
  const { hosts } = call.sandbox;
  const wanted = call.options.get(SOURCE_IP.name);
  const literal = wanted === undefined ? undefined : parseIp(wanted);
  if (wanted !== undefined && literal === undefined) {
    throw new Refusal(`'${wanted}' is not an IP address`);
  }
  const destinationLiteral = parseIp(destinationName);
  const family: IpFamily =
    destinationLiteral?.family ?? literal?.family ?? (call.options.has(IPV6.name) ? 6 : 4);
  const { host } = found(hosts.station(sourceName));
  const source = literal ?? host.address(family);
  if (source === undefined) throw new Refusal(`'${sourceName}' has no IPv${family} address`);
  if (source.family !== family) {
    throw new Refusal(`${formatIp(source)} cannot reach an address of the other family`);
  }
  const destination = found(hosts.addressOf(destinationName, family));
  // After all checks, so a refused call changes nothing.
  if (literal !== undefined) addAddress(call.sandbox, sourceName, literal);
  return { from: found(hosts.station(sourceName)), source, destination };
}

/** Permanently adds an address to the host of a port. */
export function addAddress(sandbox: Sandbox, name: string, address: IpAddress): void {
  found(sandbox.hosts.station(name));
  const text = formatIp(address);
  sandbox.changeHost(name, (settings) => {
    // The latest one comes first and becomes the source address.
    settings.addresses = [text, ...settings.addresses.filter((other) => other !== text)];
  });
}

/** Parses a destination such as `sw0-port1:22` or `[fe80::1]:22`. @throws Refusal */
export function parseTarget(text: string): { readonly name: string; readonly port: number } {
  const match = /^(?:\[(?<v6>[^\]]*)\]|(?<name>.*)):(?<port>\d{1,5})$/.exec(text);
  const { v6, name = v6, port } = match?.groups ?? {};
  if (name === undefined || name === '' || port === undefined) {
    throw new Refusal(`'${text}' must be DST:PORT, as in sw0-port1:22`);
  }
  if (Number(port) < 1 || Number(port) > 65_535) throw new Refusal(`there is no port ${port}`);
  return { name, port: Number(port) };
}

/** Returns a name with its address, or the address alone if it was given as one. */
export const nameAndAddress = (name: string, address: IpAddress): string =>
  name === formatIp(address) ? name : `${name} (${formatIp(address)})`;

/** Runs `work`. @throws Refusal if frames loop */
export function untilQuiet<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Storm ? new Refusal(error.message) : error;
  }
}

/** The number of conversations between two checks for an interruption. */
const YIELD_INTERVAL = 100;

/** Yields to the event loop every few conversations; `round` counts them. */
export async function breathe({ pause }: Call, round: number): Promise<void> {
  if (round % YIELD_INTERVAL === 0) await pause(0);
}
