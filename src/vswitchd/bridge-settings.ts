import { parseMac } from '../lib/addresses.js';
import { type OpenFlowVersion, versionFromName } from '../openflow/model/protocols.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import type { Configuration, OvsRow } from './configuration.js';
import { addressOfBridge, isLocallyAdministered, isMulticast } from './hardware-addresses.js';

/**
 * The address of a bridge's local port: the one that is asked for, or else the
 * least that one of its ports was given and that was not made up, or else one of
 * the bridge's own.
 */
export function bridgeAddress(bridge: OvsRow<'Bridge'>, portAddresses: Iterable<bigint>): bigint {
  const asked = parseMac(bridge.other_config.get('hwaddr') ?? '');
  if (asked !== undefined && asked !== 0n && !isMulticast(asked)) return asked;
  return pickAddress(bridge, portAddresses);
}

/** The same, where nobody asks for an address: as for the port of a fake bridge. */
export function pickAddress(bridge: OvsRow<'Bridge'>, portAddresses: Iterable<bigint>): bigint {
  let least: bigint | undefined;
  for (const mac of portAddresses) {
    const usable = mac !== 0n && !isMulticast(mac) && !isLocallyAdministered(mac);
    if (usable && (least === undefined || mac < least)) least = mac;
  }
  return least ?? addressOfBridge(bridge._uuid);
}

/** The datapath ID of a bridge whose local port has this address. */
export function datapathId(bridge: OvsRow<'Bridge'>, address: bigint): bigint {
  const asked = bridge.other_config.get('datapath-id') ?? '';
  const id = /^[0-9a-f]{16}$/i.test(asked) ? BigInt(`0x${asked}`) : 0n;
  return id === 0n ? address : id;
}

/** How a bridge's OpenFlow tables are governed. */
interface Governance {
  readonly controlled: boolean;
  readonly failMode: 'secure' | 'standalone';
}

/** Puts bridges under the governance that their rows ask for. */
export class Governor {
  readonly #configuration: Configuration;
  readonly #current = new WeakMap<Bridge, Governance>();
  readonly #defaultVersions = new WeakMap<Bridge, readonly OpenFlowVersion[]>();

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  /**
   * A bridge starts over with empty tables when its first controller comes or its
   * last goes, and when its fail mode changes while it has none. Only then is it a
   * standalone bridge that does what an ordinary switch does.
   */
  apply(bridge: Bridge, row: OvsRow<'Bridge'>): void {
    const before = this.#current.get(bridge) ?? { controlled: false, failMode: 'secure' };
    const now: Governance = {
      controlled: this.#configuration.hasController(row),
      failMode: row.fail_mode ?? 'standalone',
    };
    this.#current.set(bridge, now);
    this.#applyVersions(bridge, row);
    const startsOver =
      now.controlled !== before.controlled || (!now.controlled && now.failMode !== before.failMode);
    if (!startsOver) return;
    bridge.setFailMode(now.controlled ? 'secure' : now.failMode);
    bridge.flushFlows();
  }

  #applyVersions(bridge: Bridge, row: OvsRow<'Bridge'>): void {
    const defaults = this.#defaultVersions.get(bridge) ?? bridge.versions;
    this.#defaultVersions.set(bridge, defaults);
    const asked = row.protocols.flatMap((name) => versionFromName(name) ?? []);
    bridge.versions = asked.length > 0 ? asked : defaults;
  }
}
