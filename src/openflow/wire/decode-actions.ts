/** Decodes actions. Mirrors `ofpacts_decode()`. */

import type { OfAction } from '../model/actions.js';
import { OpenFlowError } from '../model/errors.js';
import { type OpenFlowVersion, versionName } from '../model/protocols.js';
import { BAD_ACTION, type TextLog } from '../values/text-log.js';
import { ACTION_FORMS, type ActionDecoder, type ActionForm } from './action-forms.js';
import { ByteReader } from './byte-reader.js';
import { actionFault, type MessageReader } from './check-received.js';
import { EXPERIMENTER, NICIRA } from './encode-actions.js';
import { hexDump } from './hex-dump.js';

const HEADER_BYTES = 4;
const EXTENDED_HEADER_BYTES = 10;

/** The vendor of the extensions by the Open Networking Foundation. */
const ONF = 0x4f4e4600;

/**
 * Decodes a list of actions.
 *
 * @throws OpenFlowError for the first invalid one, after a warning in the log.
 */
export function decodeActions(
  bytes: Uint8Array,
  version: OpenFlowVersion,
  reader: MessageReader,
): OfAction[] {
  const log: TextLog = reader.is === 'tool' ? reader.log : () => {};
  const actions: OfAction[] = [];
  for (let at = 0; at < bytes.length; ) {
    try {
      const { length, action } = decodeAction(bytes.subarray(at), version, { log, reader });
      const fault = actionFault(action, { version, log, reader });
      if (fault !== undefined) throw new OpenFlowError(fault);
      actions.push(action);
      at += length;
    } catch (error) {
      if (!(error instanceof OpenFlowError)) throw error;
      const offset = at === 0 ? '0' : `0x${at.toString(16)}`;
      const dump = hexDump(bytes, false).trimEnd();
      const why = `bad action at offset ${offset} (${error.code}):\n${dump}`;
      log('WARN', 'ofp_actions', why, BAD_ACTION);
      throw error;
    }
  }
  return actions;
}

interface DecoderContext {
  readonly log: TextLog;
  readonly reader: MessageReader;
}

function decodeAction(
  bytes: Uint8Array,
  version: OpenFlowVersion,
  { log, reader }: DecoderContext,
): { readonly length: number; readonly action: OfAction } {
  if (bytes.length < HEADER_BYTES + 4) throw new OpenFlowError('OFPBAC_BAD_LEN');
  const warn = (message: string): void => log('WARN', 'ofp_actions', message, BAD_ACTION);
  const header = new ByteReader(bytes);
  const type = header.uint(2);
  const length = header.uint(2);
  const form = findForm(header, bytes.length, type, version, warn);
  if (form.deprecated !== undefined && version >= form.deprecated) {
    const why = `${form.name} is deprecated in ${versionName(version)} (use Set-Field)`;
    log('INFO', 'ofp_actions', why, BAD_ACTION);
  }
  checkLength(form, length, bytes.length, version, warn);
  const body = new ByteReader(bytes.subarray(0, length));
  body.skip(type === EXPERIMENTER ? EXTENDED_HEADER_BYTES : HEADER_BYTES);
  const decoder: ActionDecoder = {
    version,
    log,
    decodeNested: (nested) => decodeActions(nested, version, reader),
  };
  return { length, action: form.decode(body, decoder) };
}

function findForm(
  header: ByteReader,
  size: number,
  type: number,
  version: OpenFlowVersion,
  warn: (message: string) => void,
): ActionForm {
  if (type !== EXPERIMENTER) {
    const form = ACTION_FORMS.get(version)?.get(`standard ${type}`);
    if (form === undefined) throw new OpenFlowError('OFPBAC_BAD_TYPE');
    return form;
  }
  const vendor = header.uint(4);
  if (vendor !== NICIRA && vendor !== ONF) {
    warn(`OpenFlow action has unknown vendor 0x${vendor.toString(16)}`);
    throw new OpenFlowError('OFPBAC_BAD_VENDOR');
  }
  if (size < 16) throw new OpenFlowError('OFPBAC_BAD_LEN');
  const subtype = header.uint(2);
  const form = ACTION_FORMS.get(version)?.get(`${vendor === NICIRA ? 'nicira' : 'onf'} ${subtype}`);
  if (form === undefined) throw new OpenFlowError('OFPBAC_BAD_VENDOR_TYPE');
  return form;
}

/** The longest action whose length is a multiple of 8. */
const MAX_LENGTH = 0xfff8;

function checkLength(
  form: ActionForm,
  length: number,
  available: number,
  version: OpenFlowVersion,
  warn: (message: string) => void,
): void {
  const bad = (why: string): never => {
    warn(`OpenFlow action ${form.name} length ${length} ${why}`);
    throw new OpenFlowError('OFPBAC_BAD_LEN');
  };
  const least = form.bytes(version);
  const most = form.isOpen ? MAX_LENGTH : least;
  if (length > available) bad(`exceeds action buffer length ${available}`);
  if (length < least || length > most) bad(`not in valid range [${least},${most}]`);
  if (length % 8 !== 0) bad('is not a multiple of 8');
}
