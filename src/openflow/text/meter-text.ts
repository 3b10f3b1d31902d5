/** Requests about meters, which no datapath of this switch has. */

import { OpenFlowError } from '../model/errors.js';
import { OpenFlowTextError, parseSmall, parseWide } from '../values/scanning.js';

export type MeterCommand = 'add' | 'modify' | 'delete';

/** Numbers that stand for meters, and the greatest that one meter can have. */
export const METER = {
  MAX: 0xffff0000,
  SLOWPATH: 0xfffffffd,
  CONTROLLER: 0xfffffffe,
  ALL: 0xffffffff,
} as const;

/** What a meter counts and how, in the order in which texts list it. */
const FLAGS = ['kbps', 'pktps', 'burst', 'stats'] as const;

export type MeterFlag = (typeof FLAGS)[number];

export interface MeterBand {
  readonly type: 'drop' | 'dscp_remark';
  readonly rate: number;
  readonly burstSize: number;
  readonly precedenceLevel: number;
}

/** A request to change meters. */
export interface MeterMod {
  readonly command: MeterCommand;
  readonly id: number;
  readonly flags: ReadonlySet<MeterFlag>;
  readonly bands: readonly MeterBand[];
}

/** What a switch says to a request: it has no meter and no room for one. */
export function applyMeterMod({ command, id, flags }: MeterMod): void {
  if (flags.has('kbps') && flags.has('pktps')) throw new OpenFlowError('OFPMMFC_BAD_FLAGS');
  if (command === 'delete') return;
  throw new OpenFlowError(id > METER.MAX ? 'OFPMMFC_INVALID_METER' : 'OFPMMFC_OUT_OF_METERS');
}

/** The text of a meter, a line for itself and one for each band. */
export function formatMeter({ id, flags, bands }: Omit<MeterMod, 'command'>): string {
  const words = FLAGS.filter((flag) => flags.has(flag)).map((flag) => `${flag} `);
  const lines = bands.map(({ type, rate, burstSize, precedenceLevel }) => {
    const burst = flags.has('burst') ? ` burst_size=${burstSize}` : '';
    const level = type === 'dscp_remark' ? ` prec_level=${precedenceLevel}` : '';
    return `\ntype=${type} rate=${rate}${burst}${level}`;
  });
  return `meter=${id} ${words.join('')}bands=${lines.join('')}\n`;
}

/**
 * Reads a request about meters, for instance `meter=1,kbps,band=type=drop,rate=100`;
 * a request to list meters reads as one to delete them. Throws
 * {@link OpenFlowTextError} with the reference's message.
 */
export function parseMeterMod(text: string, command: MeterCommand): MeterMod {
  const banded = command !== 'delete';
  const { head, bands: bandText } = banded ? splitBands(text) : { head: text, bands: '' };
  const flags = new Set<MeterFlag>();
  let id = 0;
  const tokens = new Tokens(head);
  for (let name = tokens.name(); name !== undefined; name = tokens.name()) {
    const flag = banded ? FLAGS.find((known) => known === name) : undefined;
    if (flag !== undefined) {
      flags.add(flag);
      continue;
    }
    const value = tokens.value(name);
    if (name !== 'meter') throw new OpenFlowTextError(`unknown keyword ${name}`);
    id = parseMeterId(value);
  }
  if (id === 0) throw new OpenFlowTextError("must specify 'meter'");
  if (!banded) return { command, id, flags, bands: [] };
  if (flags.size === 0) {
    throw new OpenFlowTextError("meter must specify either 'kbps' or 'pktps'");
  }
  const bands = parseBands(bandText);
  for (const band of bands) checkBand(band, flags);
  return { command, id, flags, bands };
}

/** Splits at the first `band`; what follows its `=` are the bands. */
function splitBands(text: string): { head: string; bands: string } {
  const start = text.indexOf('band');
  const equals = start < 0 ? -1 : text.indexOf('=', start);
  if (equals < 0) throw new OpenFlowTextError('must specify bands');
  return { head: text.slice(0, start), bands: text.slice(equals + 1) };
}

function parseMeterId(text: string): number {
  switch (text) {
    case 'all':
      return METER.ALL;
    case 'controller':
      return METER.CONTROLLER;
    case 'slowpath':
      return METER.SLOWPATH;
    default: {
      const id = Number(parseWide(text, 32));
      if (id > METER.MAX || id === 0) throw new OpenFlowTextError('invalid value for meter');
      return id;
    }
  }
}

function parseBands(text: string): MeterBand[] {
  const bands: MeterBand[] = [];
  const tokens = new Tokens(text);
  for (let name = tokens.name(); name !== undefined; name = tokens.name()) {
    const value = tokens.value(name);
    if (name === 'type') {
      if (value !== 'drop' && value !== 'dscp_remark') {
        throw new OpenFlowTextError(`field ${name} unknown value ${value}`);
      }
      bands.push({ type: value, rate: 0, burstSize: 0, precedenceLevel: 0 });
      continue;
    }
    const band = bands.pop();
    if (band === undefined) {
      throw new OpenFlowTextError("band must start with the 'type' keyword");
    }
    bands.push({ ...band, ...parseBandItem(name, value) });
  }
  if (bands.length === 0) throw new OpenFlowTextError('meter must have bands');
  return bands;
}

function parseBandItem(name: string, value: string): Partial<MeterBand> {
  switch (name) {
    case 'rate':
      return { rate: Number(parseWide(value, 32)) };
    case 'burst_size':
      return { burstSize: Number(parseWide(value, 32)) };
    case 'prec_level':
      return { precedenceLevel: parseSmall(value, name, 8) };
    default:
      throw new OpenFlowTextError(`unknown keyword ${name}`);
  }
}

function checkBand(band: MeterBand, flags: ReadonlySet<MeterFlag>): void {
  const remarks = band.type === 'dscp_remark';
  const bursts = flags.has('burst');
  if (remarks && band.precedenceLevel === 0) {
    throw new OpenFlowTextError("'dscp_remark' band must have 'prec_level'");
  }
  if (!remarks && band.precedenceLevel !== 0) {
    throw new OpenFlowTextError("Only 'dscp_remark' band may have 'prec_level'");
  }
  if (band.rate === 0) throw new OpenFlowTextError("band must have 'rate'");
  if (bursts && band.burstSize === 0) {
    throw new OpenFlowTextError("band must have 'burst_size' when 'burst' flag is set");
  }
  if (!bursts && band.burstSize !== 0) {
    throw new OpenFlowTextError("band may have 'burst_size' only when 'burst' flag is set");
  }
}

/** Takes names and values off the front of a text. */
class Tokens {
  #rest: string;

  constructor(text: string) {
    this.#rest = text;
  }

  /** The next name, which `=` may end, or `undefined` at the end. */
  name(): string | undefined {
    return this.#take(/^[=, \t\r\n]*([^=, \t\r\n]+)[=, \t\r\n]?/);
  }

  /** The value that follows `name`. */
  value(name: string): string {
    const value = this.#take(/^[, \t\r\n]*([^, \t\r\n]+)[, \t\r\n]?/);
    if (value === undefined) throw new OpenFlowTextError(`field ${name} missing value`);
    return value;
  }

  #take(pattern: RegExp): string | undefined {
    const found = pattern.exec(this.#rest);
    if (found === null) return undefined;
    this.#rest = this.#rest.slice(found[0].length);
    return found[1];
  }
}
