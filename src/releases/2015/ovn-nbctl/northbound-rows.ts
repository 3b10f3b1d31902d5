/** Looks up switches and ports by the names and UUIDs that commands take. */
import { isUuid } from '../../../lib/uuid.js';
import type { Row } from '../../../ovsdb/types.js';
import type { Call } from '../../../tools/ctl/ctl-command.js';
import { type Session, type TypedSession, typed } from '../../../tools/ctl/ctl-session.js';
import { OVN_NORTHBOUND } from '../schemas/ovn-northbound.js';

type Schema = typeof OVN_NORTHBOUND;

export type Northbound = TypedSession<Schema>;
export type NbCall = Call<Northbound>;
export type LogicalSwitch = Row<Schema, 'Logical_Switch'>;
export type LogicalPort = Row<Schema, 'Logical_Port'>;
export type Acl = Row<Schema, 'ACL'>;

export const northbound = (session: Session): Northbound => typed(session, OVN_NORTHBOUND);

const kindOf = (id: string) => (isUuid(id) ? 'UUID' : 'name');

/** Finds a switch by UUID or name. Warns unless there is exactly one. */
export function findSwitch(call: NbCall, id: string): LogicalSwitch | undefined {
  const nb = call.state;
  const byUuid = isUuid(id) ? nb.get('Logical_Switch', id.toLowerCase()) : undefined;
  if (byUuid) return byUuid;

  let found: LogicalSwitch | undefined;
  for (const row of nb.rows('Logical_Switch')) {
    if (row.name !== id) continue;
    if (found) {
      call.warn(`There is more than one logical switch named '${id}'. Use a UUID.`);
      return undefined;
    }
    found = row;
  }
  if (!found) call.warn(`lswitch not found for ${kindOf(id)}: '${id}'`);
  return found;
}

/** Finds a port by UUID or name. Warns if there is none. */
export function findPort(call: NbCall, id: string): LogicalPort | undefined {
  const nb = call.state;
  const byUuid = isUuid(id) ? nb.get('Logical_Port', id.toLowerCase()) : undefined;
  const found = byUuid ?? nb.findByIndex('Logical_Port', { name: id });
  if (!found) call.warn(`lport not found for ${kindOf(id)}: '${id}'`);
  return found;
}
