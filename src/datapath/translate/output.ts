/** Sends packets through the ports of a bridge, and copies them to mirrors. */
import { hashOrder } from '../../lib/hash-order.js';
import { PORT_CONFIG } from '../../openflow/model/bridge-port.js';
import { VLAN_CFI } from '../../openflow/model/members.js';
import { PORT } from '../../openflow/model/openflow-ports.js';
import { dependOnSubfield, readSubfield } from '../../packet/flow-fields.js';
import type { DatapathPort, PortBundle } from '../bridge/datapath-bridge.js';
import { mirrorPacket } from '../bridge/mirrors.js';
import { forwardNormally } from '../bridge/normal.js';
import type { ForwardedPacket } from '../bridge/output-normal.js';
import { VLAN_VID, vidOf } from '../bridge/vlans.js';
import type { ActionOf } from './handler.js';
import { sendToController } from './packet-in.js';
import { crossPatch } from './patch-ports.js';
import { nextTable } from './table-action.js';
import type { TranslationContext } from './translation-context.js';

/** Sends the packet through a port of any kind. Mirrors `compose_output_action()`. */
export function output(context: TranslationContext, number: number): void {
  const port = context.bridge.ports.get(number);
  if (port === undefined) {
    context.report('Nonexistent output port');
  } else if ((port.port.config & PORT_CONFIG.NO_FWD) !== 0) {
    context.report('OFPPC_NO_FWD set, skipping output');
  } else if (port.peer !== undefined) {
    crossPatch(context, port, port.peer);
  } else if (port.odpPort !== undefined) {
    outputToDevice(context, port, port.odpPort);
    const { bundle, bridge } = port;
    if (bridge.mirrors.any && bundle !== undefined) {
      mirror(context, bundle, bridge.mirrors.destinationMask(bundle));
    }
  }
}

export function outputAction(context: TranslationContext, action: ActionOf<'output'>): void {
  outputTo(context, action.port, true);
}

/** Sends the packet to a port, which may be reserved. Mirrors `xlate_output_action()`. */
function outputTo(context: TranslationContext, number: number, mayPacketIn: boolean): void {
  switch (number) {
    case PORT.IN_PORT:
      output(context, context.inPort);
      return;
    case PORT.TABLE:
      nextTable(context, 0, mayPacketIn);
      return;
    case PORT.NORMAL:
      normal(context);
      return;
    case PORT.FLOOD:
      flood(context, false);
      return;
    case PORT.ALL:
      flood(context, true);
      return;
    case PORT.CONTROLLER:
      sendToController(context);
      return;
    case PORT.ANY:
      return;
    default:
      if (number === context.inPort) context.report('skipping output to input port');
      else output(context, number);
  }
}

/** Sends the packet through a port, or through the VLAN device for its VLAN. */
function outputToDevice(context: TranslationContext, port: DatapathPort, odpPort: number): void {
  const { flow, wildcards, bridge } = context;
  const tci = flow.get('vlan_tci');
  let device = odpPort;
  if (bridge.splinters.any) {
    wildcards.add('vlan_tci', VLAN_VID | VLAN_CFI);
    const number = bridge.splinters.deviceOf(port.port.number, vidOf(tci));
    if (number !== port.port.number) {
      device = bridge.ports.get(number)?.odpPort ?? odpPort;
      flow.set('vlan_tci', 0n);
    }
  }
  context.commit();
  context.actions.push({ type: 'output', port: device });
  flow.set('vlan_tci', tci);
}

/** Copies the packet to the mirrors of a bundle through which it enters or leaves. */
export function mirror(context: TranslationContext, bundle: PortBundle, mask: number): void {
  mirrorPacket(
    context.bridge,
    {
      ...forwarded(context),
      get mirrored() {
        return context.mirrored;
      },
      set mirrored(mirrors) {
        context.mirrored = mirrors;
      },
      countMirrors: (mirrors) => context.effects.push({ type: 'mirror', mirrors }),
    },
    bundle,
    mask,
  );
}

function forwarded(context: TranslationContext): ForwardedPacket {
  const { flow, wildcards } = context;
  return { flow, wildcards, output: (port) => output(context, port) };
}

/** Forwards the packet like an ordinary switch. */
function normal(context: TranslationContext): void {
  const { bridge, effects, hasPacket } = context;
  forwardNormally(bridge, {
    ...forwarded(context),
    hasPacket,
    report: (message) => context.report(message),
    learn: (lesson) => effects.push({ type: 'mac', bridge, ...lesson }),
    get lessons() {
      return effects.flatMap((effect) =>
        effect.type === 'mac' && effect.bridge === bridge ? [effect] : [],
      );
    },
  });
}

/**
 * Sends the packet through all ports, or through those that take part in flooding. Mirrors
 * `flood_packets()`.
 */
function flood(context: TranslationContext, all: boolean): void {
  for (const { port } of hashOrder([...context.bridge.ports.values()], ({ port }) => port.number)) {
    if (port.number === context.inPort) continue;
    if (all || (port.config & PORT_CONFIG.NO_FLOOD) === 0) output(context, port.number);
  }
}

export function outputRegister(
  context: TranslationContext,
  { source }: ActionOf<'output_reg'>,
): void {
  const number = readSubfield(context.flow, source);
  if (number > 0xffffn) return;
  dependOnSubfield(context.wildcards, source);
  outputTo(context, Number(number), false);
}

/**
 * Sends the packet through a queue of a port, which the datapath treats as a priority. Mirrors
 * `xlate_enqueue_action()`.
 */
export function enqueue(context: TranslationContext, action: ActionOf<'enqueue'>): void {
  context.wildcards.add('skb_priority');
  const { inPort } = context;
  const number = action.port === PORT.IN_PORT ? inPort : action.port;
  if (action.port === inPort) return;
  const before = context.flow.get('skb_priority');
  context.flow.set('skb_priority', BigInt(action.queue));
  output(context, number);
  context.flow.set('skb_priority', before);
}

export function setQueue(
  { flow, wildcards }: TranslationContext,
  { queue }: ActionOf<'set_queue'>,
): void {
  wildcards.add('skb_priority');
  flow.set('skb_priority', BigInt(queue));
}

export function popQueue({ flow, wildcards, input }: TranslationContext): void {
  wildcards.add('skb_priority');
  flow.set('skb_priority', input.flow.get('skb_priority'));
}

/** Sends the packet to a port that an action has chosen. */
export function outputChosen(context: TranslationContext, number: number): void {
  outputTo(context, number, false);
}
