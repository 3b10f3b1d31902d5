/** Presents a northbound database as the test bench compares it. */
import type { Json, JsonObject } from '../../lib/json.js';
import type { Uuid } from '../../lib/uuid.js';
import type { Northbound, NorthboundRow } from './northbound.js';

/** Returns all switches and routers, sorted by name. Columns that hold their default are left out. */
export function northboundJson(nb: Northbound): JsonObject {
  return {
    routers: byName(nb.rows('Logical_Router')).map((router) => ({
      external_ids: Object.fromEntries(router.external_ids),
      name: router.name,
      ...(router.ports.length === 0 ? {} : { ports: routerPorts(nb, router.ports) }),
    })),
    switches: byName(nb.rows('Logical_Switch')).map((row) => ({
      acls: aclsOf(nb, row.acls),
      external_ids: Object.fromEntries(row.external_ids),
      name: row.name,
      ports: portsOf(nb, row.ports),
    })),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byName = <T extends { readonly name: string }>(rows: Iterable<T>): readonly T[] =>
  [...rows].sort((a, b) => compare(a.name, b.name));

function aclsOf(nb: Northbound, ids: readonly Uuid[]): readonly Json[] {
  return ids
    .flatMap((id) => nb.get('ACL', id) ?? [])
    .sort(
      (a: NorthboundRow<'ACL'>, b: NorthboundRow<'ACL'>) =>
        compare(a.direction, b.direction) || b.priority - a.priority || compare(a.match, b.match),
    )
    .map(({ action, direction, external_ids, match, priority }: NorthboundRow<'ACL'>) => ({
      ...{ action, direction, external_ids: Object.fromEntries(external_ids), match, priority },
    }));
}

function portsOf(nb: Northbound, ids: readonly Uuid[]): readonly Json[] {
  const ports: NorthboundRow<'Logical_Port'>[] = ids.flatMap((id) => {
    const row = nb.get('Logical_Port', id);
    return row ? [row] : [];
  });
  return byName(ports).map((port) => ({
    addresses: port.addresses,
    ...(port.enabled === undefined ? {} : { enabled: port.enabled }),
    external_ids: Object.fromEntries(port.external_ids),
    name: port.name,
    ...(port.options.size === 0 ? {} : { options: Object.fromEntries(port.options) }),
    ...(port.parent_name === undefined ? {} : { parent_name: port.parent_name }),
    port_security: port.port_security,
    ...(port.tag === undefined ? {} : { tag: port.tag }),
    ...(port.type === '' ? {} : { type: port.type }),
  }));
}

function routerPorts(nb: Northbound, ids: readonly Uuid[]): readonly Json[] {
  const ports: NorthboundRow<'Logical_Router_Port'>[] = ids.flatMap((id) => {
    const row = nb.get('Logical_Router_Port', id);
    return row ? [row] : [];
  });
  return byName(ports).map(({ mac, name, network }) => ({ mac, name, network }));
}
