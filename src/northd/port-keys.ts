/** Allocates the tunnel keys of the ports of a datapath. Mirrors `ovn_port_allocate_key()`. */
import { allocateKey, MAX_PORT_KEY } from './tunnel-keys.js';

/** The tunnel keys of the ports of one datapath. */
export class PortKeys {
  readonly #inUse = new Set<number>();
  #highest = 0;

  has(key: number): boolean {
    return this.#inUse.has(key);
  }

  add(key: number): void {
    this.#inUse.add(key);
    if (key > this.#highest) this.#highest = key;
  }

  delete(key: number): void {
    this.#inUse.delete(key);
    while (this.#highest > 0 && !this.#inUse.has(this.#highest)) this.#highest--;
  }

  /** Allocates the key after the highest one in use or, if there is none, the lowest free key. */
  allocate(): number | undefined {
    const key = allocateKey(this.#inUse, MAX_PORT_KEY, this.#highest);
    if (key !== undefined) this.add(key);
    return key;
  }
}
