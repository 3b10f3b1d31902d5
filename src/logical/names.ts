/**
 * Translates between datapaths and ports and the names by which users know them. In the southbound
 * database, datapaths have no names and router ports are named by their UUIDs; their names are in
 * the northbound database.
 */
import { isUuid, type Uuid } from '../lib/uuid.js';
import type { Northbound, Southbound } from './databases.js';
import type { Datapath, LogicalNetwork, Port } from './network.js';

/** Reports a problem with a name. */
export type Warn = (message: string) => void;

/** Shorter prefixes of a UUID are not accepted as names. */
const MIN_UUID_PREFIX = 4;
/** The number of digits to which a UUID at the end of a name is shortened. */
const SHORT_UUID_LENGTH = 6;
const UUID_LENGTH = 36;

const STRING = /"(?:[^"\\]|\\.)*"/g;

export class Names {
  constructor(
    private readonly nb: Northbound,
    private readonly sb: Southbound,
    private readonly network: LogicalNetwork,
    /** True to show names instead of UUIDs. */
    private readonly friendly: boolean,
  ) {}

  /** Returns the name of a datapath for output. */
  datapath(row: Datapath): string {
    const uuid = northboundUuid(row);
    return this.friendly ? (this.#nameOf(uuid) ?? shortenUuid(uuid)) : uuid;
  }

  /** Returns the name of a port for output. */
  port({ logical_port }: Port): string {
    if (!this.friendly) return logical_port;
    return this.#routerPortName(logical_port) ?? shortenUuid(logical_port);
  }

  /** Returns a match or an action with the display names of ports. */
  inText(text: string): string {
    if (!this.friendly) return text;
    return text.replace(STRING, (literal) => {
      const port = this.network.portNamed(JSON.parse(literal));
      return port === undefined ? literal : JSON.stringify(this.port(port));
    });
  }

  /**
   * Finds the datapath that `text` names: by its northbound name, by the UUID of its row in either
   * database, or by a unique prefix of that UUID.
   */
  findDatapath(text: string, warn: Warn): Datapath | undefined {
    const rows = [...this.sb.rows('Datapath_Binding')];
    const named = rows.filter((row) => this.#nameOf(northboundUuid(row)) === text);
    const [found, ...others] =
      named.length > 0
        ? named
        : rows.filter((row) => [row._uuid, northboundUuid(row)].some((id) => begins(id, text)));
    if (others.length === 0) return found;
    warn(`name "${text}" matches multiple datapaths`);
    return undefined;
  }

  /** Finds the port that `text` names, by the same rules as {@link findDatapath}. */
  findPort(text: string, warn: Warn): Port | undefined {
    const exact = this.network.portNamed(text);
    if (exact !== undefined) return exact;
    const rows = [...this.sb.rows('Port_Binding')];
    const [found, ...others] = rows.filter(
      ({ _uuid, logical_port }) =>
        this.#routerPortName(logical_port) === text ||
        begins(_uuid, text) ||
        (isUuid(logical_port) && begins(logical_port, text)),
    );
    if (others.length === 0) return found;
    warn(`name "${text}" matches multiple ports`);
    return undefined;
  }

  /** Returns the name of a logical switch or router. */
  #nameOf(uuid: Uuid): string | undefined {
    const row = this.nb.get('Logical_Switch', uuid) ?? this.nb.get('Logical_Router', uuid);
    return nonEmpty(row?.name);
  }

  #routerPortName(uuid: string): string | undefined {
    return isUuid(uuid) ? nonEmpty(this.nb.get('Logical_Router_Port', uuid)?.name) : undefined;
  }
}

/**
 * Returns the UUID of the northbound row behind a datapath, or the datapath's own UUID if it does
 * not record one.
 */
function northboundUuid({ _uuid, external_ids }: Datapath): Uuid {
  return external_ids.get('logical-switch') ?? external_ids.get('logical-router') ?? _uuid;
}

const nonEmpty = (name: string | undefined) => (name === '' ? undefined : name);

/** Returns true if `text` is a sufficiently long prefix of a UUID. */
function begins(uuid: Uuid, text: string): boolean {
  return text.length >= MIN_UUID_PREFIX && uuid.startsWith(text.toLowerCase());
}

/** Shortens a UUID at the end of a name to its first digits. */
function shortenUuid(name: string): string {
  const start = name.length - UUID_LENGTH;
  return start >= 0 && isUuid(name.slice(start)) ? name.slice(0, start + SHORT_UUID_LENGTH) : name;
}
