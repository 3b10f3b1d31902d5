/** Completes the actions of OpenFlow flows, such as `resubmit(,17)` or `set_field:VALUE->FIELD`. */
import { ALL_FIELDS } from '../../openflow/model/fields.js';
import { endingAt, type Suggestion, suggestion } from '../program/suggestion.js';
import { addresses } from './known-values.js';
import { groups, portNumbers, type SwitchPlace, tables } from './switch-values.js';

/** Actions and instructions as they are typed, with what they do. */
const ACTIONS: readonly (readonly [text: string, help: string])[] = [
  ['output:', 'send to a port'],
  ['NORMAL', 'forward like an ordinary switch'],
  ['FLOOD', 'send to all ports but the input port'],
  ['ALL', 'send to all ports but the input port'],
  ['LOCAL', 'send to the port of the bridge itself'],
  ['IN_PORT', 'send back to the input port'],
  ['CONTROLLER', 'send to the controller'],
  ['controller(', 'send to the controller, with settings'],
  ['drop', 'do nothing with the packet'],
  ['resubmit(', 'look up again: resubmit(PORT,TABLE)'],
  ['goto_table:', 'continue in a later table'],
  ['group:', 'process by a group'],
  ['set_field:', 'set a field: set_field:VALUE->FIELD'],
  ['load:', 'set bits of a field: load:VALUE->FIELD[BITS]'],
  ['move:', 'copy bits: move:FIELD[BITS]->FIELD[BITS]'],
  ['push:', 'push bits of a field to the stack'],
  ['pop:', 'pop bits from the stack to a field'],
  ['ct(', 'send through the connection tracker'],
  ['learn(', 'add a flow made from the packet'],
  ['conjunction(', 'be a clause of a conjunctive match'],
  ['exit', 'stop processing'],
  ['mod_dl_src:', 'set the Ethernet source'],
  ['mod_dl_dst:', 'set the Ethernet destination'],
  ['mod_nw_src:', 'set the IPv4 source'],
  ['mod_nw_dst:', 'set the IPv4 destination'],
  ['mod_nw_tos:', 'set the DSCP bits of IP'],
  ['mod_nw_ecn:', 'set the ECN bits of IP'],
  ['mod_nw_ttl:', 'set the TTL of IP'],
  ['set_nw_ttl:', 'set the TTL of IP'],
  ['mod_tp_src:', 'set the source port'],
  ['mod_tp_dst:', 'set the destination port'],
  ['dec_ttl', 'decrement the TTL of IP'],
  ['mod_vlan_vid:', 'set the VLAN, with a tag if there is none'],
  ['mod_vlan_pcp:', 'set the VLAN priority, with a tag if there is none'],
  ['set_vlan_vid:', 'set the VLAN of a tag'],
  ['set_vlan_pcp:', 'set the VLAN priority of a tag'],
  ['push_vlan:', 'push a VLAN tag'],
  ['pop_vlan', 'remove the VLAN tag'],
  ['strip_vlan', 'remove the VLAN tag'],
  ['push_mpls:', 'push an MPLS label'],
  ['pop_mpls:', 'pop an MPLS label'],
  ['set_mpls_label:', 'set the MPLS label'],
  ['set_mpls_tc:', 'set the MPLS traffic class'],
  ['set_mpls_ttl:', 'set the MPLS TTL'],
  ['dec_mpls_ttl', 'decrement the MPLS TTL'],
  ['set_tunnel:', 'set the tunnel key'],
  ['set_tunnel64:', 'set a tunnel key of 64 bits'],
  ['set_queue:', 'choose a queue'],
  ['pop_queue', 'restore the queue'],
  ['enqueue:', 'send to a queue of a port: enqueue:PORT:QUEUE'],
  ['bundle(', 'choose one of several ports'],
  ['bundle_load(', 'choose one of several ports and store it'],
  ['multipath(', 'store a hash of the packet'],
  ['output_reg:', 'send to the port in a register'],
  ['fin_timeout(', 'shorten timeouts after FIN or RST'],
  ['sample(', 'sample packets'],
  ['note:', 'carry bytes without effect'],
  ['debug_recirc', 'recirculate, for tests'],
  ['meter:', 'measure by a meter'],
  ['write_metadata:', 'set the metadata'],
  ['write_actions(', 'add actions to the action set'],
  ['clear_actions', 'empty the action set'],
];

/** The action words without the characters that introduce an argument. */
export const ACTION_KEYS: readonly string[] = ACTIONS.map(([text]) => text.replace(/[:(]$/, ''));

/** The arguments of actions in parentheses. */
const PARTS: Readonly<Record<string, readonly (readonly [text: string, help: string])[]>> = {
  ct: [
    ['commit', 'remember the connection'],
    ['table=', 'continue in a table with the state'],
    ['zone=', 'a zone, or the field that holds it'],
    ['exec(', 'actions on the connection'],
    ['alg=ftp', 'follow FTP'],
  ],
  learn: [
    ['table=', 'the table of the new flow'],
    ['priority=', 'its priority'],
    ['idle_timeout=', 'its idle timeout in seconds'],
    ['hard_timeout=', 'its hard timeout in seconds'],
    ['cookie=', 'its cookie'],
    ['output:', 'send to the port in a field'],
    ['load:', 'set bits of a field'],
    ['delete_learned', 'delete the flows together with this one'],
  ],
  controller: [
    ['reason=', 'no_match, action or invalid_ttl'],
    ['max_len=', 'the number of bytes to send'],
    ['id=', 'the controller'],
  ],
};

/** The actions whose parentheses contain actions. */
const NESTING: readonly string[] = ['exec', 'write_actions'];

/** Returns what can replace the end of `text`, actions up to the cursor. */
export function completeActions(text: string, place: SwitchPlace): Suggestion[] {
  const { open, start } = lastItem(text);
  const item = text.slice(start);
  const outer = open.at(-1);
  if (outer === undefined || NESTING.includes(outer.name)) return actionItem(item, start, place);
  if (outer.name === 'resubmit') {
    const offers = outer.commas === 0 ? portNumbers(place) : tables(place);
    return outer.commas > 1 ? [] : [...offers].map(endingAt(start));
  }
  const [key = '', value] = item.split('=');
  if (value !== undefined) {
    const offers = key === 'table' ? tables(place) : key === 'zone' ? fieldNames('') : [];
    return [...offers].map(endingAt(start + key.length + 1));
  }
  const parts = (PARTS[outer.name] ?? []).map(asSuggestion);
  const fields = outer.name === 'learn' ? fieldNames('') : [];
  return [...parts, ...fields].map(endingAt(start));
}

const asSuggestion = ([text, help]: readonly [string, string]): Suggestion => ({
  text,
  help,
  ...(/[:(=]$/.test(text) ? { open: true } : {}),
});

/** Returns the parentheses that are open at the end of a text, and the start of the last item. */
function lastItem(text: string): {
  readonly open: readonly { readonly name: string; readonly commas: number }[];
  readonly start: number;
} {
  const open: { name: string; commas: number }[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '(') open.push({ name: text.slice(start, i).toLowerCase(), commas: 0 });
    else if (char === ')') open.pop();
    const inside = open.at(-1);
    if (char === ',' && inside !== undefined) inside.commas++;
    if (char === '(' || char === ',' || char === ' ') start = i + 1;
  }
  return { open, start };
}

/** Completes one action, or the value after its colon. */
function actionItem(item: string, start: number, place: SwitchPlace): Suggestion[] {
  const colon = item.indexOf(':');
  if (colon < 0) {
    return [...ACTIONS.map(asSuggestion), ...portNumbers(place)].map(endingAt(start));
  }
  const key = item.slice(0, colon).toLowerCase();
  const arrow = item.indexOf('->');
  const from = start + (arrow < 0 ? colon + 1 : arrow + 2);
  return [...actionValues(key, arrow >= 0, place)].map(endingAt(from));
}

function* actionValues(key: string, target: boolean, place: SwitchPlace): Iterable<Suggestion> {
  const { nb } = place.context;
  switch (key) {
    case 'output':
    case 'resubmit':
    case 'enqueue':
      yield* portNumbers(place);
      break;
    case 'goto_table':
      yield* tables(place);
      break;
    case 'group':
      yield* groups(place);
      break;
    case 'mod_dl_src':
    case 'mod_dl_dst':
      yield* addresses(nb, 'ethernet');
      break;
    case 'mod_nw_src':
    case 'mod_nw_dst':
      yield* addresses(nb, 'ipv4');
      break;
    case 'set_field':
      if (target) yield* writableFields();
      break;
    case 'load':
      if (target) yield* fieldNames('[]');
      break;
    case 'move':
    case 'push':
    case 'pop':
    case 'output_reg':
      yield* fieldNames('[]');
      break;
    case 'push_vlan':
      yield* ['0x8100', '0x88a8'].map(suggestion);
      break;
    case 'push_mpls':
      yield* ['0x8847', '0x8848'].map(suggestion);
      break;
    default:
      break;
  }
}

function* writableFields(): Iterable<Suggestion> {
  for (const { name, writable, variableLength } of ALL_FIELDS) {
    if (writable && !variableLength) yield { text: name };
  }
}

/** Returns the names of fields in Nicira's notation, each followed by `suffix`. */
function* fieldNames(suffix: string): Iterable<Suggestion> {
  for (const { name, headers, variableLength } of ALL_FIELDS) {
    const [header] = headers;
    if (header !== undefined && !variableLength)
      yield { text: `${header.name}${suffix}`, help: name };
  }
}
