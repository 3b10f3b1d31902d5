import type { Uuid } from '../lib/uuid.js';
import type { Database } from '../ovsdb/database.js';
import type { OVN_SOUTHBOUND } from '../ovsdb/schemas/ovn-southbound.js';
import type { ChassisRow } from './chassis.js';

/**
 * Binds ports to this chassis and unbinds them: a port is here where an interface
 * stands for it or for its parent.
 *
 * @param dirty the bindings to look at.
 * @param isLocal whether an interface stands for a logical port.
 */
export function updateBindings(
  sb: Database<typeof OVN_SOUTHBOUND>,
  chassis: ChassisRow,
  dirty: Iterable<Uuid>,
  isLocal: (port: string) => boolean,
): void {
  const transaction = sb.begin();
  transaction.setComment(`ovn-controller: updating port bindings for '${chassis.name}'`);
  for (const uuid of dirty) {
    const row = sb.get('Port_Binding', uuid);
    if (!row) continue;
    const here = isLocal(row.logical_port) || (!!row.parent_port && isLocal(row.parent_port));
    if (here) transaction.update('Port_Binding', uuid, { chassis: chassis._uuid });
    else if (row.chassis === chassis._uuid) {
      transaction.update('Port_Binding', uuid, { chassis: undefined });
    }
  }
  transaction.commit();
}
