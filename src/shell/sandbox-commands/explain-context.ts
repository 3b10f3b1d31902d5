/** Collects the parts of a sandbox that explanations need. */
import type { AclOrigin, AclRow, ExplainContext, PacketContext } from '../../explain/context.js';
import { ruleJson } from '../../neutron/resources/rule-json.js';
import type { NeutronService } from '../../neutron/service.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { ruleText } from '../../tools/neutron/rule-text.js';

/** Returns the context for explanations of flows. */
export function explainContext(sandbox: Sandbox): ExplainContext {
  const { nb, sb, ovs, switch: ofSwitch, neutron } = sandbox.context();
  const { provenance, release } = sandbox;
  const { dialect, wording } = release;
  const aclOrigin = (acl: AclRow) => aclOriginIn(neutron, acl);
  return { nb, sb, ovs, switch: ofSwitch, provenance, aclOrigin, dialect, wording };
}

/** Returns the rules of security groups behind an ACL, as `security-group-list` shows them. */
function aclOriginIn(neutron: NeutronService, acl: AclRow): AclOrigin | undefined {
  const origin = neutron.rulesBehind(acl);
  if (!origin) return undefined;
  const names = new Map(origin.groups.map(({ _uuid, name }) => [_uuid, name]));
  return {
    groups: [...names.values()],
    rules: origin.rules.map(
      (rule) =>
        `${ruleText(ruleJson(rule))}   (of security group ${names.get(rule.security_group)})`,
    ),
  };
}

/** Returns the context for explanations of packets. */
export function packetContext(sandbox: Sandbox): PacketContext {
  const { datapath, hosts } = sandbox;
  return { ...explainContext(sandbox), datapath, hosts };
}
