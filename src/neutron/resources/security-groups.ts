/** Security groups. Mirrors `neutron/db/securitygroups_db.py`. */
import type { Json, JsonObject } from '../../lib/json.js';
import type { Uuid } from '../../lib/uuid.js';
import type { Attributes, Converter } from '../attributes/attribute.js';
import { text } from '../attributes/converters.js';
import { conflict, missingGroup } from '../errors.js';
import { defineResource } from '../resource.js';
import type { NeutronRow } from '../schema.js';
import type { Session } from '../session.js';
import { ruleJson } from './rule-json.js';

/** The name of the group that every tenant has. */
export const DEFAULT_GROUP = 'default';

/** The families of which new groups allow all egress traffic. */
const FAMILIES = ['IPv4', 'IPv6'] as const;

/** A name that a tenant gives: not that of the default group. */
const newName: Converter<string> = (value, name) => {
  const checked = text(value, name);
  if (checked.toLowerCase() === DEFAULT_GROUP) {
    throw conflict('SecurityGroupDefaultAlreadyExists', 'Default security group already exists.');
  }
  return checked;
};

const ATTRIBUTES = {
  name: { post: true, put: true, default: '', convert: newName },
  description: { post: true, put: true, default: '', convert: text },
  security_group_rules: {},
} satisfies Attributes;

export const SECURITY_GROUPS = defineResource({
  name: 'security_group',
  table: 'Security_Group',
  quota: 10,
  missing: missingGroup,
  prepare: (session) => {
    ensureDefault(session, session.caller.tenant);
  },
  attributes: ATTRIBUTES,
  create(session, { name = '', description = '' }, tenant) {
    ensureDefault(session, tenant);
    return insertGroup(session, session.newId(), { tenant, name, description });
  },
  update({ tx }, row, { name, description }) {
    if (row.name === DEFAULT_GROUP && name !== undefined) {
      throw conflict(
        'SecurityGroupCannotUpdateDefault',
        'Updating default security group not allowed.',
      );
    }
    tx.update('Security_Group', row._uuid, {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
    });
  },
  delete(session, row) {
    const { tx, caller } = session;
    for (const _ of session.referrers(row._uuid, 'Port', 'security_groups')) {
      throw conflict('SecurityGroupInUse', `Security Group ${row._uuid} in use.`);
    }
    if (row.name === DEFAULT_GROUP && !caller.admin) {
      throw conflict(
        'SecurityGroupCannotRemoveDefault',
        'Insufficient rights for removing default security group.',
      );
    }
    const rules = new Set([
      ...rulesOf(session, row._uuid),
      ...session.referrers(row._uuid, 'Security_Group_Rule', 'remote_group'),
    ]);
    for (const rule of rules) tx.delete('Security_Group_Rule', rule._uuid);
    tx.delete('Security_Group', row._uuid);
  },
  show: (session, row): JsonObject => ({
    id: row._uuid,
    name: row.name,
    description: row.description,
    tenant_id: row.tenant,
    security_group_rules: [...rulesOf(session, row._uuid)].map((rule): Json => ruleJson(rule)),
  }),
});

/** Iterates over the rules of a group, oldest first. */
export function rulesOf(
  session: Session,
  group: Uuid,
): IterableIterator<NeutronRow<'Security_Group_Rule'>> {
  return session.referrers(group, 'Security_Group_Rule', 'security_group');
}

/** Returns the default group of a tenant, which is created when it is first needed. */
export function ensureDefault(session: Session, tenant: string): Uuid {
  for (const group of session.tx.rows('Security_Group')) {
    if (group.tenant === tenant && group.name === DEFAULT_GROUP) return group._uuid;
  }
  const id = insertGroup(session, session.newId(), {
    tenant,
    name: DEFAULT_GROUP,
    description: 'Default security group',
  });
  for (const ethertype of FAMILIES) {
    session.tx.insert(
      'Security_Group_Rule',
      { tenant, security_group: id, direction: 'ingress', ethertype, remote_group: id },
      session.randomId(),
    );
  }
  return id;
}

type NewGroup = Pick<NeutronRow<'Security_Group'>, 'tenant' | 'name' | 'description'>;

function insertGroup(session: Session, id: Uuid, group: NewGroup): Uuid {
  session.tx.insert('Security_Group', group, id);
  for (const ethertype of FAMILIES) {
    session.tx.insert(
      'Security_Group_Rule',
      { tenant: group.tenant, security_group: id, direction: 'egress', ethertype },
      session.randomId(),
    );
  }
  return id;
}
