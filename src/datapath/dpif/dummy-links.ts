/** Connects dummy devices as their options `pstream` and `stream` request. */

/** The options of a device, which may have one of them at most. */
export interface LinkOptions {
  /** Accepts connections: `punix:PATH` or `ptcp:PORT`. */
  readonly pstream: string | undefined;
  /** Connects to an accepting device: `unix:PATH` or `tcp:HOST:PORT`. */
  readonly stream: string | undefined;
}

export type LinkState = 'connected' | 'disconnected' | 'unknown';

/** Returns a text that is the same for both ends of a connection. */
function endpoint(target: string): string {
  const [, type = '', rest = ''] = /^p?(\w+?):(.*)$/s.exec(target) ?? [];
  if (type !== 'tcp' && type !== 'ssl') return `${type}:${rest}`;
  // A passive target starts with the port, an active one with the host.
  const [first = '', second = ''] = rest.split(':');
  return `${type}:${target.startsWith('p') ? first : second}`;
}

export class DummyLinks {
  /** The devices that accept connections, and the devices that connect, by name. */
  readonly #passive = new Map<string, string>();
  readonly #active = new Map<string, string>();

  /** True if any device is configured. */
  get any(): boolean {
    return this.#active.size > 0 && this.#passive.size > 0;
  }

  /**
   * Configures a device. Contradictory options are ignored. Mirrors
   * `dummy_packet_conn_set_config()`.
   */
  configure(device: string, { pstream, stream }: LinkOptions): void {
    if (pstream !== undefined && stream !== undefined) return;
    this.delete(device);
    if (pstream !== undefined) this.#passive.set(device, endpoint(pstream));
    if (stream !== undefined) this.#active.set(device, endpoint(stream));
  }

  delete(device: string): void {
    this.#passive.delete(device);
    this.#active.delete(device);
  }

  /** Returns the devices that are connected to a device. */
  peersOf(device: string): string[] {
    const passive = this.#passive.get(device);
    const [others, wanted] =
      passive === undefined ? [this.#passive, this.#active.get(device)] : [this.#active, passive];
    return [...others].flatMap(([name, end]) => (end === wanted ? [name] : []));
  }

  /** The state of a device as `netdev-dummy/conn-state` shows it. */
  state(device: string): LinkState {
    if (!this.#active.has(device)) return 'unknown';
    return this.peersOf(device).length > 0 ? 'connected' : 'disconnected';
  }
}
