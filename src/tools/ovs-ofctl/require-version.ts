/** Checks the version of a connection for a command. */

import {
  type OpenFlowVersion,
  versionName,
  versionNumber,
} from '../../openflow/model/protocols.js';
import { fatal } from '../program/exit.js';

/** Ends the program if the version of a connection is too old for a command. */
export function requireVersion(
  version: OpenFlowVersion,
  needed: OpenFlowVersion,
  what: string,
): void {
  if (version >= needed) return;
  fatal(`${what} needs OpenFlow ${versionNumber(needed)} or later ('-O ${versionName(needed)}')`);
}
