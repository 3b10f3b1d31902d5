/** Errors that switches answer with, and their numbers in each version. Mirrors `lib/ofp-errors.c`. */

import { ERROR_ROWS } from './error-table.js';
import { OPENFLOW_VERSIONS, type OpenFlowVersion, versionNumber } from './protocols.js';

/** The name of an error, without the `OFPERR_` of the reference. */
export type OpenFlowErrorName = (typeof ERROR_ROWS)[number][0];

/** An OpenFlow error by its name. */
export class OpenFlowError extends Error {
  constructor(readonly code: OpenFlowErrorName) {
    super(code);
  }
}

/** The numbers of an error in a message. */
export interface ErrorNumber {
  /** 0 for a standard error. */
  readonly vendor: number;
  readonly type: number;
  readonly code: number;
}

const VENDORS: Readonly<Record<string, number>> = { OF: 0, NX: 0x2320, ONF: 0x4f4e4600 };

const NUMBERS = /(\w+) ([\d.]+)(\+|-([\d.]+))?\((\d+)(?:,(\d+))?\)/g;

const NUMBERS_OF = new Map<string, ReadonlyMap<OpenFlowVersion, ErrorNumber>>(
  ERROR_ROWS.map(([name, numbers]) => [name, parseNumbers(numbers)]),
);

function parseNumbers(text: string): ReadonlyMap<OpenFlowVersion, ErrorNumber> {
  const numbers = new Map<OpenFlowVersion, ErrorNumber>();
  for (const [, vendor = '', first = '', range, last, type, code] of text.matchAll(NUMBERS)) {
    for (const version of OPENFLOW_VERSIONS) {
      const number = versionNumber(version);
      const end = range === '+' ? '9' : (last ?? first);
      if (number < first || number > end) continue;
      const found = { vendor: VENDORS[vendor] ?? 0, type: Number(type), code: Number(code ?? 0) };
      numbers.set(version, found);
    }
  }
  return numbers;
}

/** Returns the error with this name. */
export function errorByName(name: string): OpenFlowErrorName | undefined {
  return ERROR_ROWS.find(([known]) => known === name)?.[0];
}

/** Returns the numbers of an error, or `undefined` if the version has none. */
export function errorNumber(
  name: OpenFlowErrorName,
  version: OpenFlowVersion,
): ErrorNumber | undefined {
  return NUMBERS_OF.get(name)?.get(version);
}

/** Returns the error with these numbers; of several, the first of the table. */
export function errorByNumber(
  { vendor, type, code }: ErrorNumber,
  version: OpenFlowVersion,
): OpenFlowErrorName | undefined {
  return ERROR_ROWS.find(([name]) => {
    const number = errorNumber(name, version);
    return number?.vendor === vendor && number.type === type && number.code === code;
  })?.[0];
}

/** Returns the error that arrives in `version`, which may have no number for the one that is sent. */
export function errorInVersion(
  name: OpenFlowErrorName,
  version: OpenFlowVersion,
): OpenFlowErrorName {
  const number = errorNumber(name, version);
  if (number === undefined) return 'NXBRC_UNENCODABLE_ERROR';
  return errorByNumber(number, version) ?? name;
}
