/** Adds ports to a bridge and deletes them, within a transaction. */
import type { Uuid } from '../../lib/uuid.js';
import type { OvsTransaction } from '../database-changes.js';

/** A port with one interface. */
export interface NewPort {
  readonly name: string;
  readonly type: string;
  readonly options: ReadonlyMap<string, string>;
  /** The external_ids of the port's row. */
  readonly externalIds: ReadonlyMap<string, string>;
}

export function addPort(
  transaction: OvsTransaction,
  bridge: Uuid,
  { name, type, options, externalIds }: NewPort,
): void {
  const interfaces = [transaction.insert('Interface', { name, type, options })];
  const port = transaction.insert('Port', { name, interfaces, external_ids: externalIds });
  const ports = transaction.get('Bridge', bridge)?.ports ?? [];
  transaction.update('Bridge', bridge, { ports: [...ports, port] });
}

/** Removes a port from its bridge, which deletes the port's row. */
export function deletePort(transaction: OvsTransaction, port: Uuid): void {
  for (const bridge of [...transaction.rows('Bridge')]) {
    if (!bridge.ports.includes(port)) continue;
    const ports = bridge.ports.filter((other) => other !== port);
    transaction.update('Bridge', bridge._uuid, { ports });
    return;
  }
}
