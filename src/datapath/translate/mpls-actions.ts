/**
 * Implements the actions on the MPLS label stack, and detects actions that need the headers below
 * it.
 */
import type { Subfield } from '../../openflow/model/actions.js';
import { isNetworkOrAbove } from '../../packet/flow-fields.js';
import {
  countMplsLabels,
  isIpType,
  isMplsType,
  MAX_MPLS_LABELS,
  popMpls,
  pushMpls,
} from '../../packet/mpls.js';
import type { ActionOf } from './handler.js';
import { sendToController } from './packet-in.js';
import type { PendingAction } from './recirculation-ids.js';
import type { TranslationContext } from './translation-context.js';

/** Returns true if an action needs the headers below a label stack that was popped. */
export function needsPacketUnderLabels(
  context: TranslationContext,
  action: PendingAction,
): boolean {
  const isBeneath = ({ field }: Subfield): boolean => isNetworkOrAbove(field);
  switch (action.type) {
    case 'mod_nw_src':
    case 'mod_nw_dst':
    case 'mod_nw_tos':
    case 'mod_nw_ecn':
    case 'mod_nw_ttl':
    case 'mod_tp_src':
    case 'mod_tp_dst':
    case 'pop_mpls':
    case 'set_mpls_label':
    case 'set_mpls_tc':
    case 'set_mpls_ttl':
    case 'dec_mpls_ttl':
    case 'dec_ttl':
    case 'multipath':
    case 'bundle':
    case 'learn':
    case 'fin_timeout':
    case 'ct':
      return true;
    case 'move':
      return isBeneath(action.source) || isBeneath(action.destination);
    case 'set_field':
      return isNetworkOrAbove(action.field);
    case 'load':
      return isBeneath(action.destination);
    case 'push':
    case 'pop':
      return isBeneath(action.subfield);
    case 'push_mpls':
      // A TTL of zero means that it is not known yet.
      return isIpType(context.flow.get('dl_type')) && context.flow.get('nw_ttl') === 0n;
    default:
      return false;
  }
}

export function pushLabel(context: TranslationContext, action: ActionOf<'push_mpls'>): void {
  const { flow, wildcards } = context;
  const count = countMplsLabels(flow, wildcards);
  if (count >= MAX_MPLS_LABELS) {
    warnOfLabels(context, 'push', 'would');
    context.exit = true;
    return;
  }
  if (count === 0) context.commit();
  pushMpls(flow, count, BigInt(action.etherType), wildcards);
}

export function popLabel(context: TranslationContext, action: ActionOf<'pop_mpls'>): void {
  const { flow, wildcards } = context;
  const count = countMplsLabels(flow, wildcards);
  if (popMpls(flow, count, BigInt(action.etherType), wildcards)) {
    context.wasMpls = true;
  } else if (count >= MAX_MPLS_LABELS) {
    warnOfLabels(context, 'pop', 'does');
    context.exit = true;
    context.actions = [];
  }
}

function warnOfLabels(
  context: TranslationContext,
  what: 'push' | 'pop',
  how: 'would' | 'does',
): void {
  if (!context.hasPacket) return;
  const why = how === 'would' ? 'it would have' : 'it has';
  context.log(
    'WARN',
    `bridge ${context.bridge.bridge.name}: dropping packet on which an MPLS ${what} action can't be performed as ${why} more MPLS LSEs than the ${MAX_MPLS_LABELS} supported.`,
  );
}

const LABEL = { mask: 0xfffff000n, shift: 12n };
const TRAFFIC_CLASS = { mask: 0xe00n, shift: 9n };
const TTL = { mask: 0xffn, shift: 0n };

type Part = typeof LABEL;

/** Sets a part of the outermost label, if there is one. */
function setPart({ flow, wildcards }: TranslationContext, part: Part, value: number): void {
  if (!isMplsType(flow.get('dl_type'))) return;
  wildcards.add('mpls_lse', part.mask);
  const kept = flow.get('mpls_lse') & ~part.mask;
  flow.set('mpls_lse', kept | ((BigInt(value) << part.shift) & part.mask));
}

export function setLabel(context: TranslationContext, { label }: ActionOf<'set_mpls_label'>): void {
  setPart(context, LABEL, label);
}

export function setTrafficClass(
  context: TranslationContext,
  { value }: ActionOf<'set_mpls_tc'>,
): void {
  setPart(context, TRAFFIC_CLASS, value);
}

export function setLabelTtl(
  context: TranslationContext,
  { value }: ActionOf<'set_mpls_ttl'>,
): void {
  setPart(context, TTL, value);
}

/**
 * Decrements the TTL of the outermost label. If there is no label or the TTL expires, the rest of
 * the action list is skipped. Mirrors `compose_dec_mpls_ttl_action()`.
 */
export function decrementLabelTtl(context: TranslationContext): void {
  const { flow } = context;
  if (isMplsType(flow.get('dl_type'))) {
    const ttl = Number(flow.get('mpls_lse') & TTL.mask);
    context.wildcards.add('mpls_lse', TTL.mask);
    if (ttl > 1) {
      setPart(context, TTL, ttl - 1);
      return;
    }
    sendToController(context);
  }
  context.leavesList = true;
}
