/** Lists the OpenFlow tables and fields of OVN in November 2015. */
import type { Layout } from '../../action/layout.js';

export const LAYOUT: Layout = {
  tables: {
    physicalToLogical: 0,
    ingress: 16,
    remoteOutput: 32,
    localOutput: 33,
    dropLoopback: 34,
    egress: 48,
    logicalToPhysical: 64,
  },
  pipelineLength: 16,
  fields: {
    datapath: 'metadata',
    ctZone: 'reg5',
    inport: 'reg6',
    outport: 'reg7',
    geneve: 'tun_metadata0',
  },
  registers: ['reg0', 'reg1', 'reg2', 'reg3', 'reg4'],
};
