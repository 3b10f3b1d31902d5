/** Parses the addresses of controllers and managers, as far as in-band control needs them. */
import { parseIpv4 } from '../lib/addresses.js';
import type { Configuration, OvsRow } from './configuration.js';

/** The TCP address of a controller or manager. */
export interface Remote {
  readonly address: number;
  readonly port: number;
}

/** A controller to which a bridge connects. Mirrors `struct ofproto_controller`. */
export interface ControllerSettings {
  readonly target: string;
  readonly inBand: boolean;
  /** Seconds without a message before the connection is probed; 0 for never. */
  readonly probeInterval: number;
}

const OPENFLOW_PORT = 6653;
const OVSDB_PORT = 6640;
const LOOPBACK = 0x7f000001;
const DEFAULT_PROBE_INTERVAL = 5;

/** Returns the address of an active target. Mirrors `stream_parse_target_with_default_port()`. */
function parseTarget(target: string, defaultPort: number): Remote | undefined {
  const [, host = '', port = String(defaultPort)] =
    /^(?:tcp|ssl):([^:[\]]+)(?::(\d+))?$/.exec(target) ?? [];
  const address = parseIpv4(host);
  const number = Number(port);
  const isValid = address !== undefined && number > 0 && number <= 0xffff;
  return isValid ? { address, port: number } : undefined;
}

/** Returns the address of a controller. */
export function controllerAddress({ target }: ControllerSettings): Remote | undefined {
  return parseTarget(target, OPENFLOW_PORT);
}

/** Returns the controllers to which a bridge connects actively. */
export function controllersOf(
  bridge: OvsRow<'Bridge'>,
  configuration: Configuration,
): ControllerSettings[] {
  const disabled = bridge.other_config.get('disable-in-band') === 'true';
  return configuration.controllers(bridge).map((row) => ({
    target: row.target,
    inBand: !disabled && row.connection_mode !== 'out-of-band',
    probeInterval: Math.trunc((row.inactivity_probe ?? DEFAULT_PROBE_INTERVAL * 1000) / 1000),
  }));
}

/**
 * Returns the addresses of managers that must be reached in-band. Mirrors
 * `collect_in_band_managers()`.
 */
export function inBandManagers(managers: readonly OvsRow<'Manager'>[]): Remote[] {
  const targets = new Set<string>();
  for (const { target, connection_mode: mode } of managers) {
    if (mode === 'out-of-band') targets.delete(target);
    else targets.add(target);
  }
  return [...targets].flatMap((target) => {
    const remote = parseTarget(target, OVSDB_PORT);
    return remote === undefined || remote.address === LOOPBACK ? [] : [remote];
  });
}
