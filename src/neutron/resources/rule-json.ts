/** Presents a rule of a security group. */
import type { JsonObject } from '../../lib/json.js';
import type { NeutronRow } from '../schema.js';

export const ruleJson = (rule: NeutronRow<'Security_Group_Rule'>): JsonObject => ({
  id: rule._uuid,
  tenant_id: rule.tenant,
  security_group_id: rule.security_group,
  direction: rule.direction,
  ethertype: rule.ethertype,
  protocol: rule.protocol ?? null,
  port_range_min: rule.port_range_min ?? null,
  port_range_max: rule.port_range_max ?? null,
  remote_ip_prefix: rule.remote_ip_prefix ?? null,
  remote_group_id: rule.remote_group ?? null,
});
