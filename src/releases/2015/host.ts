/** Lists the settings of a fresh host, the same as those of `ovs-sandbox --ovn`. */

/** The external_ids of the Open_vSwitch row. */
export const HOST_SETTINGS: ReadonlyMap<string, string> = new Map([
  ['ovn-encap-ip', '127.0.0.1'],
  ['ovn-encap-type', 'geneve'],
  ['ovn-remote', 'unix:/sandbox/db.sock'],
  ['system-id', '56b18105-5706-46ef-80c4-ff20979ab068'],
]);
