import { type OpenFlowVersion, versionName, versionNumber } from '../../openflow/protocols.js';
import { fatal } from '../ctl/exit.js';

/** Ends the program where a connection speaks too old a version for what `what` names. */
export function requireVersion(
  version: OpenFlowVersion,
  needed: OpenFlowVersion,
  what: string,
): void {
  if (version >= needed) return;
  fatal(`${what} needs OpenFlow ${versionNumber(needed)} or later ('-O ${versionName(needed)}')`);
}
