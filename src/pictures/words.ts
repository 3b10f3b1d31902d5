/** Puts the parts of a topology into words, the same in every picture. */
import { printable } from '../lib/printable.js';
import type { Chassis, RouterPort, SwitchPort, Topology } from './topology.js';

interface Named {
  readonly id: string;
  readonly name: string;
  readonly alias?: string | undefined;
}

/** The digits of a UUID that are shown in place of a missing name. */
const SHORT = 8;

/** Returns the name of a switch, a router or a port; its alias if it has one. */
export const label = ({ id, name, alias }: Named): string =>
  printable(alias ?? (name === '' ? id.slice(0, SHORT) : name));

/** Returns where a port is, and in which state. */
export function whereabouts({ state, chassis, remark }: SwitchPort): string {
  const on = chassis === undefined ? undefined : `on ${chassis}`;
  return [state, on, remark].filter((word) => word !== undefined).join(', ');
}

/** Returns the addresses of a port as one text. */
export const addressText = ({ addresses }: SwitchPort): string => printable(addresses.join('; '));

/** Returns the other side of a router's port: `sw0`, or `nothing`. */
export function peerName({ peer }: RouterPort, { switches, routers }: Topology): string {
  if (peer === undefined) return 'nothing';
  const list: readonly Named[] = peer.type === 'switch' ? switches : routers;
  const found = list.find(({ id }) => id === peer.id);
  const off = peer.type === 'switch' && !peer.enabled ? ' (disabled)' : '';
  return `${found ? label(found) : peer.id}${off}`;
}

/** Returns the tunnel endpoints of a chassis, and the number of its ports. */
export const chassisText = ({ encaps, ports }: Chassis): string =>
  `${encaps.join(', ')}, ${ports} ${ports === 1 ? 'port' : 'ports'}`;
