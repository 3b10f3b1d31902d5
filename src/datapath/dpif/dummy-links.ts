/** Connections between dummy devices, which options `pstream` and `stream` configure. */

/** The options of a device; a device has at most one of them. */
export interface LinkOptions {
  /** Accepts connections: `punix:PATH` or `ptcp:PORT`. */
  readonly pstream: string | undefined;
  /** Connects to a device that accepts: `unix:PATH` or `tcp:HOST:PORT`. */
  readonly stream: string | undefined;
}

export type LinkState = 'connected' | 'disconnected' | 'unknown';

/** Returns a text that is the same for both ends of a connection. */
function endpoint(target: string): string {
  const [, type = '', rest = ''] = /^p?(\w+?):(.*)$/s.exec(target) ?? [];
  if (type !== 'tcp' && type !== 'ssl') return `${type}:${rest}`;
  // The passive end starts with the port, the active end with the host.
  const [first = '', second = ''] = rest.split(':');
  return `${type}:${target.startsWith('p') ? first : second}`;
}

export class DummyLinks {
  /** The devices that accept connections, and those that connect, by name. */
  readonly #passive = new Map<string, string>();
  readonly #active = new Map<string, string>();

  /** True if any device is configured. */
  get any(): boolean {
    return this.#active.size > 0 && this.#passive.size > 0;
  }

  /** Mirrors `dummy_packet_conn_set_config()`: options that contradict each other are ignored. */
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
