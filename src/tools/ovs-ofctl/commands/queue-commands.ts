/** Commands about the queues of ports. No port has queues here. */

import type { OpenFlowErrorName } from '../../../openflow/model/errors.js';
import { PORT } from '../../../openflow/model/openflow-ports.js';
import { formatPort } from '../../../openflow/values/port-text.js';
import { leadingDecimal } from '../../../openflow/values/scanning.js';
import type { OfctlCommand } from '../command.js';
import { messageHeader } from '../message-text.js';
import type { Run } from '../run.js';
import { portNumber } from './port-commands.js';

const ALL_QUEUES = 0xffffffff;

/** Returns true if an argument names a single port or queue, not all of them. */
function isSpecific(text: string | undefined): text is string {
  return text !== undefined && text !== '' && text.toLowerCase() !== 'all';
}

function printQueueStats(
  run: Run,
  [bridgeName = '', portText, queueText]: readonly string[],
): void {
  const connection = run.connect(bridgeName);
  const { bridge, version } = connection;
  const port = isSpecific(portText) ? portNumber(run, bridgeName, portText) : PORT.ANY;
  const queue = isSpecific(queueText) ? leadingDecimal(queueText) >>> 0 : ALL_QUEUES;
  const xid = connection.request();
  const known = port === PORT.ANY || bridge.ports.has(port);
  if (known && queue === ALL_QUEUES) {
    run.print(`${connection.header('OFPST_QUEUE reply', xid)} 0 queues\n`);
    return;
  }
  const error: OpenFlowErrorName = known ? 'OFPQOFC_BAD_QUEUE' : 'OFPQOFC_BAD_PORT';
  const queueName = queue === ALL_QUEUES ? 'ALL' : String(queue);
  run.print(
    `${messageHeader('OFPT_ERROR', version, xid)} ${error}\n` +
      `${connection.header('OFPST_QUEUE request', xid)}port=${formatPort(port)} queue=${queueName}\n`,
  );
}

function printQueueConfiguration(
  run: Run,
  [bridgeName = '', portText = '']: readonly string[],
): void {
  const port = portNumber(run, bridgeName, portText);
  const connection = run.connect(bridgeName);
  const xid = connection.request();
  if (!connection.bridge.ports.has(port)) {
    run.print(`${connection.header('OFPT_ERROR', xid)} OFPQOFC_BAD_PORT\n`);
  }
  const kind = connection.bridge.ports.has(port) ? 'REPLY' : 'REQUEST';
  const header = connection.header(`OFPT_QUEUE_GET_CONFIG_${kind}`, xid);
  run.print(`${header} port=${formatPort(port)}\n`);
}

export const QUEUE_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'queue-stats',
    usage: 'SWITCH [PORT [QUEUE]]',
    summary: 'show the statistics of queues',
    run: printQueueStats,
  },
  {
    name: 'queue-get-config',
    usage: 'SWITCH PORT',
    summary: 'show the configuration of the queues of a port',
    run: printQueueConfiguration,
  },
];
