/** Walks through the OpenFlow tables with given states of connections, and no packet. */

import type { OdpAction } from '../../../src/datapath/odp/odp-actions.js';
import { translate } from '../../../src/datapath/translate/translate.js';
import { Flow } from '../../../src/packet/flow.js';
import type { ToolContext } from '../../../src/tools/tool.js';

/**
 * Returns the ports that a packet leaves by, in order.
 *
 * @param port the port that it enters by.
 * @param states the results of `ct` in order; once they are used up, `otherwise`.
 */
export function walk(
  { datapath }: Pick<ToolContext, 'datapath'>,
  port: string,
  packet: Flow,
  states: readonly number[],
  otherwise: number,
): string[] {
  const inPort = datapath.port(port);
  if (inPort === undefined) throw new Error(`no port ${port}`);
  const { bridge } = inPort;
  const outputs: string[] = [];
  let tracked = 0;
  const pass = (flow: Flow): void => {
    const { actions } = translate({
      bridge,
      flow,
      hasPacket: true,
      recirculation: datapath.recirculation,
    });
    const now = new Flow(flow);
    for (const action of actions) execute(action, now);
  };
  const execute = (action: OdpAction, now: Flow): void => {
    switch (action.type) {
      case 'set':
        for (const [member, { value, mask }] of action.fields) {
          now.set(member, (now.get(member) & ~mask) | (value & mask));
        }
        return;
      case 'ct':
        if (!action.commit) now.set('ct_state', BigInt(states[tracked++] ?? otherwise));
        return;
      case 'recirc': {
        const again = new Flow(now);
        for (const register of REGISTERS) again.set(register, 0n);
        again.set('recirc_id', BigInt(action.id));
        again.set('in_port', BigInt(inPort.port.number));
        pass(again);
        return;
      }
      case 'output': {
        const out = datapath.dpifOf(bridge).ports.get(action.port);
        if (out !== undefined) outputs.push(out.name);
        return;
      }
      default:
        throw new Error(`an action that OVN does not make: ${action.type}`);
    }
  };
  const start = new Flow(packet);
  start.set('in_port', BigInt(inPort.port.number));
  pass(start);
  return outputs;
}

const REGISTERS = [
  'reg0',
  'reg1',
  'reg2',
  'reg3',
  'reg4',
  'reg5',
  'reg6',
  'reg7',
  'metadata',
] as const;
