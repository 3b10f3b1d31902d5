/** Decides how a port is created, or why it cannot be created. */
import type { PortKind } from '../openflow/model/bridge-port.js';
import { PORT_MAX } from '../openflow/model/openflow-ports.js';
import type { WantedPort } from './configuration.js';
import { isReservedName, kindOfType } from './device-types.js';

/** The parameters for creating a port. */
export interface PortPlan {
  readonly type: string;
  readonly kind: PortKind;
}

/** The error of a port that cannot be created. Not every error has a text. */
export interface PortError {
  readonly error: string | undefined;
}

/**
 * Returns how to create the port `name`, or why it cannot be created. Mirrors `iface_do_create()`.
 */
export function planPort(name: string, wanted: WantedPort): PortPlan | PortError {
  if (isReservedName(name)) return { error: undefined };
  if (name === wanted.bridge.name) return { type: 'internal', kind: 'local' };
  const row = wanted.interface;
  const type = row ? row.type || 'system' : wanted.isSplinter ? 'system' : 'internal';
  const kind = kindOfType(type);
  if (kind === undefined) {
    return {
      error: `could not open network device ${name} (Address family not supported by protocol)`,
    };
  }
  if (kind === 'patch' && !isPatchTo(name, row?.options ?? new Map())) {
    return { error: `${name}: could not set configuration (Invalid argument)` };
  }
  return { type, kind };
}

/** Returns true if the options specify a peer, which is a different port, and nothing else. */
function isPatchTo(name: string, options: ReadonlyMap<string, string>): boolean {
  const peer = options.get('peer');
  return peer !== undefined && peer !== name && options.size === 1;
}

/** Returns the number that a port requests. */
export function requestedNumber({ interface: row }: WantedPort): number | undefined {
  return validNumber(row?.ofport_request);
}

/** Returns the previous number of a port, from its Interface row. */
export function recordedNumber({ interface: row }: WantedPort): number | undefined {
  return validNumber(row?.ofport);
}

function validNumber(number: number | undefined): number | undefined {
  return number !== undefined && number >= 1 && number < PORT_MAX ? number : undefined;
}
