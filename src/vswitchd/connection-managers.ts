/** Configures the connections of bridges to their controllers (`bridge_configure_remotes`). */
import { parseIpv4 } from '../lib/addresses.js';
import type { Clock } from '../lib/clock.js';
import type { LogSink } from '../lib/log.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import type { Configuration, OvsRow } from './configuration.js';
import { ConnectionManager } from './connection-manager.js';
import { controllersOf, inBandManagers } from './remotes.js';
import { integerSetting } from './settings.js';

/** The connection manager of each bridge, by name. */
export class ConnectionManagers {
  readonly #configuration: Configuration;
  readonly #clock: Clock;
  readonly #log: LogSink;
  readonly #managers = new Map<string, ConnectionManager>();

  constructor(configuration: Configuration, clock: Clock, log: LogSink) {
    this.#configuration = configuration;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * Configures the connections of a bridge from its row.
   *
   * @param isRestored true if the bridge existed before the process started.
   */
  configure(
    bridge: Bridge,
    row: OvsRow<'Bridge'>,
    localAddress: bigint,
    isRestored: boolean,
  ): ConnectionManager {
    const known = this.#managers.get(row.name);
    const manager = known ?? new ConnectionManager(bridge, this.#clock, this.#log);
    this.#managers.set(row.name, manager);
    const disabled = row.other_config.get('disable-in-band') === 'true';
    const settings = {
      controllers: controllersOf(row, this.#configuration),
      failMode: row.fail_mode ?? 'standalone',
      managers: disabled ? [] : inBandManagers(this.#configuration.managers),
      queue: integerSetting(row.other_config, 'in-band-queue') ?? -1,
      localAddress,
    };
    manager.configure(settings, isRestored);
    return manager;
  }

  /**
   * Returns true if a controller's settings assign an address to the local port of its bridge,
   * which brings the port up.
   */
  setsLocalAddress(row: OvsRow<'Bridge'>): boolean {
    const addresses = this.#configuration.controllers(row).map(({ local_ip }) => local_ip ?? '');
    return addresses.some((address) => parseIpv4(address) !== undefined);
  }

  /** Forgets the connections of a deleted bridge. */
  delete(bridge: string): void {
    this.#managers.delete(bridge);
  }
}
