/** Carries the frames of hosts through the switch to other hosts. */
import { ETH_TYPE } from '../lib/protocol-numbers.js';
import { popVlan, pushVlan, vlanOf } from '../packet/push-pop.js';
import type { Attachment } from './attachment.js';
import { decodeMessage } from './decode.js';
import { encodeMessage } from './encode.js';
import type { Host } from './host.js';
import type { Message } from './message.js';

/** The outcome of a frame that the switch received. */
export interface ForwardingResult {
  /** The frames that left the switch, with their ports. */
  readonly outputs: readonly {
    readonly port: { readonly name: string };
    readonly frame: Uint8Array;
  }[];
}

/** The switch as hosts see it. */
export interface Wire<R extends ForwardingResult> {
  /** Sends a frame into the switch through a device. */
  receive(device: string, frame: Uint8Array): R;
}

/** A host and its attachment. */
export interface Station {
  readonly host: Host;
  readonly attachment: Attachment;
}

/** The journey of a frame from a host through the switch. */
export interface Journey<R extends ForwardingResult = ForwardingResult> {
  readonly from: Station;
  readonly message: Message;
  /** The frame that entered the switch. */
  readonly frame: Uint8Array;
  readonly forwarded: R;
  /** The hosts that it reached. */
  readonly reached: readonly Station[];
}

/**
 * Returns the host that is attached to a device; VLANs distinguish the containers behind one
 * device.
 */
export type Directory = (device: string, vlan: number | undefined) => Station | undefined;

/** The maximum number of frames of a conversation; beyond this, frames are assumed to loop. */
const MAX_FRAMES = 10_000;

/** Thrown if frames keep causing more frames without end. */
export class Storm extends Error {
  constructor() {
    super(`stopped after ${MAX_FRAMES} frames: the network has a loop`);
  }
}

export class Network<R extends ForwardingResult> {
  readonly #wire: Wire<R>;
  readonly #stationAt: Directory;

  constructor(wire: Wire<R>, stationAt: Directory) {
    this.#wire = wire;
    this.#stationAt = stationAt;
  }

  /**
   * Sends frames from a host, then all the frames that hosts send in response.
   *
   * @returns the journeys of the frames, in order
   * @throws Storm if there is no end to them
   */
  exchange(from: Station, messages: readonly Message[]): readonly Journey<R>[] {
    const journeys: Journey<R>[] = [];
    const queue = messages.map((message) => ({ from, message }));
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (journeys.length === MAX_FRAMES) throw new Storm();
      const { journey, answers } = this.#carry(next.from, next.message);
      journeys.push(journey);
      queue.push(...answers);
    }
    return journeys;
  }

  #carry(from: Station, message: Message) {
    const { device, vlan } = from.attachment;
    const plain = encodeMessage(message);
    const frame = vlan === undefined ? plain : pushVlan(plain, ETH_TYPE.VLAN, vlan);
    const forwarded = this.#wire.receive(device, frame);
    const reached: Station[] = [];
    const answers: { from: Station; message: Message }[] = [];
    for (const { port, frame: output } of forwarded.outputs) {
      const station = this.#stationAt(port.name, vlanOf(output));
      if (station === undefined) continue;
      reached.push(station);
      const heard = decodeMessage(station.attachment.vlan === undefined ? output : popVlan(output));
      for (const answer of heard === undefined ? [] : station.host.receive(heard)) {
        answers.push({ from: station, message: answer });
      }
    }
    return { journey: { from, message, frame, forwarded, reached }, answers };
  }
}
