/** Finds ports whose configuration keeps packets out or in: `ovs-ofctl mod-port`. */
import { PORT_CONFIG } from '../openflow/model/bridge-port.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import type { Step } from './path.js';
import type { Reason } from './reason.js';

/** Returns the reason if the port that a packet came from accepts none. */
export const closedInput = ({ bridge, packet }: Step): Reason | undefined =>
  closed(bridge, Number(packet.get('in_port')), 'receive');

/** Returns the reason if a port that a flow sends packets to takes none. */
export function closedOutput({ bridge, flow }: Step): Reason | undefined {
  for (const action of flow?.actions ?? []) {
    const reason = action.type === 'output' && closed(bridge, action.port, 'forward');
    if (reason) return reason;
  }
  return undefined;
}

const FLAGS = { receive: PORT_CONFIG.NO_RECV, forward: PORT_CONFIG.NO_FWD } as const;

function closed(bridge: Bridge, number: number, what: keyof typeof FLAGS): Reason | undefined {
  const port = bridge.ports.get(number);
  if (!port || (port.config & FLAGS[what]) === 0) return undefined;
  return {
    cause: `OpenFlow port ${number} (${port.name}) has the setting no-${what}`,
    instead: [`ovs-ofctl mod-port ${bridge.name} ${port.name} ${what}`],
  };
}
