/** Defines what each kind of resource provides to the server. */
import type { JsonObject } from '../lib/json.js';
import type { Uuid } from '../lib/uuid.js';
import { type Attributes, readBody, type Values } from './attributes/attribute.js';
import { text } from './attributes/converters.js';
import { badRequest, type NeutronError, noSuchPath, overQuota } from './errors.js';
import type { NeutronRow, ResourceTable } from './schema.js';
import type { Session } from './session.js';

export interface Resource {
  /** The name of a resource in bodies: `security_group`. */
  readonly name: string;
  readonly plural: string;
  readonly table: ResourceTable;
  readonly missing: (id: string) => NeutronError;
  /** Runs before a tenant's resources are listed. */
  readonly prepare?: ((session: Session) => void) | undefined;
  /** Creates a resource and returns its id. @throws NeutronError */
  create(session: Session, body: JsonObject): Uuid;
  /** @throws NeutronError */
  update(session: Session, id: Uuid, body: JsonObject): void;
  /** @throws NeutronError */
  delete(session: Session, id: Uuid): void;
  /** Returns a resource as the caller sees it, or `undefined` if there is none to see. */
  show(session: Session, id: Uuid): JsonObject | undefined;
  /** Returns the answer to a request that has created a resource, if it is not the resource. */
  readonly answer?:
    | ((session: Session, shown: JsonObject, body: JsonObject) => JsonObject)
    | undefined;
  readonly actions: ReadonlyMap<
    string,
    (session: Session, id: Uuid, body: JsonObject) => JsonObject
  >;
}

/** A kind of resource whose handlers get checked values and existing rows. */
interface Definition<T extends ResourceTable, A extends Attributes> {
  readonly name: string;
  readonly plural?: string;
  readonly table: T;
  /** The number of resources that a tenant may have. */
  readonly quota: number;
  readonly attributes: A;
  readonly missing: (id: string) => NeutronError;
  readonly prepare?: Resource['prepare'];
  readonly answer?: Resource['answer'];
  create(session: Session, values: Values<A>, tenant: string): Uuid;
  update(session: Session, row: NeutronRow<T>, values: Values<A>): void;
  delete(session: Session, row: NeutronRow<T>): void;
  show(session: Session, row: NeutronRow<T>): JsonObject;
  /** True if tenants other than the owner see it. */
  readonly isShared?: (session: Session, row: NeutronRow<T>) => boolean;
  readonly actions?: Readonly<
    Record<string, (session: Session, row: NeutronRow<T>, body: JsonObject) => JsonObject>
  >;
}

/** The attributes that every resource has. */
const COMMON = {
  id: {},
  tenant_id: { post: true, convert: text },
} satisfies Attributes;

export function defineResource<T extends ResourceTable, A extends Attributes>(
  definition: Definition<T, A>,
): Resource {
  const { name, plural = `${name}s`, table, missing, prepare, answer, isShared } = definition;
  const attributes = { ...COMMON, ...definition.attributes };
  const visible = (session: Session, id: Uuid): NeutronRow<T> | undefined => {
    const row = session.tx.get(table, id);
    if (!row) return undefined;
    return session.owns(row) || isShared?.(session, row) === true ? row : undefined;
  };
  const changeable = (session: Session, id: Uuid): NeutronRow<T> => {
    const row = visible(session, id);
    if (!row) throw missing(id);
    if (!session.owns(row)) throw noSuchPath();
    return row;
  };
  return {
    ...{ name, plural, table, missing, prepare, answer },
    create(session, body) {
      checkTenant(session, body);
      // The values of all attributes: those of the definition, and those that resources share.
      const values: Values<A> & Values<typeof COMMON> = readBody(attributes, body, 'POST');
      const tenant = values.tenant_id || session.caller.tenant;
      checkQuota(session, definition, tenant);
      return definition.create(session, values, tenant);
    },
    update(session, id, body) {
      checkTenant(session, body);
      const values: Values<A> = readBody(attributes, body, 'PUT');
      definition.update(session, changeable(session, id), values);
    },
    delete: (session, id) => definition.delete(session, changeable(session, id)),
    show(session, id) {
      const row = visible(session, id);
      return row && definition.show(session, row);
    },
    actions: new Map(
      Object.entries(definition.actions ?? {}).map(([action, run]) => [
        action,
        (session: Session, id: Uuid, body: JsonObject) =>
          run(session, changeable(session, id), body),
      ]),
    ),
  };
}

/** @throws NeutronError if a request names another tenant than the caller's, who is not the admin */
function checkTenant({ caller }: Session, { tenant_id: tenant }: JsonObject): void {
  if (tenant === undefined || tenant === caller.tenant || caller.admin) return;
  throw badRequest(
    'HTTPBadRequest',
    "Specifying 'tenant_id' other than authenticated tenant in request requires admin privileges",
  );
}

/** @throws NeutronError if a tenant may not have another resource of a kind */
function checkQuota(
  { tx }: Session,
  { name, table, quota }: { name: string; table: ResourceTable; quota: number },
  tenant: string,
): void {
  let count = 1;
  for (const row of tx.rows(table)) if (row.tenant === tenant) count++;
  if (count > quota) throw overQuota(name);
}
