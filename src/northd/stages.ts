/** The stages of the logical pipelines: one row each. */

export type Pipeline = 'ingress' | 'egress';

export interface Stage {
  /** The kind of datapath that has this stage. */
  readonly datapath: 'switch' | 'router';
  readonly pipeline: Pipeline;
  /** The logical table of the stage within its pipeline. */
  readonly table: number;
  /** What `lflow-list` calls it. */
  readonly name: string;
}

export type StageName = keyof typeof STAGES;

const stage = (
  datapath: Stage['datapath'],
  pipeline: Pipeline,
  table: number,
  name: string,
): Stage => ({ datapath, pipeline, table, name });

export const STAGES = {
  switchInPortSec: stage('switch', 'ingress', 0, 'switch_in_port_sec'),
  switchInPreAcl: stage('switch', 'ingress', 1, 'switch_in_pre_acl'),
  switchInAcl: stage('switch', 'ingress', 2, 'switch_in_acl'),
  switchInL2Lkup: stage('switch', 'ingress', 3, 'switch_in_l2_lkup'),

  switchOutPreAcl: stage('switch', 'egress', 0, 'switch_out_pre_acl'),
  switchOutAcl: stage('switch', 'egress', 1, 'switch_out_acl'),
  switchOutPortSec: stage('switch', 'egress', 2, 'switch_out_port_sec'),

  routerInAdmission: stage('router', 'ingress', 0, 'router_in_admission'),
  routerInIpInput: stage('router', 'ingress', 1, 'router_in_ip_input'),
  routerInIpRouting: stage('router', 'ingress', 2, 'router_in_ip_routing'),
  routerInArp: stage('router', 'ingress', 3, 'router_in_arp'),

  routerOutDelivery: stage('router', 'egress', 0, 'router_out_delivery'),
} as const;
