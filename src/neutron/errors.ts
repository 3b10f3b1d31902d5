/** The errors of the Neutron server, with the texts of October 2015. */
import { pythonRepr } from './python-text.js';

/** An error that the server reports to the client. */
export class NeutronError extends Error {
  readonly status: number;
  /** The name of the exception in the reference. */
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

export const badRequest = (type: string, message: string): NeutronError =>
  new NeutronError(400, type, message);

export const notFound = (type: string, message: string): NeutronError =>
  new NeutronError(404, type, message);

export const conflict = (type: string, message: string): NeutronError =>
  new NeutronError(409, type, message);

/** An attribute whose value the API does not accept. */
export const invalidAttribute = (name: string, reason: string): NeutronError =>
  badRequest('HTTPBadRequest', `Invalid input for ${name}. Reason: ${reason}.`);

/** @param resource the kind of resource that someone else's network does not take */
export const foreignNetwork = (tenant: string, resource: string): NeutronError =>
  new NeutronError(
    403,
    'HTTPForbidden',
    `Tenant ${tenant} not allowed to create ${resource} on this network`,
  );

/** The reference's `InvalidInput`, whose template adds a full stop. */
export const invalidInput = (text: string): NeutronError =>
  badRequest('InvalidInput', `Invalid input for operation: ${text}.`);

export const badRouterRequest = (text: string): NeutronError =>
  badRequest('BadRequest', `Bad router request: ${text}`);

export const overQuota = (resource: string): NeutronError =>
  conflict('OverQuota', `Quota exceeded for resources: [${pythonRepr(resource)}]`);

/** A path that leads nowhere, or a resource that the caller may see but not change. */
export const noSuchPath = (): NeutronError =>
  notFound('HTTPNotFound', 'The resource could not be found.');

/** Names in messages about missing resources, for example `Port`. */
export type Kind = 'Network' | 'Subnet' | 'Subnet pool' | 'Port' | 'Router';

export const missing = (kind: Kind, id: string): NeutronError =>
  notFound(`${kind.replace(' p', 'P')}NotFound`, `${kind} ${id} could not be found`);

export const missingGroup = (ids: string): NeutronError =>
  notFound('SecurityGroupNotFound', `Security group ${ids} does not exist`);

export const missingRule = (id: string): NeutronError =>
  notFound('SecurityGroupRuleNotFound', `Security group rule ${id} does not exist`);
