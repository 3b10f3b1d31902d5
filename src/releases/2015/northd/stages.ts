/** Lists the stages of the logical pipelines; see `enum ovn_stage` of `ovn/northd/ovn-northd.c`. */
import type { Stages } from '../../../northd/logical-flow.js';

export const STAGES = {
  switch_in_port_sec: { datapath: 'switch', pipeline: 'ingress', table: 0 },
  switch_in_pre_acl: { datapath: 'switch', pipeline: 'ingress', table: 1 },
  switch_in_acl: { datapath: 'switch', pipeline: 'ingress', table: 2 },
  switch_in_l2_lkup: { datapath: 'switch', pipeline: 'ingress', table: 3 },

  switch_out_pre_acl: { datapath: 'switch', pipeline: 'egress', table: 0 },
  switch_out_acl: { datapath: 'switch', pipeline: 'egress', table: 1 },
  switch_out_port_sec: { datapath: 'switch', pipeline: 'egress', table: 2 },

  router_in_admission: { datapath: 'router', pipeline: 'ingress', table: 0 },
  router_in_ip_input: { datapath: 'router', pipeline: 'ingress', table: 1 },
  router_in_ip_routing: { datapath: 'router', pipeline: 'ingress', table: 2 },
  router_in_arp: { datapath: 'router', pipeline: 'ingress', table: 3 },

  router_out_delivery: { datapath: 'router', pipeline: 'egress', table: 0 },
} as const satisfies Stages;

export type StageName = keyof typeof STAGES;
