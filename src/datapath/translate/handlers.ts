/** Maps each type of action to the function that executes it. */
import { clearActions, writeActions } from './action-set.js';
import { bundle, multipath } from './bundle-and-multipath.js';
import {
  loadField,
  moveField,
  popField,
  pushField,
  setField,
  setTunnelId,
  writeMetadata,
} from './field-actions.js';
import type { ActionType, Handler } from './handler.js';
import {
  decrementTtl,
  pushVlan,
  setEthernetAddress,
  setIpv4Address,
  setTransportPort,
  setTtl,
  setTypeOfService,
  setVlanPcp,
  setVlanVid,
  stripVlan,
} from './header-actions.js';
import { finTimeout, learn } from './learn.js';
import {
  decrementLabelTtl,
  popLabel,
  pushLabel,
  setLabel,
  setLabelTtl,
  setTrafficClass,
} from './mpls-actions.js';
import { enqueue, outputAction, outputRegister, popQueue, setQueue } from './output.js';
import { sendToController } from './packet-in.js';
import { toGroup } from './run-group.js';
import { sample } from './sample.js';
import { nextTable, resubmit } from './table-action.js';
import { trackConnection } from './track-connection.js';
import type { TranslationContext } from './translation-context.js';

function nothing(): void {}

function stop(context: TranslationContext): void {
  context.exit = true;
}

/** The handler of each type of action. */
export const HANDLERS: { readonly [T in ActionType]: Handler<T> } = {
  output: outputAction,
  group: toGroup,
  controller: sendToController,
  enqueue,
  output_reg: outputRegister,
  bundle,
  set_field: setField,
  load: loadField,
  set_vlan_vid: setVlanVid,
  set_vlan_pcp: setVlanPcp,
  strip_vlan: stripVlan,
  push_vlan: pushVlan,
  mod_dl_src: setEthernetAddress,
  mod_dl_dst: setEthernetAddress,
  mod_nw_src: setIpv4Address,
  mod_nw_dst: setIpv4Address,
  mod_nw_tos: setTypeOfService,
  mod_nw_ecn: setTypeOfService,
  mod_nw_ttl: setTtl,
  mod_tp_src: setTransportPort,
  mod_tp_dst: setTransportPort,
  move: moveField,
  push: pushField,
  pop: popField,
  dec_ttl: decrementTtl,
  set_mpls_label: setLabel,
  set_mpls_tc: setTrafficClass,
  set_mpls_ttl: setLabelTtl,
  dec_mpls_ttl: decrementLabelTtl,
  push_mpls: pushLabel,
  pop_mpls: popLabel,
  set_tunnel: setTunnelId,
  set_queue: setQueue,
  pop_queue: popQueue,
  fin_timeout: finTimeout,
  resubmit,
  learn,
  conjunction: (context) => context.log('INFO', 'executing no-op conjunction action'),
  multipath,
  note: nothing,
  exit: stop,
  sample,
  ct: trackConnection,
  debug_recirc: (context) => context.triggerRecirculation(),
  // This datapath has no meters.
  meter: nothing,
  clear_actions: clearActions,
  write_actions: writeActions,
  write_metadata: writeMetadata,
  goto_table: (context, { table }) => nextTable(context, table),
  unroll_xlate: (context, { table, cookie }) => {
    context.table = table;
    context.cookie = cookie;
  },
};
