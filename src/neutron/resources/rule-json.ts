/** Presents a rule of a security group. */
import type { JsonObject } from '../../lib/json.js';
import type { NeutronRow } from '../schema.js';

/** Returns a rule; its members are in the order in which the reference sends them. */
export const ruleJson = (rule: NeutronRow<'Security_Group_Rule'>): JsonObject => ({
  remote_group_id: rule.remote_group ?? null,
  direction: rule.direction,
  protocol: rule.protocol ?? null,
  ethertype: rule.ethertype,
  tenant_id: rule.tenant,
  port_range_max: rule.port_range_max ?? null,
  security_group_id: rule.security_group,
  port_range_min: rule.port_range_min ?? null,
  remote_ip_prefix: rule.remote_ip_prefix ?? null,
  id: rule._uuid,
});
