/** Formats and parses meters and requests to change them. */

import {
  METER,
  METER_FLAGS,
  type MeterBand,
  type MeterCommand,
  type MeterFlag,
  type MeterMod,
} from '../model/meter-mod.js';
import { OpenFlowTextError, parseSmall, parseWide } from '../values/scanning.js';

/**
 * Returns the text of a meter, with a line for each band; mirrors `ofp_print_meter_config()`.
 *
 * @param unknownFlags the bits of flags in a message that have no name
 */
export function formatMeter(
  { id, flags, bands }: Omit<MeterMod, 'command'>,
  unknownFlags = 0,
): string {
  const words = METER_FLAGS.filter((flag) => flags.has(flag)).map((flag) => `${flag} `);
  if (unknownFlags !== 0) words.push(`flags:0x${unknownFlags.toString(16)} `);
  const lines = bands.map(({ type, rate, burstSize, precedenceLevel }) => {
    const burst = flags.has('burst') ? ` burst_size=${burstSize}` : '';
    const level = type === 'dscp_remark' ? ` prec_level=${precedenceLevel}` : '';
    return `\ntype=${type} rate=${rate}${burst}${level}`;
  });
  return `meter=${id} ${words.join('')}bands=${lines.join('')}\n`;
}

/**
 * Parses a request such as `meter=1,kbps,band=type=drop,rate=100`; a request to list meters has
 * the syntax of `delete`. Mirrors `parse_ofp_meter_mod_str()`.
 *
 * @throws OpenFlowTextError with the message of the reference.
 */
export function parseMeterMod(text: string, command: MeterCommand): MeterMod {
  const banded = command !== 'delete';
  const { head, bands: bandText } = banded ? splitBands(text) : { head: text, bands: '' };
  const flags = new Set<MeterFlag>();
  let id = 0;
  const tokens = new Tokens(head);
  for (let name = tokens.name(); name !== undefined; name = tokens.name()) {
    const flag = banded ? METER_FLAGS.find((known) => known === name) : undefined;
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

/** Splits at the first `band`; the bands follow its `=`. */
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

/** Splits a text into names and values, like `strtok_r()`. */
class Tokens {
  #rest: string;

  constructor(text: string) {
    this.#rest = text;
  }

  /** Returns the next name, which `=` may end, or `undefined` at the end. */
  name(): string | undefined {
    return this.#take(/^[=, \t\r\n]*([^=, \t\r\n]+)[=, \t\r\n]?/);
  }

  /** Returns the value that follows `name`. */
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
