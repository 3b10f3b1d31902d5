/** A port of a bridge as the datapath knows it (`struct ofport_dpif`). */
import { type BridgePort, PORT_STATE } from '../../openflow/model/bridge-port.js';
import type { XlatePort } from '../translate/ports.js';
import type { Bundle } from './bundle.js';
import type { DatapathBridge } from './datapath-bridge.js';

/** What a port is made of. */
export interface DatapathPortSpec {
  /** The type of the device: `system`, `dummy`, `patch`, `geneve` ... */
  readonly type: string;
  /** Its number in the datapath; a patch port has none. */
  readonly odpPort: number | undefined;
}

export class DatapathPort implements XlatePort {
  readonly bridge: DatapathBridge;
  /** The OpenFlow port, which has the counters too. */
  readonly port: BridgePort;
  readonly type: string;
  readonly odpPort: number | undefined;
  #peerName: string | undefined;
  bundle: Bundle | undefined;

  constructor(bridge: DatapathBridge, port: BridgePort, spec: DatapathPortSpec) {
    this.bridge = bridge;
    this.port = port;
    this.type = spec.type;
    this.odpPort = spec.odpPort;
  }

  get name(): string {
    return this.port.name;
  }

  /** Whether its link is up. */
  get live(): boolean {
    return (this.port.state & PORT_STATE.LINK_DOWN) === 0;
  }

  /** The patch port that this one says it is joined to. */
  get peerName(): string | undefined {
    return this.#peerName;
  }

  set peerName(name: string | undefined) {
    if (name === this.#peerName) return;
    this.#peerName = name;
    this.bridge.bridge.touch();
  }

  /** The other end of a patch port, where both say that they are joined. */
  get peer(): DatapathPort | undefined {
    if (this.#peerName === undefined) return undefined;
    const peer = this.bridge.dpif.patchPort(this.#peerName);
    return peer?.peerName === this.name ? peer : undefined;
  }
}
