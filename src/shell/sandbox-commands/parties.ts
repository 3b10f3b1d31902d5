/** Who shall speak to whom: what the commands that send traffic have in common. */
import { formatIp, parseIp } from '../../hosts/addresses.js';
import type { NoHost } from '../../hosts/attachment.js';
import type { IpAddress, IpFamily } from '../../hosts/message.js';
import { Storm } from '../../hosts/network.js';
import type { Parties } from '../../hosts/traffic.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { type Call, Refusal, type SubcommandOption } from './subcommand.js';

export const IPV6: SubcommandOption = {
  name: 'ipv6',
  short: '6',
  argument: 'none',
  help: 'speak IPv6',
};

export const SOURCE_IP: SubcommandOption = {
  name: 'ip',
  argument: 'required',
  argumentName: 'ADDRESS',
  help: 'send from this address, which SRC gets besides its own',
};

export const COUNT: SubcommandOption = {
  name: 'count',
  short: 'c',
  argument: 'required',
  argumentName: 'N',
  help: 'how many times',
};

export const SIZE: SubcommandOption = {
  name: 'size',
  short: 's',
  argument: 'required',
  argumentName: 'BYTES',
  help: 'how many bytes of data',
};

export const SOURCE_PORT: SubcommandOption = {
  name: 'source-port',
  short: 'p',
  argument: 'required',
  argumentName: 'PORT',
  help: 'the port that SRC sends from',
};

/** What an Ethernet frame of usual size can carry, IPv6 and TCP headers taken off. */
const MAX_SIZE = 1440;

const MAX_COUNT = 10_000;

/** A number given by an option. @throws Refusal where it is none or out of range. */
function numberOption(
  { options }: Call,
  { name }: SubcommandOption,
  fallback: number,
  [min, max]: readonly [number, number],
): number {
  const text = options.get(name);
  if (text === undefined) return fallback;
  if (!/^\d{1,9}$/.test(text) || Number(text) < min || Number(text) > max) {
    throw new Refusal(`--${name} must be a number from ${min} to ${max}, and '${text}' is none`);
  }
  return Number(text);
}

export const countOf = (call: Call, fallback: number): number =>
  numberOption(call, COUNT, fallback, [1, MAX_COUNT]);

export const sizeOf = (call: Call, fallback: number): number =>
  numberOption(call, SIZE, fallback, [0, MAX_SIZE]);

export const sourcePortOf = (call: Call, fallback: number): number =>
  numberOption(call, SOURCE_PORT, fallback, [1, 65_535]);

/** @throws Refusal for what cannot be found. */
export function found<T extends object>(value: T | NoHost): T {
  if ('problem' in value && typeof value.problem === 'string') throw new Refusal(value.problem);
  // What is no problem is what was asked for.
  return value as T;
}

/** The parties of a call with these names. @throws Refusal where they cannot speak. */
export function partiesOf(call: Call, sourceName: string, destinationName: string): Parties {
  const { hosts } = call.sandbox;
  const wanted = call.options.get(SOURCE_IP.name);
  const literal = wanted === undefined ? undefined : parseIp(wanted);
  if (wanted !== undefined && literal === undefined) {
    throw new Refusal(`'${wanted}' is no IP address`);
  }
  const destinationLiteral = parseIp(destinationName);
  const family: IpFamily =
    destinationLiteral?.family ?? literal?.family ?? (call.options.has(IPV6.name) ? 6 : 4);
  const { host } = found(hosts.station(sourceName));
  const source = literal ?? host.address(family);
  if (source === undefined) throw new Refusal(`'${sourceName}' has no IPv${family} address`);
  if (source.family !== family) {
    throw new Refusal(`${formatIp(source)} cannot speak to an address of the other family`);
  }
  const destination = found(hosts.addressOf(destinationName, family));
  // Now that nothing is wrong any more.
  if (literal !== undefined) addAddress(call.sandbox, sourceName, literal);
  return { from: found(hosts.station(sourceName)), source, destination };
}

/** Gives the host of a port one more address, for good. */
export function addAddress(sandbox: Sandbox, name: string, address: IpAddress): void {
  found(sandbox.hosts.station(name));
  const text = formatIp(address);
  sandbox.changeHost(name, (settings) => {
    // The one that was asked for last is the one that the host speaks from.
    settings.addresses = [text, ...settings.addresses.filter((other) => other !== text)];
  });
}

/** A destination with a port: `sw0-port1:22`, `10.0.0.1:22`, `[fe80::1]:22`. @throws Refusal */
export function parseTarget(text: string): { readonly name: string; readonly port: number } {
  const match = /^(?:\[(?<v6>[^\]]*)\]|(?<name>.*)):(?<port>\d{1,5})$/.exec(text);
  const { v6, name = v6, port } = match?.groups ?? {};
  if (name === undefined || name === '' || port === undefined) {
    throw new Refusal(`'${text}' must be DST:PORT, as in sw0-port1:22`);
  }
  if (Number(port) < 1 || Number(port) > 65_535) throw new Refusal(`there is no port ${port}`);
  return { name, port: Number(port) };
}

/** A name with the address behind it; the address alone where it was what was typed. */
export const nameAndAddress = (name: string, address: IpAddress): string =>
  name === formatIp(address) ? name : `${name} (${formatIp(address)})`;

/** Does `work`. @throws Refusal where frames loop. */
export function untilQuiet<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Storm ? new Refusal(error.message) : error;
  }
}

/** Conversations after which a person who wants no more of them is heard. */
const BREATH = 100;

/** Lets others have their turn now and then, in the nth round of something long. */
export async function breathe({ pause }: Call, round: number): Promise<void> {
  if (round % BREATH === 0) await pause(0);
}
