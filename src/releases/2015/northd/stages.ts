/** What ovn-northd uses a logical datapath for. */
export type DatapathKind = 'switch' | 'router';

/** The two pipelines of a logical datapath, as the southbound database calls them. */
export type Pipeline = 'ingress' | 'egress';

/** A stage: a table of one of the pipelines of one kind of logical datapath. */
export interface Stage {
  readonly datapath: DatapathKind;
  readonly pipeline: Pipeline;
  readonly table: number;
}

/** Every stage, under the name that Logical_Flow's `external_ids:stage-name` gives it. */
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
} as const satisfies Record<string, Stage>;

export type StageName = keyof typeof STAGES;
