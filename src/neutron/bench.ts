/**
 * Carries out single operations on Neutron's state, with ids and addresses given: the level at
 * which the behavior of the OVN driver was recorded.
 */
import { isJsonObject, type Json, type JsonObject } from '../lib/json.js';
import type { RandomSource } from '../lib/random.js';
import { isUuid, type Uuid } from '../lib/uuid.js';
import { OvsdbError } from '../ovsdb/error.js';
import { readProfile } from './driver/binding-profile.js';
import { checkProvider } from './driver/provider.js';
import { missing, missingGroup, missingRule, NeutronError } from './errors.js';
import { protocolNumber } from './protocols.js';
import { insertAllocation, insertPort } from './resources/port-rows.js';
import type { NeutronColumns, NeutronDatabase, NeutronTable } from './schema.js';
import { Session } from './session.js';

/** A mistake in an operation itself. */
export class BadOperation extends Error {}

const CALLER = { tenant: 'bench', admin: true };
const TENANT = { tenant: CALLER.tenant };

/** The prefix that the server puts before the driver's messages, and the full stop after them. */
const INVALID_INPUT = /^Invalid input for operation: (.*)\.$/s;

/**
 * Carries out an operation such as `{"op": "port-delete", "id": ID}`.
 *
 * @returns the error as the driver reports it, if there is one; nothing is changed then
 * @throws BadOperation if the operation is malformed
 */
export function benchOperation(
  database: NeutronDatabase,
  random: RandomSource,
  operation: Json,
): string | undefined {
  if (!isJsonObject(operation)) throw new BadOperation('an operation is a JSON object');
  const { op } = operation;
  const run = typeof op === 'string' ? OPERATIONS.get(op) : undefined;
  if (!run) {
    const known = [...OPERATIONS.keys()].join(', ');
    throw new BadOperation(`"op" is ${JSON.stringify(op ?? null)}; use one of ${known}`);
  }
  const session = new Session(database, random, CALLER, 0);
  try {
    run(session, operation);
    session.tx.commit();
    return undefined;
  } catch (error) {
    if (error instanceof NeutronError) return driverText(error);
    if (error instanceof OvsdbError) throw new BadOperation(error.message);
    throw error;
  }
}

/** The driver's own text of an error, without what the server adds to it. */
function driverText({ message, status }: NeutronError): string {
  const [, text] = INVALID_INPUT.exec(message) ?? [];
  return text ?? (status === 404 ? `${message}.` : message);
}

const OPERATIONS: ReadonlyMap<string, (session: Session, operation: JsonObject) => void> = new Map([
  ['network-create', (session, { network }) => createNetwork(session, part(network, 'network'))],
  [
    'network-update',
    ({ tx }, { id, network }) => {
      const { name } = part(network, 'network');
      const found = existing({ tx }, 'Network', id);
      if (name !== undefined) tx.update('Network', found, { name: text(name, 'name') });
    },
  ],
  [
    'network-delete',
    (session, { id }) => session.tx.delete('Network', existing(session, 'Network', id)),
  ],
  ['group-create', (session, { group }) => createGroup(session, part(group, 'group'))],
  [
    'group-delete',
    (session, { id }) => {
      const found = existing(session, 'Security_Group', id);
      for (const column of ['security_group', 'remote_group'] as const) {
        for (const rule of session.referrers(found, 'Security_Group_Rule', column)) {
          session.tx.delete('Security_Group_Rule', rule._uuid);
        }
      }
      session.tx.delete('Security_Group', found);
    },
  ],
  ['rule-create', (session, { rule }) => createRule(session, part(rule, 'rule'))],
  [
    'rule-delete',
    (session, { id }) =>
      session.tx.delete('Security_Group_Rule', existing(session, 'Security_Group_Rule', id)),
  ],
  ['port-create', (session, { port }) => createPort(session, part(port, 'port'))],
  ['port-update', (session, { id, port }) => updatePort(session, id, part(port, 'port'))],
  ['port-delete', (session, { id }) => session.tx.delete('Port', existing(session, 'Port', id))],
  [
    'router-create',
    (session, { router }) => {
      const { id, name } = part(router, 'router');
      const row = { ...TENANT, name: text(name ?? '', 'name'), admin_state_up: true, routes: '[]' };
      session.tx.insert('Router', row, newId(session, id));
    },
  ],
  [
    'router-update',
    (session, { id, router }) => {
      const { name } = part(router, 'router');
      const found = existing(session, 'Router', id);
      if (name !== undefined) session.tx.update('Router', found, { name: text(name, 'name') });
    },
  ],
  [
    'router-delete',
    (session, { id }) => session.tx.delete('Router', existing(session, 'Router', id)),
  ],
]);

function createNetwork(session: Session, network: JsonObject): void {
  const row = {
    ...TENANT,
    name: text(network['name'] ?? '', 'name'),
    admin_state_up: true,
    network_type: optional(network['provider:network_type'], text),
    physical_network: optional(network['provider:physical_network'], text),
    segmentation_id: optional(network['provider:segmentation_id'], whole),
  };
  checkProvider(row);
  session.tx.insert('Network', row, newId(session, network['id']));
}

function createGroup(session: Session, { id, name, rules = [] }: JsonObject): void {
  const row = { ...TENANT, name: text(name ?? '', 'name') };
  const group = session.tx.insert('Security_Group', row, newId(session, id));
  for (const rule of list(rules, 'rules')) {
    createRule(session, { ...part(rule, 'rules'), security_group_id: group });
  }
}

function createRule(session: Session, rule: JsonObject): void {
  const remote = optional(rule['remote_group_id'], text);
  const row: NeutronColumns<'Security_Group_Rule'> = {
    ...TENANT,
    security_group: existing(session, 'Security_Group', rule['security_group_id']),
    direction: oneOf(rule['direction'], ['ingress', 'egress']),
    ethertype: oneOf(rule['ethertype'], ['IPv4', 'IPv6']),
    protocol: optional(rule['protocol'], protocol),
    port_range_min: optional(rule['port_range_min'], whole),
    port_range_max: optional(rule['port_range_max'], whole),
    remote_ip_prefix: optional(rule['remote_ip_prefix'], text),
    remote_group: remote === undefined ? undefined : existing(session, 'Security_Group', remote),
  };
  session.tx.insert('Security_Group_Rule', row, newId(session, rule['id']));
}

/** Returns a protocol: a name, or a number as text. */
function protocol(json: Json): string {
  const written = String(json).toLowerCase();
  if (Number.isNaN(protocolNumber(written))) {
    throw new BadOperation(`${JSON.stringify(json)} is not a protocol`);
  }
  return written;
}

function createPort(session: Session, port: JsonObject): void {
  const network = existing(session, 'Network', port['network_id']);
  insertPort(session, newId(session, port['id']), {
    ...TENANT,
    network,
    admin_state_up: port['admin_state_up'] !== false,
    name: text(port['name'] ?? '', 'name'),
    fixed_ips: addresses(session, network, port['fixed_ips']),
    security_groups: groups(session, port['security_groups']),
    device_owner: text(port['device_owner'] ?? '', 'device_owner'),
    binding_profile: profile(session, port['binding:profile']),
    other_macs: otherMacs(port['allowed_address_pairs']),
    ...(port['mac_address'] === undefined
      ? {}
      : { mac_address: text(port['mac_address'], 'mac_address') }),
  });
}

function updatePort(session: Session, id: Json | undefined, port: JsonObject): void {
  const found = existing(session, 'Port', id);
  const network = session.tx.get('Port', found)?.network ?? '';
  const { name, mac_address, security_groups, fixed_ips, admin_state_up } = port;
  const { 'binding:profile': binding, allowed_address_pairs: pairs } = port;
  session.tx.update('Port', found, {
    ...(name === undefined ? {} : { name: text(name, 'name') }),
    ...(mac_address === undefined ? {} : { mac_address: text(mac_address, 'mac_address') }),
    ...(admin_state_up === undefined ? {} : { admin_state_up: admin_state_up !== false }),
    ...(security_groups === undefined ? {} : { security_groups: groups(session, security_groups) }),
    ...(fixed_ips === undefined ? {} : { fixed_ips: addresses(session, network, fixed_ips) }),
    ...(binding === undefined ? {} : { binding_profile: profile(session, binding) }),
    ...(pairs === undefined ? {} : { other_macs: otherMacs(pairs) }),
  });
}

/** Returns the Ethernet addresses of pairs of addresses. */
const otherMacs = (json: Json | undefined): readonly string[] =>
  list(json ?? [], 'allowed_address_pairs').flatMap(
    (pair) => optional(part(pair, 'allowed_address_pairs')['mac_address'], text) ?? [],
  );

function addresses(session: Session, network: Uuid, json: Json | undefined): readonly Uuid[] {
  return list(json ?? [], 'fixed_ips').map((fixed) => {
    const { ip_address, subnet_id } = part(fixed, 'fixed_ips');
    return insertAllocation(session, network, {
      ip_address: text(ip_address, 'ip_address'),
      subnet: optional(subnet_id, text),
    });
  });
}

const groups = (session: Session, json: Json | undefined): readonly Uuid[] =>
  list(json ?? [], 'security_groups').map((id) => existing(session, 'Security_Group', id));

function profile(session: Session, json: Json | undefined): string {
  const given = json === undefined || json === null ? {} : part(json, 'binding:profile');
  readProfile(given, (id) => isUuid(id) && session.tx.get('Port', id) !== undefined);
  return JSON.stringify(given);
}

const MISSING: Partial<Record<NeutronTable, (id: string) => NeutronError>> = {
  Network: (id) => missing('Network', id),
  Router: (id) => missing('Router', id),
  Security_Group: missingGroup,
  Security_Group_Rule: missingRule,
};

/** Returns the id of a resource. @throws NeutronError if it does not exist */
function existing<T extends NeutronTable>(
  { tx }: Pick<Session, 'tx'>,
  table: T,
  json: Json | undefined,
): Uuid {
  const id = text(json, 'id');
  if (isUuid(id) && tx.get(table, id.toLowerCase())) return id.toLowerCase();
  throw (MISSING[table] ?? ((unknown) => missing('Port', unknown)))(id);
}

/** Returns the id that a new resource asks for. */
function newId(session: Session, json: Json | undefined): Uuid {
  if (json === undefined) return session.newId();
  const id = text(json, 'id').toLowerCase();
  if (!isUuid(id)) throw new BadOperation(`"${id}" is not a UUID`);
  return id;
}

function part(json: Json | undefined, name: string): JsonObject {
  if (isJsonObject(json)) return json;
  throw new BadOperation(`"${name}" is not an object`);
}

function list(json: Json, name: string): readonly Json[] {
  if (Array.isArray(json)) return json;
  throw new BadOperation(`"${name}" is not a list`);
}

function text(json: Json | undefined, name: string): string {
  if (typeof json === 'string') return json;
  throw new BadOperation(`"${name}" is not a string`);
}

function whole(json: Json, name: string): number {
  if (typeof json === 'number' && Number.isInteger(json)) return json;
  throw new BadOperation(`"${name}" is not an integer`);
}

function oneOf<const T extends string>(json: Json | undefined, words: readonly T[]): T {
  const found = words.find((word) => word === json);
  if (found === undefined) {
    throw new BadOperation(`${JSON.stringify(json ?? null)} is not one of ${words.join(', ')}`);
  }
  return found;
}

const optional = <T>(
  json: Json | undefined,
  read: (json: Json, name: string) => T,
): T | undefined => (json === undefined || json === null ? undefined : read(json, 'a member'));
