/** Completes the flows of OpenFlow programs: `table=17,in_port=1,actions=drop`. */
import {
  ALL_FIELDS,
  type Field,
  type FieldFormat,
  fieldByName,
} from '../../openflow/model/fields.js';
import { type FlowUse, MATCH_WORDS, settingsOf } from '../../openflow/text/parse-flow.js';
import { CT_STATE_FLAGS, TCP_FLAGS } from '../../openflow/values/flag-sets.js';
import { FRAGMENT_WORDS } from '../../openflow/values/fragments.js';
import type { CompletionPlace, Values } from '../program/command-row.js';
import { endingAt, type Suggestion, suggestion } from '../program/suggestion.js';
import { completeActions } from './action-words.js';
import { knownValues } from './known-values.js';
import { datapathKeys, portsInMatch, type SwitchPlace, tables } from './switch-values.js';

/** The meaning of the settings of a flow. */
const SETTINGS: Readonly<Record<string, string>> = {
  table: 'the table, from 0 to 254',
  priority: 'from 0 to 65535; 32768 if not given',
  idle_timeout: 'seconds without packets until it ends',
  hard_timeout: 'seconds until it ends',
  importance: 'a flow with less is evicted first',
  cookie: 'a number that requests can select',
  out_port: 'only flows that send to this port',
  send_flow_rem: 'report the end of the flow',
  check_overlap: 'refuse a flow that overlaps another',
  reset_counts: 'reset the counters of a modified flow',
  no_packet_counts: 'need not count packets',
  no_byte_counts: 'need not count bytes',
};

const FORMATS: Readonly<Record<FieldFormat, string>> = {
  decimal: 'number',
  hexadecimal: 'number',
  ct_state: 'flags of the connection',
  ethernet: 'Ethernet address',
  ipv4: 'IPv4 address',
  ipv6: 'IPv6 address',
  port: 'port',
  port32: 'port',
  frag: 'kind of fragment',
  tunnel_flags: 'flags',
  tcp_flags: 'flags of TCP',
};

/** Returns the values of a parameter that is a flow, as `use` allows it. */
export const flowValues =
  (use: FlowUse): Values =>
  ({ context, args, word }: CompletionPlace) =>
    completeFlow(word, use, { context, bridge: args.at(-1) });

/** Returns what can replace the end of `text`, a flow up to the cursor. */
export function completeFlow(text: string, use: FlowUse, place: SwitchPlace): Suggestion[] {
  const { keys, flags, actions } = settingsOf(use);
  const split = actions ? /action[^=]*=/.exec(text) : null;
  if (split !== null) {
    const from = split.index + split[0].length;
    return completeActions(text.slice(from), place).map(({ start = 0, ...rest }) => ({
      ...rest,
      start: from + start,
    }));
  }
  const start = Math.max(text.lastIndexOf(','), text.lastIndexOf(' ')) + 1;
  const [key = '', value] = text.slice(start).split('=');
  if (value !== undefined) {
    return [...valuesOf(key, value, place)].map((offer) => {
      const { start: within = 0 } = offer;
      return endingAt(start + key.length + 1 + within)(offer);
    });
  }
  const used = new Set(
    text
      .slice(0, start)
      .split(/[, ]/)
      .map((item) => item.split('=')[0] ?? ''),
  );
  const settings = keys.map((name) => keyed(name, SETTINGS[name]));
  return [
    ...settings,
    ...MATCH_WORDS.map(suggestion),
    ...fieldKeys(text.slice(start)),
    ...flags.map((name) => ({ text: name, help: SETTINGS[name] ?? '' })),
    ...(actions ? [keyed('actions', 'what happens to packets')] : []),
  ]
    .filter(({ text: word }) => !used.has(word.replace(/=$/, '')))
    .map(endingAt(start));
}

/** Returns the fields under both of their names; the 64 Geneve options only if one is meant. */
function* fieldKeys(item: string): Iterable<Suggestion> {
  for (const field of ALL_FIELDS) {
    if (field.variableLength && !item.startsWith('tun_m')) continue;
    yield keyed(field.name, describe(field));
    if (field.alias !== undefined) yield keyed(field.alias, describe(field));
  }
}

const keyed = (name: string, help: string | undefined): Suggestion => ({
  text: `${name}=`,
  open: true,
  ...(help === undefined ? {} : { help }),
});

function describe({ format, bits, prerequisite }: Field): string {
  const kind = format === 'decimal' || format === 'hexadecimal' ? `${bits} bits` : FORMATS[format];
  return prerequisite === 'none' ? kind : `${kind}, of ${prerequisite} packets`;
}

function* valuesOf(key: string, value: string, place: SwitchPlace): Iterable<Suggestion> {
  if (key === 'table') yield* tables(place);
  else if (key === 'out_port') yield* portsInMatch(place);
  else {
    const field = fieldByName(key);
    if (field !== undefined) yield* fieldValues(field, value, place);
  }
}

function* fieldValues(field: Field, value: string, place: SwitchPlace): Iterable<Suggestion> {
  switch (field.format) {
    case 'port':
    case 'port32':
      yield* portsInMatch(place);
      break;
    case 'ct_state':
      yield* flagWords(value, CT_STATE_FLAGS.bits.values());
      break;
    case 'tcp_flags':
      yield* flagWords(value, TCP_FLAGS.bits.values());
      break;
    case 'frag':
      yield* FRAGMENT_WORDS.map(suggestion);
      break;
    default:
      yield* field.name === 'metadata'
        ? datapathKeys(place)
        : knownValues(field.name, place.context);
  }
}

/** Completes the last of flags such as `+trk-new`. */
function* flagWords(value: string, names: Iterable<string>): Iterable<Suggestion> {
  const start = Math.max(0, value.lastIndexOf('+'), value.lastIndexOf('-'));
  const used = value.slice(0, start).split(/[+-]/);
  for (const name of names) {
    if (name.startsWith('[') || used.includes(name)) continue;
    yield { text: `+${name}`, start, open: true };
    yield { text: `-${name}`, start, open: true };
  }
}
