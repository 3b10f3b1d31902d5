/**
 * Commands about meters. The switch has no meters, so the lists are empty; like the reference, the
 * program treats any reply as an error.
 */

import { OpenFlowError } from '../../../openflow/model/errors.js';
import { METER, type MeterCommand } from '../../../openflow/model/meter-mod.js';
import { PROTOCOLS } from '../../../openflow/model/protocols.js';
import { applyMeterMod } from '../../../openflow/switch/apply-meter-mod.js';
import { parseMeterMod } from '../../../openflow/text/meter-text.js';
import { encodeMeterMod } from '../../../openflow/wire/encode-meter-mod.js';
import type { OfctlCommand } from '../command.js';
import { type Connection, requireProtocol } from '../connection.js';
import { readText } from '../input.js';
import { formatMessage } from '../messages/print-message.js';
import type { Run } from '../run.js';
import { SwitchRefusal, switchError } from '../switch-error.js';

function connectForMeters(run: Run, bridgeName: string): Connection {
  requireProtocol(run, PROTOCOLS.OF13_UP);
  const connection = run.connect(bridgeName);
  connection.chooseModProtocol(PROTOCOLS.OF13_UP);
  return connection;
}

const modify =
  (command: MeterCommand): OfctlCommand['run'] =>
  (run, [bridgeName = '', text]) => {
    const mod =
      text === undefined
        ? { command, id: METER.ALL, flags: new Set<never>(), bands: [] }
        : readText(() => parseMeterMod(text, command));
    const connection = connectForMeters(run, bridgeName);
    const name = 'OFPT_METER_MOD';
    connection.order({
      act: () => applyMeterMod(mod),
      request: {
        name,
        bytes: (xid) => encodeMeterMod(mod, connection.version, xid),
        text: (xid) => formatMessage(encodeMeterMod(mod, connection.version, xid), 1, run.log),
      },
    });
  };

const list =
  (message: string, answer = ''): OfctlCommand['run'] =>
  (run, [bridgeName = '', text]) => {
    const id = text === undefined ? METER.ALL : readText(() => parseMeterMod(text, 'delete')).id;
    const connection = connectForMeters(run, bridgeName);
    const xid = connection.request();
    if (id !== METER.ALL) {
      const name = `${message} request`;
      const error = new OpenFlowError('OFPMMFC_UNKNOWN_METER');
      const text = () => `${connection.header(name, xid)} meter=${id}\n`;
      throw switchError(error, connection.version, xid, { name, text });
    }
    throw new SwitchRefusal(`${connection.header(`${message} reply`, xid)}\n${answer}`);
  };

export const METER_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'dump-meters',
    usage: 'SWITCH',
    summary: 'list the meters; there are none',
    run: list('OFPST_METER_CONFIG'),
  },
  {
    name: 'dump-meter',
    usage: 'SWITCH METER',
    summary: 'show one meter',
    run: list('OFPST_METER_CONFIG'),
  },
  {
    name: 'meter-stats',
    usage: 'SWITCH [METER]',
    summary: 'show the statistics of meters',
    run: list('OFPST_METER'),
  },
  {
    name: 'meter-features',
    usage: 'SWITCH',
    summary: 'show the meter features of the switch',
    run: list(
      'OFPST_METER_FEATURES',
      'max_meter:0 max_bands:0 max_color:0\nband_types: 0\ncapabilities: 0\n',
    ),
  },
  {
    name: 'add-meter',
    usage: 'SWITCH METER',
    summary: 'add a meter; the switch refuses this',
    run: modify('add'),
  },
  {
    name: 'mod-meter',
    usage: 'SWITCH METER',
    summary: 'change a meter; the switch refuses this',
    run: modify('modify'),
  },
  {
    name: 'del-meter',
    usage: 'SWITCH METER',
    summary: 'delete a meter',
    run: modify('delete'),
  },
  {
    name: 'del-meters',
    usage: 'SWITCH',
    summary: 'delete all meters',
    run: modify('delete'),
  },
];
