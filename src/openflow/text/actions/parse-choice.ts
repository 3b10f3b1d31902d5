/** Parses `bundle`, `bundle_load` and `multipath`. Mirrors `lib/bundle.c` and `lib/multipath.c`. */

import {
  BUNDLE_ALGORITHMS,
  HASH_FIELDS,
  MULTIPATH_ALGORITHMS,
  type OfAction,
  type Subfield,
} from '../../model/actions.js';
import { FIELDS, fieldHeader } from '../../model/fields.js';
import { readPort } from '../../values/port-text.js';
import { leadingDecimal, OpenFlowTextError } from '../../values/scanning.js';
import { parseSubfield } from '../../values/subfields.js';
import type { TextLog } from '../../values/text-log.js';

/** The maximum number of ports of a bundle; more are ignored. */
const MAX_BUNDLE_PORTS = 2048;

function choose<Word extends string>(words: readonly Word[], word: string, problem: string): Word {
  const found = words.find((known) => known === word.toLowerCase());
  if (found === undefined) throw new OpenFlowTextError(`${problem} \`${word}'`);
  return found;
}

/** Parses a target, whose header must have 32 bits. */
function parseTarget(text: string, all: string): Subfield {
  const target = parseSubfield(text);
  const vendor = fieldHeader(FIELDS[target.field], 0)?.vendor;
  if (vendor !== 0) {
    throw new OpenFlowTextError(`${all}: experimenter OXM field '${text}' not supported`);
  }
  return target;
}

/** Parses the arguments of `bundle`, or of `bundle_load` if `load` is true. */
export function parseBundle(text: string, load: boolean, log: TextLog): OfAction {
  const words = text.split(/[, ]+/).filter((word) => word !== '');
  const head = words.slice(0, load ? 5 : 4);
  const [fields = '', basis = '', algorithm = '', portType = '', target = ''] = head;
  const rest = words.slice(head.length).join(',');
  const delimiter = /^[: ]*([^: ]+)[: ]?(.*)$/s.exec(rest);
  if (delimiter === null) {
    throw new OpenFlowTextError(`${text}: not enough arguments to bundle action`);
  }
  const [, word = '', portList = ''] = delimiter;
  if (word.toLowerCase() !== 'slaves') {
    throw new OpenFlowTextError(
      `${text}: missing slave delimiter, expected \`slaves' got \`${word}'`,
    );
  }
  const ports = parseBundlePorts(portList, log);
  const hashFields = choose(HASH_FIELDS, fields, `${text}: unknown fields`);
  const chosen = choose(BUNDLE_ALGORITHMS, algorithm, `${text}: unknown algorithm`);
  if (portType.toLowerCase() !== 'ofport') {
    throw new OpenFlowTextError(`${text}: unknown slave_type \`${portType}'`);
  }
  return {
    type: 'bundle',
    fields: hashFields,
    basis: leadingDecimal(basis) & 0xffff,
    algorithm: chosen,
    ports,
    ...(load ? { destination: parseTarget(target, text) } : {}),
  };
}

function parseBundlePorts(text: string, log: TextLog): number[] {
  const words = text.split(/[, [\]]+/).filter((word) => word !== '');
  return words.slice(0, MAX_BUNDLE_PORTS).map((word) => {
    const port = readPort(word, log);
    if (port === undefined) throw new OpenFlowTextError(`${word}: bad port number`);
    return port;
  });
}

/** Parses the arguments of `multipath`. */
export function parseMultipath(text: string): OfAction {
  const words = text.split(/[, ]+/).filter((word) => word !== '');
  const [fields = '', basis = '', algorithm = '', linksText = '', argument = '', target] = words;
  if (target === undefined) {
    throw new OpenFlowTextError(`${text}: not enough arguments to multipath action`);
  }
  const hashFields = choose(HASH_FIELDS, fields, `${text}: unknown fields`);
  const chosen = choose(MULTIPATH_ALGORITHMS, algorithm, `${text}: unknown algorithm`);
  const links = leadingDecimal(linksText);
  if (links < 1 || links > 65536) {
    throw new OpenFlowTextError(`${text}: n_links ${links} is not in valid range 1 to 65536`);
  }
  const destination = parseTarget(target, fields);
  const { width } = destination;
  if (width < 16 && links > 1 << width) {
    throw new OpenFlowTextError(
      `${text}: ${width}-bit destination field has ${1 << width} possible values, less than specified n_links ${links}`,
    );
  }
  return {
    type: 'multipath',
    fields: hashFields,
    basis: leadingDecimal(basis) & 0xffff,
    algorithm: chosen,
    links,
    argument: leadingDecimal(argument) >>> 0,
    destination,
  };
}
