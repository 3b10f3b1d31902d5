/** Finds the bridge that an argument of `ovs-ofctl` names. Mirrors `open_vconn__()`. */

import { parseIpv4, parseIpv6 } from '../../lib/addresses.js';
import type { Bridge } from '../../openflow/switch/bridge.js';
import { fatal } from '../program/exit.js';
import { RUN_DIR } from '../program/sockets.js';
import type { Run } from './run.js';

/** A bridge, and the name of the connection to it, which messages mention. */
export interface FoundBridge {
  readonly bridge: Bridge;
  readonly connection: string;
}

const DEFAULT_PORT = 6653;

/** Finds a bridge by its name, the path of its socket, or an address; or ends the program. */
export function findBridge(run: Run, name: string): FoundBridge {
  const { bridges } = run.context.switch;
  const bySocket = (path: string): Bridge | undefined =>
    [...bridges.values()].find((bridge) => socketPath(bridge.name) === path) ??
    listeningBridge(run, (target) => target === `punix:${path}`);
  const colon = name.indexOf(':');
  if (colon >= 0) {
    const bridge = findByAddress(run, name.slice(0, colon), name.slice(colon + 1), bySocket);
    return { bridge, connection: name };
  }
  // The type of its datapath may come before the name of a bridge.
  const bare = name.slice(name.indexOf('@') + 1);
  const bridge =
    bySocket(name) ??
    bridges.get(name) ??
    bridges.get(bare) ??
    fatal(`${name} is not a bridge or a socket`);
  return { bridge, connection: `unix:${socketPath(bridge.name)}` };
}

function socketPath(bridge: string): string {
  return `${RUN_DIR}/${bridge}.mgmt`;
}

/** Returns the bridge with a controller whose target passes a test. */
function listeningBridge(
  { context }: Run,
  listens: (target: string) => boolean,
): Bridge | undefined {
  for (const { name, controller } of context.ovs.rows('Bridge')) {
    const targets = controller.map((uuid) => context.ovs.get('Controller', uuid)?.target ?? '');
    if (targets.some(listens)) return context.switch.bridge(name);
  }
  return undefined;
}

function findByAddress(
  run: Run,
  scheme: string,
  address: string,
  bySocket: (path: string) => Bridge | undefined,
): Bridge {
  const name = `${scheme}:${address}`;
  switch (scheme) {
    case 'unix':
      return bySocket(address) ?? fatal(`connecting to ${name} (No such file or directory)`);
    case 'tcp':
    case 'ssl': {
      const full = withDefaultPort(run, scheme, address);
      const { host, port } = parseTarget(run, name, scheme, full);
      if (scheme === 'ssl') failWithoutKeys(run, name);
      return (
        listeningBridge(run, (target) => isReachedAt(target, host, port)) ??
        fatal(`connecting to ${name} (Connection refused)`)
      );
    }
    default:
      return fatal(`connecting to ${name} (Address family not supported by protocol)`);
  }
}

/** Appends the default port, with a warning, to an address without one. */
function withDefaultPort(run: Run, scheme: string, address: string): string {
  const fields = `${scheme}:${address}`.split(':').filter((field) => field !== '');
  if (fields.length >= 3) return address;
  run.log('WARN', 'stream', 'The default OpenFlow port number has changed from 6633 to 6653');
  return `${address.replace(/:$/, '')}:${DEFAULT_PORT}`;
}

/** Splits `HOST:PORT`; mirrors `inet_parse_active()`. A bad port only causes a warning. */
function parseTarget(
  run: Run,
  name: string,
  scheme: string,
  target: string,
): { readonly host: string; readonly port: number } {
  const error = (message: string) => run.log('ERR', 'socket_util', `${target}: ${message}`);
  const [, bracketed, plain, portText = ''] =
    /^(?:\[([^\]]*)\]?|([^:]*))(?::([^:]*))?/s.exec(target) ?? [];
  const host = bracketed ?? plain ?? '';
  const fail = (message: string): never => {
    error(message);
    const reason = 'Address family not supported by protocol';
    run.log('ERR', `stream_${scheme}`, `${scheme}:${target}: connect: ${reason}`);
    return fatal(`connecting to ${name} (${reason})`);
  };
  if (portText === '' && bracketed !== undefined) fail('port must be specified');
  const port = /^\s*[+-]?\d+$/.test(portText) ? Number(portText) : -1;
  if (port < 0 || port > 0xffff) error(`bad port number "${portText}"`);
  if (host.includes(':')) {
    if (parseIpv6(host) === undefined) fail(`bad IPv6 address "${host}"`);
  } else if (parseIpv4(host) === undefined) {
    fail(`bad IPv4 address "${host}"`);
  }
  return { host, port };
}

/** Returns true if a controller's target listens at an address of this machine. */
function isReachedAt(target: string, host: string, port: number): boolean {
  const [, portText, ip] = /^ptcp:(\d*)(?::(.*))?$/.exec(target) ?? [];
  if (portText === undefined || Number(portText || DEFAULT_PORT) !== port) return false;
  return ip === undefined || ip === '0.0.0.0' ? host.startsWith('127.') : host === ip;
}

/** No key, certificate or authority is ever configured here. */
function failWithoutKeys(run: Run, name: string): never {
  for (const part of ['Private key', 'Certificate', 'CA certificate']) {
    run.log('ERR', 'stream_ssl', `${part} must be configured to use SSL`);
  }
  return fatal(`connecting to ${name} (Protocol not available)`);
}
