/** Commands that convert matches and actions between bytes and text. Mirrors the test commands of `utilities/ovs-ofctl.c`. */

import type { OfAction } from '../../../openflow/model/actions.js';
import { OpenFlowError } from '../../../openflow/model/errors.js';
import { EMPTY_FLOW_MOD } from '../../../openflow/model/flow-mod.js';
import { type Masked, Match } from '../../../openflow/model/match.js';
import {
  type OpenFlowVersion,
  versionFromName,
  versionProtocols,
} from '../../../openflow/model/protocols.js';
import { checkConsistency } from '../../../openflow/rules/check-against-match.js';
import { formatActionList } from '../../../openflow/text/format-actions.js';
import { formatMatch } from '../../../openflow/text/format-match.js';
import { normalizeAndLog } from '../../../openflow/text/normalization-log.js';
import { parseFlowMod } from '../../../openflow/text/parse-flow.js';
import { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { ByteWriter } from '../../../openflow/wire/byte-writer.js';
import {
  decodeActionList,
  decodeInstructions,
} from '../../../openflow/wire/decode-instructions.js';
import {
  OF10_MATCH_BYTES,
  OF11_MATCH_BYTES,
  takeOf10Match,
  takeOf11Match,
} from '../../../openflow/wire/decode-legacy-match.js';
import { takeNxMatch, takeOxmMatch } from '../../../openflow/wire/decode-match.js';
import { putActions } from '../../../openflow/wire/encode-actions.js';
import { putInstructions } from '../../../openflow/wire/encode-instructions.js';
import { putOf10Match, putOf11Match } from '../../../openflow/wire/encode-legacy-match.js';
import { putNxMatch, putOxmMatch } from '../../../openflow/wire/encode-match.js';
import { streamHexDump } from '../../../openflow/wire/hex-dump.js';
import { WILDCARD } from '../../../openflow/wire/legacy-match.js';
import { parseInt32 } from '../../program/c-numbers.js';
import { fatal } from '../../program/exit.js';
import type { OfctlCommand } from '../command.js';
import { answerInputLines, differences, plainInputLines, readHex } from '../hex-input.js';
import { readText } from '../input.js';
import { formatNxMatch } from '../messages/raw-match.js';
import { parseNxm } from '../parse-nxm.js';
import type { Run } from '../run.js';

/** Returns the bytes that `write` writes. */
function written(write: (out: ByteWriter) => void): Uint8Array {
  const out = new ByteWriter();
  write(out);
  return out.bytes();
}

/** Returns what `decode` returns, or the name of the error that it throws. */
function decoded<Result>(decode: () => Result): Result | string {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof OpenFlowError)) throw error;
    return error.code;
  }
}

function readVersion(text: string): OpenFlowVersion {
  return versionFromName(text) ?? fatal(`${text}: not a valid OpenFlow version`);
}

interface ActionForm {
  readonly what: 'actions' | 'instructions';
  decode(bytes: Uint8Array, version: OpenFlowVersion, table: number, run: Run): OfAction[];
  put(out: ByteWriter, actions: readonly OfAction[], version: OpenFlowVersion): void;
}

const ACTIONS: ActionForm = {
  what: 'actions',
  decode: (bytes, version, _, { log }) => decodeActionList(bytes, version, { is: 'tool', log }),
  put: putActions,
};

const INSTRUCTIONS: ActionForm = {
  what: 'instructions',
  decode(bytes, version, table, { log }) {
    const actions = decodeInstructions(bytes, version, { is: 'tool', log });
    checkConsistency({ ...EMPTY_FLOW_MOD, table, actions }, versionProtocols(version), log);
    return actions;
  },
  put: putInstructions,
};

const convertActions =
  ({ what, decode, put }: ActionForm): OfctlCommand['run'] =>
  (run, [versionText = '']) => {
    const version = readVersion(versionText);
    for (const line of plainInputLines(run)) {
      const comma = line.indexOf(',');
      const table = comma < 0 ? 0 : parseInt32(line.slice(0, comma));
      const bytes = readHex(line.slice(comma + 1));
      const actions = decoded(() => decode(bytes, version, table, run));
      if (typeof actions === 'string') {
        run.print(`bad ${versionText} ${what}: ${actions}\n\n`);
        continue;
      }
      const after = written((out) => put(out, actions, version));
      run.print(`actions=${formatActionList(actions)}\n${differences('', bytes, after)}\n`);
    }
  };

function checkMatchSize(bytes: Uint8Array, expected: number): void {
  if (bytes.length !== expected) fatal(`Input is ${bytes.length} bytes, expected ${expected}`);
}

function convertOf10Match(run: Run): void {
  for (const line of plainInputLines(run)) {
    const expected = readHex(line.replaceAll('x', '0'));
    checkMatchSize(expected, OF10_MATCH_BYTES);
    const digit = (): string => (run.context.random.next() & 0xf).toString(16);
    const bytes = readHex(line.replaceAll('x', digit));
    const match = takeOf10Match(new ByteReader(bytes));
    const after = written((out) => putOf10Match(out, match));
    const normal = normalizeAndLog(match, run.log);
    const normalized = written((out) => putOf10Match(out, normal));
    run.print(
      `${formatMatch(match)}\n${differences('', expected, after)}${differences('normal: ', after, normalized)}\n`,
    );
  }
}

function convertOf11Match(run: Run): void {
  for (const line of plainInputLines(run)) {
    const bytes = readHex(line);
    checkMatchSize(bytes, OF11_MATCH_BYTES);
    const match = decoded(() => takeOf11Match(new ByteReader(bytes)));
    if (typeof match === 'string') {
      run.print(`bad ofp11_match: ${match}\n\n`);
      continue;
    }
    const after = written((out) => putOf11Match(out, match));
    run.print(`${formatMatch(match)}\n${differences('', bytes, after)}\n`);
  }
}

/** Returns bytes with zeros up to a multiple of 8. */
function padded(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array((bytes.length + 7) & ~7);
  result.set(bytes);
  return result;
}

const OXM_HEAD = 4;

/** Returns the text of a match with its type and length; mirrors `oxm_match_to_string()`. */
function formatOxmMatch(bytes: Uint8Array, run: Run): string {
  const length = ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);
  return formatNxMatch(bytes.subarray(OXM_HEAD, length), run.log);
}

function withOxmHead(entries: Uint8Array): Uint8Array {
  const out = new ByteWriter();
  out.uint(1, 2);
  out.uint(OXM_HEAD + entries.length, 2);
  out.raw(entries);
  return padded(out.bytes());
}

/** A match in bytes, and its text. */
interface WrittenMatch {
  readonly bytes: Uint8Array;
  readonly text: string;
}

function writeNxMatch(match: Match, run: Run, cookie?: Masked): WrittenMatch {
  let length = 0;
  const bytes = written((out) => {
    length = putNxMatch(out, match, cookie);
  });
  return { bytes, text: formatNxMatch(bytes.subarray(0, length), run.log) };
}

function writeOxmMatch(match: Match, version: OpenFlowVersion, run: Run): WrittenMatch {
  const bytes = written((out) => putOxmMatch(out, match, version));
  return { bytes, text: formatOxmMatch(bytes, run) };
}

function printMatches(run: Run, convert: (entries: Uint8Array) => WrittenMatch): void {
  answerInputLines(run, (line) => {
    const entries = parseNxm(line);
    const result = decoded(() => convert(entries));
    if (typeof result === 'string') return `nx_pull_match() returned error ${result}\n`;
    const dump = run.settings.verbosity > 0 ? streamHexDump(result.bytes) : '';
    return `${result.text}\n${dump}`;
  });
}

const optionsOf = ({ log, settings }: Run) => ({ log, loose: !settings.strict });

function convertNxm(run: Run): void {
  printMatches(run, (entries) => {
    const reader = new ByteReader(padded(entries));
    const { match, cookie } = takeNxMatch(reader, entries.length, optionsOf(run));
    return writeNxMatch(match, run, cookie);
  });
}

function convertOxm(run: Run, [versionText = '']: readonly string[]): void {
  const version = versionFromName(versionText);
  if (version === undefined || version < 12) fatal(`${versionText}: not a valid version for OXM`);
  printMatches(run, (entries) => {
    const match = takeOxmMatch(new ByteReader(withOxmHead(entries)), optionsOf(run));
    return writeOxmMatch(match, version, run);
  });
}

const hex = (value: bigint | number, width: number): string =>
  value.toString(16).padStart(width, '0');

const vlanText = (match: Match): string => {
  const { value, mask } = match.member('vlan_tci');
  return `${hex(value, 4)}/${hex(mask, 4)}`;
};

/** The bits of a VLAN header that correspond to one OXM field. */
const VID_AND_CFI = 0x1fffn;

function oxmVlanText(match: Match): string {
  const { value, mask } = match.member('vlan_tci');
  const vid = value & VID_AND_CFI;
  const priority = vid !== 0n && mask >> 13n !== 0n ? hex(value >> 13n, 2) : '--';
  return `${hex(vid, 4)}/${hex(mask & VID_AND_CFI, 4)},${priority}`;
}

/** A match structure that has a field for the VLAN. */
interface LegacyForm {
  readonly label: string;
  put(out: ByteWriter, match: Match): void;
  take(reader: ByteReader): Match;
  /** The offsets of the wildcards, the VLAN identifier and the priority. */
  readonly offsets: readonly [wildcards: number, vlan: number, priority: number];
  readonly priorityBit: number;
}

const LEGACY_FORMS: readonly LegacyForm[] = [
  {
    label: 'OF1.0',
    put: putOf10Match,
    take: takeOf10Match,
    offsets: [0, 18, 20],
    priorityBit: WILDCARD.of10.dlVlanPcp,
  },
  {
    label: 'OF1.1',
    put: putOf11Match,
    take: takeOf11Match,
    offsets: [8, 36, 38],
    priorityBit: WILDCARD.of11.dlVlanPcp,
  },
];

function formatLegacyVlan(
  { label, put, take, offsets, priorityBit }: LegacyForm,
  match: Match,
): string {
  const bytes = written((out) => put(out, match));
  const at = (offset: number, size: number): number =>
    new ByteReader(bytes.subarray(offset)).uint(size);
  const wildcards = at(offsets[0], 4);
  const isWild = (bit: number): number => ((wildcards & bit) === 0 ? 0 : 1);
  const vlan = `${hex(at(offsets[1], 2), 4)}/${isWild(WILDCARD.dlVlan)}`;
  const priority = `${hex(at(offsets[2], 1), 2)}/${isWild(priorityBit)}`;
  return `${label}: ${vlan},${priority} -> ${vlanText(take(new ByteReader(bytes)))}\n`;
}

function checkVlan(run: Run, [value = '', mask = '']: readonly string[]): void {
  const bits = (text: string): bigint => BigInt((Number.parseInt(text, 16) || 0) & 0xffff);
  const match = Match.ANY.withMember('vlan_tci', bits(value), bits(mask));
  const text = formatMatch(match);
  const parsed = readText(() => parseFlowMod(text, 'delete', run.log));
  run.print(`${text} -> ${vlanText(parsed.mod.match)}\n`);

  const nxm = writeNxMatch(match, run);
  const nxmBytes = new ByteReader(nxm.bytes);
  const fromNxm = decoded(() => vlanText(takeNxMatch(nxmBytes, nxmLength(nxm.bytes), run).match));
  run.print(`NXM: ${nxm.text} -> ${fromNxm}\n`);

  const oxm = writeOxmMatch(match, 12, run);
  const fromOxm = decoded(() => oxmVlanText(takeOxmMatch(new ByteReader(oxm.bytes), run)));
  run.print(`OXM: ${oxm.text} -> ${fromOxm}\n`);
  for (const form of LEGACY_FORMS) run.print(formatLegacyVlan(form, match));
}

/** Returns the length of the only entry of a match, without padding. */
const nxmLength = (bytes: Uint8Array): number => (bytes.length === 0 ? 0 : 4 + (bytes[3] ?? 0));

export const CONVERSION_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'parse-actions',
    usage: 'VERSION',
    readsInput: true,
    run: convertActions(ACTIONS),
  },
  {
    name: 'parse-instructions',
    usage: 'VERSION',
    readsInput: true,
    run: convertActions(INSTRUCTIONS),
  },
  { name: 'parse-ofp10-match', usage: '', readsInput: true, run: convertOf10Match },
  { name: 'parse-ofp11-match', usage: '', readsInput: true, run: convertOf11Match },
  { name: 'parse-nx-match', usage: '', readsInput: true, run: convertNxm },
  { name: 'parse-nxm', usage: '', readsInput: true, run: convertNxm },
  { name: 'parse-oxm', usage: 'VERSION', readsInput: true, run: convertOxm },
  { name: 'check-vlan', usage: 'VLAN_TCI MASK', run: checkVlan },
];
