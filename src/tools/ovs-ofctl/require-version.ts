import {
  type OpenFlowVersion,
  versionName,
  versionNumber,
} from '../../openflow/model/protocols.js';
import { fatal } from '../program/exit.js';

/** Ends the program where a connection speaks too old a version for what `what` names. */
export function requireVersion(
  version: OpenFlowVersion,
  needed: OpenFlowVersion,
  what: string,
): void {
  if (version >= needed) return;
  fatal(`${what} needs OpenFlow ${versionNumber(needed)} or later ('-O ${versionName(needed)}')`);
}
