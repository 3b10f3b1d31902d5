/** Bridges with flows, written as text, for testing what happens to packets. */
import { applyEffects } from '../../../src/datapath/dpif/apply-effects.js';
import { DataPlane } from '../../../src/datapath/dpif/data-plane.js';
import { formatOdpActions } from '../../../src/datapath/odp/format-odp-actions.js';
import { translate } from '../../../src/datapath/translate/translate.js';
import type { TranslationResult } from '../../../src/datapath/translate/translation-context.js';
import { ManualClock } from '../../../src/lib/clock.js';
import type { OfAction } from '../../../src/openflow/model/actions.js';
import { PROTOCOL, protocolVersion } from '../../../src/openflow/model/protocols.js';
import { applyFlowMod } from '../../../src/openflow/switch/apply-flow-mod.js';
import { applyGroupMod } from '../../../src/openflow/switch/apply-group-mod.js';
import type { Bridge } from '../../../src/openflow/switch/bridge.js';
import { Switch } from '../../../src/openflow/switch/switch.js';
import { formatMatch } from '../../../src/openflow/text/format-match.js';
import { parseFlowMod } from '../../../src/openflow/text/parse-flow.js';
import { parseGroupMod } from '../../../src/openflow/text/parse-group.js';
import { convertFlowMod } from '../../../src/openflow/wire/convert-flow-mod.js';
import { convertGroupMod } from '../../../src/openflow/wire/convert-group-mod.js';
import type { Flow } from '../../../src/packet/flow.js';
import { parseExactFlow } from '../../../src/packet/parse-exact-flow.js';

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

export class Scene {
  readonly clock = new ManualClock(1_000_000);
  readonly switch = new Switch(this.clock);
  readonly datapath = new DataPlane({ clock: this.clock });
  /** The messages that were logged. */
  readonly logged: string[] = [];

  /** Creates bridges `br0` and `br1` with these ports. */
  constructor(ports: { readonly br0: readonly number[]; readonly br1?: readonly number[] }) {
    for (const [name, numbers] of Object.entries(ports)) {
      const bridge = this.switch.addBridge(name, 0n);
      this.datapath.addBridge(bridge, 'dummy');
      for (const number of numbers) this.#addPort(name, `p${number}`, number, 'dummy');
    }
  }

  get bridge(): Bridge {
    return this.#bridge('br0');
  }

  #bridge(name: string): Bridge {
    const bridge = this.switch.bridge(name);
    if (bridge === undefined) throw new Error(`no bridge ${name}`);
    return bridge;
  }

  #addPort(bridge: string, name: string, number: number, type: 'dummy' | 'patch') {
    const kind = type === 'patch' ? 'patch' : 'system';
    const spec = { name, kind, address: BigInt(number), config: 0, state: 0 } as const;
    const port = this.#bridge(bridge).addPort(number, spec);
    return this.datapath.addPort({ bridge, port, type, recordedNumber: number });
  }

  /** Connects the bridges by patch ports with these numbers. */
  patch(one: number, other: number): this {
    const here = this.#addPort('br0', `patch${one}`, one, 'patch');
    const there = this.#addPort('br1', `patch${other}`, other, 'patch');
    here.peerName = there.name;
    there.peerName = here.name;
    return this;
  }

  /** Adds flows, one per line, as ovs-ofctl does in a version of OpenFlow. */
  flows(
    text: string,
    { bridge = 'br0', openflow = 10 }: { bridge?: string; openflow?: 10 | 13 } = {},
  ) {
    const protocol = openflow === 10 ? PROTOCOL.OF10_NXM_TID : PROTOCOL.OF13_OXM;
    for (const line of lines(text)) {
      const { mod } = parseFlowMod(line, 'add', () => {});
      applyFlowMod(this.#bridge(bridge), convertFlowMod(mod, protocol, { is: 'switch' }), protocol);
    }
    return this;
  }

  groups(text: string): this {
    for (const line of lines(text)) {
      const { mod } = parseGroupMod(line, 'add', () => {});
      applyGroupMod(
        this.bridge,
        convertGroupMod(mod, protocolVersion(PROTOCOL.OF15_OXM), { is: 'switch' }),
        0,
      );
    }
    return this;
  }

  /** Translates a packet, given as the text of its flow. */
  send(
    packet: string | Flow,
    { hasPacket = false, actions }: { hasPacket?: boolean; actions?: readonly OfAction[] } = {},
  ): Outcome {
    const flow = typeof packet === 'string' ? parseExactFlow(packet) : packet;
    const bridge = this.datapath.bridges.get('br0');
    if (bridge === undefined) throw new Error('no bridge br0');
    const reports: string[] = [];
    const result = translate({
      bridge,
      flow,
      hasPacket,
      ...(actions === undefined ? {} : { actions }),
      recirculation: this.datapath.recirculation,
      trace: { lookup: () => {}, report: (_, message) => reports.push(message) },
      log: ({ level, message }) => this.logged.push(`${level} ${message}`),
    });
    if (hasPacket) {
      const counted = {
        bytes: 60,
        tcpFlags: Number(flow.get('tcp_flags')),
        time: this.clock.now(),
      };
      applyEffects(result.effects, counted, this.datapath.context);
    }
    return {
      result,
      reports,
      actions: formatOdpActions(result.actions),
      megaflow: formatMatch(result.wildcards.matchOf(flow)),
    };
  }
}

export interface Outcome {
  readonly result: TranslationResult;
  readonly reports: readonly string[];
  readonly actions: string;
  readonly megaflow: string;
}
