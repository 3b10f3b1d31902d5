import type { PortKind } from '../openflow/model/bridge-port.js';
import { PORT_MAX } from '../openflow/model/openflow-ports.js';
import type { WantedPort } from './configuration.js';
import { isReservedName, kindOfType } from './device-types.js';

/** What a port is to be made as. */
export interface PortPlan {
  readonly type: string;
  readonly kind: PortKind;
}

/** A port that cannot be made. Not every error has a text. */
export interface PortError {
  readonly error: string | undefined;
}

/** How the port `name` is to be made, or why it cannot be (`iface_do_create`). */
export function planPort(name: string, wanted: WantedPort): PortPlan | PortError {
  if (isReservedName(name)) return { error: undefined };
  if (name === wanted.bridge.name) return { type: 'internal', kind: 'local' };
  const row = wanted.interface;
  const type = row ? row.type || 'system' : 'internal';
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

/** A patch port has a peer, which is another, and no other option. */
function isPatchTo(name: string, options: ReadonlyMap<string, string>): boolean {
  const peer = options.get('peer');
  return peer !== undefined && peer !== name && options.size === 1;
}

/** The number that a port asks for. */
export function requestedNumber({ interface: row }: WantedPort): number | undefined {
  return validNumber(row?.ofport_request);
}

/** The number that a port had, as its Interface row says. */
export function recordedNumber({ interface: row }: WantedPort): number | undefined {
  return validNumber(row?.ofport);
}

function validNumber(number: number | undefined): number | undefined {
  return number !== undefined && number >= 1 && number < PORT_MAX ? number : undefined;
}
