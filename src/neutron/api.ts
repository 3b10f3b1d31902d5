/** Declares Neutron's interface: requests and responses as in its REST API, version 2.0. */
import type { JsonObject } from '../lib/json.js';

export type NeutronMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The user who makes a request. */
export interface Caller {
  readonly tenant: string;
  /** True if the user sees all tenants, and the attributes of bindings. */
  readonly admin: boolean;
}

export interface NeutronRequest {
  readonly method: NeutronMethod;
  /** The path below `/v2.0`: `security-groups`, `ports/ID`, `routers/ID/add_router_interface`. */
  readonly path: string;
  /** Filters, `fields`, `sort_key` and `sort_dir`, in order. Names may repeat. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** The resource under its name: `{"port": {...}}`. */
  readonly body?: JsonObject;
  readonly caller: Caller;
}

export interface NeutronResponse {
  readonly status: number;
  /** The resource or the list; for an error, `{"NeutronError": {"type", "message", "detail"}}`. */
  readonly body?: JsonObject;
}

/** A Neutron server. A request that fails changes nothing. */
export interface NeutronApi {
  request(request: NeutronRequest): NeutronResponse;
}
