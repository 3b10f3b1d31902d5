/** Resolves conflicts between ports that claim the same name. */
import type { Uuid } from '../../lib/uuid.js';

/**
 * Values that ports assign to names. If several ports assign a value to a name, the port with the
 * greatest UUID wins, since the reference reads ports in database order and keeps the last.
 */
export class Claims<V> {
  readonly #values = new Map<string, Map<Uuid, V>>();

  /** Returns the value of a name. */
  get(name: string): V | undefined {
    let winner: Uuid | undefined;
    let value: V | undefined;
    for (const [port, claimed] of this.#values.get(name) ?? []) {
      if (winner !== undefined && port < winner) continue;
      winner = port;
      value = claimed;
    }
    return value;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  get size(): number {
    return this.#values.size;
  }

  names(): IterableIterator<string> {
    return this.#values.keys();
  }

  set(name: string, port: Uuid, value: V): void {
    const claims = this.#values.get(name);
    if (claims) claims.set(port, value);
    else this.#values.set(name, new Map([[port, value]]));
  }

  delete(name: string, port: Uuid): void {
    const claims = this.#values.get(name);
    claims?.delete(port);
    if (claims?.size === 0) this.#values.delete(name);
  }
}
