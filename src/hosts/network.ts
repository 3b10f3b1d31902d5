/** Hosts and the switch between them: what one says reaches those whom the switch lets it reach. */
import { ETH_TYPE } from '../lib/protocol-numbers.js';
import { popVlan, pushVlan, vlanOf } from '../packet/push-pop.js';
import type { Attachment } from './attachment.js';
import { decodeMessage } from './decode.js';
import { encodeMessage } from './encode.js';
import type { Host } from './host.js';
import type { Message } from './message.js';

/** What became of a frame that went into the switch. */
export interface ForwardingResult {
  /** The frames that came out, and the ports that they came out of. */
  readonly outputs: readonly {
    readonly port: { readonly name: string };
    readonly frame: Uint8Array;
  }[];
}

/** The switch, as hosts see it. */
export interface Wire<R extends ForwardingResult> {
  /** Hands the switch a frame that comes in from a device. */
  receive(device: string, frame: Uint8Array): R;
}

/** A host where it is plugged in. */
export interface Station {
  readonly host: Host;
  readonly attachment: Attachment;
}

/** One frame on its way from a host through the switch. */
export interface Journey<R extends ForwardingResult = ForwardingResult> {
  readonly from: Station;
  readonly message: Message;
  /** The frame as it went into the switch. */
  readonly frame: Uint8Array;
  readonly forwarded: R;
  /** The hosts that it reached. */
  readonly reached: readonly Station[];
}

/** Finds the host that is plugged in at a device, by the VLAN of its frames where it is a container. */
export type Directory = (device: string, vlan: number | undefined) => Station | undefined;

/** More frames than any honest conversation needs: the network goes round in circles. */
const MAX_FRAMES = 10_000;

/** Thrown where frames beget frames without end. */
export class Storm extends Error {
  constructor() {
    super(`the network does not come to rest: ${MAX_FRAMES} frames, and still more`);
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
   * Sends frames from a host, and everything that the others say to that, until all
   * is quiet.
   *
   * @returns the frames' journeys, in order.
   * @throws Storm where it never becomes quiet.
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
    for (const { port, frame: heardFrame } of forwarded.outputs) {
      const station = this.#stationAt(port.name, vlanOf(heardFrame));
      if (station === undefined) continue;
      reached.push(station);
      const heard = decodeMessage(
        station.attachment.vlan === undefined ? heardFrame : popVlan(heardFrame),
      );
      for (const answer of heard === undefined ? [] : station.host.receive(heard)) {
        answers.push({ from: station, message: answer });
      }
    }
    return { journey: { from, message, frame, forwarded, reached }, answers };
  }
}
