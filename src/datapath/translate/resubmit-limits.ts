/** How far a translation may go: flows that lead to each other without end must come to one. */
import type { OdpAction, OdpSetAttribute } from '../odp/odp-actions.js';
import type { TranslationContext } from './translation-context.js';

/** How deep look-ups may be nested. */
const MAX_DEPTH = 64;

/** How many of them there may be in all. */
const MAX_RESUBMITS = MAX_DEPTH * MAX_DEPTH;

/** Actions of the switch's own flows do not count. */
const MAX_INTERNAL_RESUBMITS = 1;

/** How many bytes of datapath actions fit into one message. */
const MAX_ACTION_BYTES = 0xffff;

/** The header of an attribute in a message. */
const ATTRIBUTE_HEADER = 4;

/** How many values may be on the stack: 64 kB of 128 bytes each. */
const MAX_STACK = 512;

/** How many packets at once a datapath is trusted to send out. */
const MAX_OUTPUTS = 1000;

/** Whether there may be one more look-up. Says in the log why not. */
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

/** Whether actions are too many for a datapath to carry them out by itself. */
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

/** The bytes of a key; where bits of it are set, there is a mask of the same length. */
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
