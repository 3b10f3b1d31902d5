/** Defines what each kind of resource provides to the server. */
import type { JsonObject } from '../lib/json.js';
import type { Uuid } from '../lib/uuid.js';
import { type Attributes, readBody, type Values } from './attributes/attribute.js';
import type { NeutronError } from './errors.js';
import type { NeutronRow, NeutronTable } from './schema.js';
import type { Session } from './session.js';

export interface Resource {
  /** The name of a resource in bodies: `security_group`. */
  readonly name: string;
  readonly plural: string;
  readonly table: NeutronTable;
  /** The number of resources that a tenant may have. */
  readonly quota: number;
  readonly missing: (id: string) => NeutronError;
  /** Runs before a tenant's resources are listed, and before the quota is checked. */
  readonly prepare?: ((session: Session) => void) | undefined;
  /** Creates a resource and returns its id. @throws NeutronError */
  create(session: Session, body: JsonObject): Uuid;
  /** @throws NeutronError */
  update(session: Session, id: Uuid, body: JsonObject): void;
  /** @throws NeutronError */
  delete(session: Session, id: Uuid): void;
  /** Returns a resource as the caller sees it, or `undefined` if there is none to see. */
  show(session: Session, id: Uuid): JsonObject | undefined;
  readonly actions: ReadonlyMap<
    string,
    (session: Session, id: Uuid, body: JsonObject) => JsonObject
  >;
}

/** A kind of resource whose handlers get checked values and existing rows. */
interface Definition<T extends NeutronTable, A extends Attributes> {
  readonly name: string;
  readonly plural?: string;
  readonly table: T;
  readonly quota: number;
  readonly attributes: A;
  readonly missing: (id: string) => NeutronError;
  readonly prepare?: (session: Session) => void;
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
  tenant_id: { post: true },
} satisfies Attributes;

export function defineResource<T extends NeutronTable, A extends Attributes>(
  definition: Definition<T, A>,
): Resource {
  const { name, plural = `${name}s`, table, quota, missing, prepare, isShared } = definition;
  const attributes = { ...COMMON, ...definition.attributes };
  const visible = (session: Session, id: Uuid): NeutronRow<T> | undefined => {
    const row = session.tx.get(table, id);
    if (!row) return undefined;
    const { caller } = session;
    const seen = caller.admin || tenantOf(row) === caller.tenant || isShared?.(session, row);
    return seen === true ? row : undefined;
  };
  const existing = (session: Session, id: Uuid): NeutronRow<T> => {
    const row = visible(session, id);
    if (!row) throw missing(id);
    return row;
  };
  return {
    ...{ name, plural, table, quota, missing, prepare },
    create(session, body) {
      const values = readBody(attributes, body, 'POST');
      const { tenant_id: tenant } = body;
      const owner = typeof tenant === 'string' && tenant !== '' ? tenant : session.caller.tenant;
      // `values` has the attributes of the definition, and those that all resources share.
      return definition.create(session, values as Values<A>, owner);
    },
    update(session, id, body) {
      const row = existing(session, id);
      definition.update(session, row, readBody(attributes, body, 'PUT') as Values<A>);
    },
    delete: (session, id) => definition.delete(session, existing(session, id)),
    show(session, id) {
      const row = visible(session, id);
      return row && definition.show(session, row);
    },
    actions: new Map(
      Object.entries(definition.actions ?? {}).map(([action, run]) => [
        action,
        (session: Session, id: Uuid, body: JsonObject) => run(session, existing(session, id), body),
      ]),
    ),
  };
}

/** Every table of resources has the column. */
const tenantOf = (row: object): unknown => Reflect.get(row, 'tenant');
