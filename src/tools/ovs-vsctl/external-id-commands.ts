/** The commands for bridges' external ids. */
import type { Command } from '../ctl/ctl-command.js';
import type { CompletionPlace } from '../program/command-row.js';
import { type Bridge, needBridge } from './bridge-model.js';
import type { VsCall, Vswitch } from './vswitch.js';

/** The prefix of a fake bridge's ids among those of its port. */
const FAKE_PREFIX = 'fake-bridge-';

const idsOf = (bridge: Bridge): ReadonlyMap<string, string> =>
  bridge.kind === 'fake' ? bridge.port.external_ids : bridge.row.external_ids;

const prefixOf = ({ kind }: Bridge) => (kind === 'fake' ? FAKE_PREFIX : '');

function setId(call: VsCall): void {
  const [bridgeName = '', key = '', value] = call.args;
  const bridge = needBridge(call.state, bridgeName);
  const ids = new Map(idsOf(bridge));
  if (value === undefined) ids.delete(prefixOf(bridge) + key);
  else ids.set(prefixOf(bridge) + key, value);
  const { rows } = call.state;
  if (bridge.kind === 'fake') rows.write('Port', bridge.port._uuid, { external_ids: ids });
  else rows.write('Bridge', bridge.row._uuid, { external_ids: ids });
}

function getIds(call: VsCall): void {
  const [bridgeName = '', key] = call.args;
  const bridge = needBridge(call.state, bridgeName);
  const [ids, prefix] = [idsOf(bridge), prefixOf(bridge)];
  if (key !== undefined) {
    const value = ids.get(prefix + key);
    if (value !== undefined) call.writeLine(value);
    return;
  }
  for (const [name, value] of ids) {
    if (name.startsWith(prefix)) call.writeLine(`${name.slice(prefix.length)}=${value}`);
  }
}

/** Completes to the external ids that the bridge has. */
const keysInUse = ({ context: { ovs }, args: [name = ''] }: CompletionPlace) =>
  ovs.findByIndex('Bridge', { name })?.external_ids.keys() ?? [];

export const EXTERNAL_ID_COMMANDS: readonly Command<Vswitch>[] = [
  {
    name: 'br-set-external-id',
    usage: 'BRIDGE KEY [VALUE]',
    writes: true,
    summary: 'set an external id of a bridge, or remove it',
    values: { KEY: keysInUse },
    run: setId,
  },
  {
    name: 'br-get-external-id',
    usage: 'BRIDGE [KEY]',
    writes: false,
    summary: 'print one external id of a bridge, or all of them',
    values: { KEY: keysInUse },
    run: getIds,
  },
];
