/** Limits translations, which makes flows that resubmit to each other terminate. */
import type { OdpAction, OdpSetAttribute } from '../odp/odp-actions.js';
import type { TranslationContext } from './translation-context.js';

/** The largest nesting depth of lookups. */
const MAX_DEPTH = 64;

/** The largest number of lookups. */
const MAX_RESUBMITS = MAX_DEPTH * MAX_DEPTH;

/** One lookup of an internal flow is not counted. */
const MAX_INTERNAL_RESUBMITS = 1;

/** The largest size of datapath actions in one message, in bytes. */
const MAX_ACTION_BYTES = 0xffff;

/** The size of an attribute header. */
const ATTRIBUTE_HEADER = 4;

/** The largest number of values on the stack: 64 kB of 128 bytes each. */
const MAX_STACK = 512;

/** The largest number of outputs that a datapath handles itself. */
const MAX_OUTPUTS = 1000;

/**
 * Returns false and logs the reason if no further lookup is allowed. Mirrors
 * `xlate_resubmit_resource_check()`.
 */
export function mayResubmit(context: TranslationContext): boolean {
  const problem = excess(context);
  if (problem === undefined) return true;
  context.log('ERR', problem);
  return false;
}

function excess({ depth, resubmits, actions, stack }: TranslationContext): string | undefined {
  if (depth >= MAX_DEPTH + MAX_INTERNAL_RESUBMITS) {
    return `resubmit actions recursed over ${MAX_DEPTH} times`;
  }
  if (resubmits >= MAX_RESUBMITS + MAX_INTERNAL_RESUBMITS) {
    return `over ${MAX_RESUBMITS} resubmit actions`;
  }
  if (bytesOf(actions) > MAX_ACTION_BYTES) return 'resubmits yielded over 64 kB of actions';
  return stack.length >= MAX_STACK ? 'resubmits yielded over 64 kB of stack' : undefined;
}

/** Returns true if there are too many actions for the fast path. */
export function tooManyActions(actions: readonly OdpAction[]): boolean {
  return (
    bytesOf(actions) > MAX_ACTION_BYTES - ATTRIBUTE_HEADER ||
    actions.filter(({ type }) => type === 'output').length > MAX_OUTPUTS
  );
}

function bytesOf(actions: readonly OdpAction[]): number {
  let bytes = 0;
  for (const action of actions) bytes += actionBytes(action);
  return bytes;
}

/** The size of each key in bytes; partial values also have a mask of the same size. */
const KEY_BYTES: Readonly<Record<OdpSetAttribute, number>> = {
  skb_priority: 4,
  skb_mark: 4,
  eth: 12,
  ipv4: 12,
  ipv6: 40,
  tcp: 4,
  udp: 4,
  sctp: 4,
  arp: 24,
  nd: 28,
  mpls: 4,
};

function actionBytes(action: OdpAction): number {
  switch (action.type) {
    case 'pop_vlan':
      return 4;
    case 'output':
    case 'push_vlan':
    case 'pop_mpls':
    case 'recirc':
      return 8;
    case 'push_mpls':
    case 'hash':
      return 12;
    case 'set':
      return 2 * ATTRIBUTE_HEADER + 2 * KEY_BYTES[action.attribute];
    case 'set_tunnel':
      return 48 + 64 * action.options.length;
    case 'userspace':
      return 40;
    case 'sample':
      return 16 + bytesOf(action.actions);
    case 'ct': {
      const { commit, mark, label, helper } = action;
      return (
        12 + (commit ? 4 : 0) + (mark ? 12 : 0) + (label ? 36 : 0) + (helper === undefined ? 0 : 8)
      );
    }
  }
}
