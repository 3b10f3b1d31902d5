/** Maps between real devices and the VLAN devices that split their tagged packets by VLAN. */
/** VLAN devices that carry the tagged packets of a real device (`vsp_*` in `ofproto-dpif.c`). */

interface Splinter {
  readonly realPort: number;
  readonly vlan: number;
}

/** The VLAN devices of a bridge, as OpenFlow port numbers. */
export class VlanSplinters {
  readonly #byPort = new Map<number, Splinter>();
  /** The VLAN devices by real port and VLAN. */
  readonly #byTag = new Map<string, number>();

  /** True if there are any. */
  get any(): boolean {
    return this.#byPort.size > 0;
  }

  /** Makes `port` the device for a VLAN of `realPort`. Returns false if it already was. */
  set(port: number, realPort: number, vlan: number): boolean {
    const known = this.#byPort.get(port);
    if (known?.realPort === realPort && known.vlan === vlan) return false;
    this.delete(port);
    this.#byPort.set(port, { realPort, vlan });
    this.#byTag.set(`${realPort}/${vlan}`, port);
    return true;
  }

  delete(port: number): void {
    const known = this.#byPort.get(port);
    if (known === undefined) return;
    this.#byPort.delete(port);
    this.#byTag.delete(`${known.realPort}/${known.vlan}`);
  }

  /** Returns the port for packets of a VLAN. Mirrors `vsp_realdev_to_vlandev()`. */
  deviceOf(realPort: number, vlan: number): number {
    return this.any ? (this.#byTag.get(`${realPort}/${vlan}`) ?? realPort) : realPort;
  }

  /** Returns the real port and VLAN of a VLAN device. Mirrors `vsp_vlandev_to_realdev()`. */
  realOf(port: number): Splinter | undefined {
    return this.#byPort.get(port);
  }
}
