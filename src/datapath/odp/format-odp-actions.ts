/** Formats datapath actions (`format_odp_actions`). */
import { ETH_TYPE } from '../../lib/protocol-numbers.js';
import type { Masked } from '../../openflow/model/match.js';
import type { FlowMember } from '../../openflow/model/members.js';
import { hex } from '../../openflow/values/scanning.js';
import { formatField } from './format-field.js';
import { formatMplsLse, formatVlanTci } from './format-tags.js';
import { formatTunnel } from './format-tunnel.js';
import { STRUCTURED, type StructuredName } from './key.js';
import {
  type OdpAction,
  type OdpSetAttribute,
  SLOW_PATH_REASONS,
  type UserspaceCookie,
} from './odp-actions.js';
import { tunnelItems } from './tunnel-attributes.js';

const UINT32_MAX = 0xffffffff;

/** Returns the actions separated by commas; `drop` if there are none. */
export function formatOdpActions(actions: readonly OdpAction[]): string {
  return actions.length === 0 ? 'drop' : actions.map(formatOdpAction).join(',');
}

function formatOdpAction(action: OdpAction): string {
  switch (action.type) {
    case 'output':
      return String(action.port);
    case 'set':
      return `set(${formatSet(action.attribute, action.fields)})`;
    case 'set_tunnel':
      return `set(tunnel(${formatTunnel(tunnelItems(action.tunnel, action.options), undefined, true)}))`;
    case 'push_vlan': {
      const tpid = action.tpid === ETH_TYPE.VLAN ? '' : `tpid=${digits4(action.tpid)},`;
      return `push_vlan(${tpid}${formatVlanTci(BigInt(action.tci), 0xffffn, false)})`;
    }
    case 'pop_vlan':
      return 'pop_vlan';
    case 'push_mpls':
      return `push_mpls(${formatMplsLse(BigInt(action.lse))},eth_type=0x${action.etherType.toString(16)})`;
    case 'pop_mpls':
      return `pop_mpls(eth_type=0x${action.etherType.toString(16)})`;
    case 'recirc':
      return `recirc(${hex(action.id)})`;
    case 'hash':
      return `hash(hash_l4(${action.basis}))`;
    case 'ct':
      return formatCt(action);
    case 'sample': {
      const percentage = ((100 * action.probability) / UINT32_MAX).toFixed(1);
      return `sample(sample=${percentage}%,actions(${formatOdpActions(action.actions)}))`;
    }
    case 'userspace':
      return formatUserspace(action);
  }
}

const digits4 = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;

function formatSet(attribute: OdpSetAttribute, fields: ReadonlyMap<FlowMember, Masked>): string {
  switch (attribute) {
    case 'skb_priority':
      return `skb_priority(${formatWord(fields.get('skb_priority'))})`;
    case 'skb_mark':
      return `skb_mark(${formatWord(fields.get('pkt_mark'))})`;
    case 'mpls':
      return `mpls(${formatMplsLse(fields.get('mpls_lse')?.value ?? 0n)})`;
    default:
      return `${attribute}(${formatFields(attribute, fields)})`;
  }
}

function formatWord(set: Masked | undefined): string {
  const value = hex(set?.value ?? 0n);
  return set === undefined || set.mask === BigInt(UINT32_MAX) ? value : `${value}/${hex(set.mask)}`;
}

function formatFields(attribute: StructuredName, fields: ReadonlyMap<FlowMember, Masked>): string {
  return STRUCTURED[attribute]
    .map((field) => {
      const { value, mask } = fields.get(field.member) ?? { value: 0n, mask: 0n };
      return formatField(field, value, mask, false);
    })
    .filter((text) => text !== '')
    .join(',');
}

function formatCt(action: OdpAction & { readonly type: 'ct' }): string {
  const items: string[] = [];
  if (action.commit) items.push('commit');
  if (action.zone !== 0) items.push(`zone=${action.zone}`);
  if (action.mark !== undefined) {
    items.push(`mark=${hex(action.mark.value)}/${hex(action.mark.mask)}`);
  }
  if (action.label !== undefined) {
    const { value, mask } = action.label;
    const partial = mask === (1n << 128n) - 1n ? '' : `/${hex(mask)}`;
    items.push(`label=${hex(value)}${partial}`);
  }
  if (action.helper !== undefined) items.push(`helper=${action.helper}`);
  return items.length === 0 ? 'ct' : `ct(${items.join(',')})`;
}

function formatUserspace(action: OdpAction & { readonly type: 'userspace' }): string {
  const items = [`pid=${action.pid}`];
  if (action.cookie !== undefined) items.push(formatCookie(action.cookie));
  if (action.withActions === true) items.push('actions');
  if (action.tunnelOutPort !== undefined) items.push(`tunnel_out_port=${action.tunnelOutPort}`);
  return `userspace(${items.join(',')})`;
}

function formatCookie(cookie: UserspaceCookie): string {
  switch (cookie.type) {
    case 'sFlow': {
      const vid = cookie.vlanTci & 0xfff;
      const pcp = (cookie.vlanTci >> 13) & 7;
      return `sFlow(vid=${vid},pcp=${pcp},output=${cookie.output})`;
    }
    case 'slow_path': {
      const reasons = SLOW_PATH_REASONS.filter((reason) => cookie.reasons.has(reason));
      return `slow_path(${reasons.length === 0 ? '0' : reasons.join(',')})`;
    }
    case 'flow_sample':
      return `flow_sample(probability=${cookie.probability},collector_set_id=${cookie.collectorSetId},obs_domain_id=${cookie.obsDomainId},obs_point_id=${cookie.obsPointId})`;
    case 'ipfix':
      return `ipfix(output_port=${cookie.outputPort})`;
  }
}
