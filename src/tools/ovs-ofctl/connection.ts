/** Connections to the bridges' OpenFlow sockets. */

import {
  formatProtocols,
  type OpenFlowVersion,
  PROTOCOL,
  type Protocols,
  SINGLE_PROTOCOLS,
  versionProtocols,
  wireVersion,
  withTableId,
} from '../../openflow/model/protocols.js';
import type { Bridge } from '../../openflow/switch/bridge.js';
import { fatal } from '../program/exit.js';
import { RUN_DIR } from '../program/sockets.js';
import { messageHeader } from './message-text.js';
import type { Run } from './run.js';
import { type Request, switchError } from './switch-error.js';

/** The flow formats for listing flows, those that say most first. */
const DUMP_PROTOCOLS: readonly Protocols[] = [
  PROTOCOL.OF15_OXM,
  PROTOCOL.OF14_OXM,
  PROTOCOL.OF13_OXM,
  PROTOCOL.OF12_OXM,
  PROTOCOL.OF11_STD,
  PROTOCOL.OF10_NXM,
  PROTOCOL.OF10_STD,
];

/** A request that the switch answers only where it refuses it. */
export interface Order {
  /** What the switch does. */
  act(): void;
  /** How a refusal quotes the request; none where the switch refuses nothing. */
  readonly request?: Request;
}

/** A connection to a bridge, in some version and, at any time, one flow format. */
export class Connection {
  readonly bridge: Bridge;
  readonly version: OpenFlowVersion;
  readonly #run: Run;
  #protocol: Protocols;

  constructor(run: Run, bridge: Bridge, version: OpenFlowVersion) {
    this.#run = run;
    this.bridge = bridge;
    this.version = version;
    const protocols = versionProtocols(version);
    this.#protocol = protocols & -protocols;
    // Both sides greet each other first.
    run.nextXid();
  }

  /** The flow format in use. */
  get protocol(): Protocols {
    return this.#protocol;
  }

  /** Sends a request that is answered, and returns its id. */
  request(): number {
    return this.#run.nextXid();
  }

  /** The first line of the answer to a request with the id `xid`. */
  header(name: string, xid: number): string {
    return messageHeader(name, this.version, xid);
  }

  /** Sends requests one after the other; the first refusal ends the program. */
  order(...orders: readonly Order[]): void {
    for (const { request, act } of orders) {
      const xid = this.#run.nextXid();
      try {
        act();
      } catch (error) {
        throw request ? switchError(error, this.version, xid, request) : error;
      }
    }
    // A question that is always answered tells that no complaint is to come.
    this.#run.nextXid();
  }

  /** Asks the switch for the best flow format for a list of flows, and uses it. */
  chooseDumpProtocol(usable: Protocols): void {
    const allowed = usable & this.#run.settings.protocols;
    const found = DUMP_PROTOCOLS.find(
      (protocol) => (protocol & allowed) !== 0 && this.#use(protocol),
    );
    if (found === undefined) this.#failProtocols(usable);
  }

  /** Asks the switch for a flow format that can carry a request, and uses it. */
  chooseModProtocol(usable: Protocols): void {
    const allowed = usable & this.#run.settings.protocols;
    if ((allowed & this.#protocol) !== 0) return;
    const found = SINGLE_PROTOCOLS.find(
      (protocol) => (protocol & allowed) !== 0 && this.#use(protocol),
    );
    if (found === undefined) {
      fatal(`switch does not support any of the usable flow formats (${formatProtocols(usable)})`);
    }
  }

  /** Changes the flow format step by step, two messages each; false where the version has it not. */
  #use(protocol: Protocols): boolean {
    if ((versionProtocols(this.version) & protocol) === 0) return false;
    const base = withTableId(protocol, false);
    if (withTableId(this.#protocol, false) !== base) this.#step();
    if (protocol !== base && withTableId(this.#protocol, true) !== this.#protocol) this.#step();
    this.#protocol = protocol;
    return true;
  }

  #step(): void {
    this.#run.nextXid();
    this.#run.nextXid();
  }

  #failProtocols(usable: Protocols): never {
    const allowed = this.#run.settings.protocols;
    const names = formatProtocols(usable);
    return fatal(
      (usable & allowed) !== 0
        ? `switch does not support any of the usable flow formats (${names})`
        : `none of the usable flow formats (${names}) is among the allowed flow formats (${formatProtocols(allowed)})`,
    );
  }
}

/** Ends the program where none of the flow formats that a request needs may be used. */
export function requireProtocol(run: Run, usable: Protocols): void {
  const allowed = run.settings.protocols;
  if ((usable & allowed) !== 0) return;
  fatal(
    `none of the usable flow formats (${formatProtocols(usable)}) is among the allowed flow formats (${formatProtocols(allowed)})`,
  );
}

/** Connects to what `name` names: a bridge, the path of its socket, or an address. */
export function connect(run: Run, name: string): Connection {
  const bridge = findBridge(run, name);
  const common = run.settings.versions.filter((version) => bridge.versions.includes(version));
  const version = common.at(-1);
  if (version === undefined) {
    run.nextXid();
    const ours = describeVersions(run.settings.versions);
    const theirs = describeVersions(bridge.versions);
    run.log(
      'WARN',
      'vconn',
      `unix:${socketPath(bridge.name)}: version negotiation failed (we support ${ours}, peer supports ${theirs})`,
    );
    return fatal(`${name}: failed to connect to socket (Protocol error)`);
  }
  return new Connection(run, bridge, version);
}

function socketPath(bridge: string): string {
  return `${RUN_DIR}/${bridge}.mgmt`;
}

function findBridge({ context }: Run, name: string): Bridge {
  const { bridges } = context.switch;
  const bySocket = (path: string): Bridge | undefined =>
    [...bridges.values()].find((bridge) => socketPath(bridge.name) === path);
  const colon = name.indexOf(':');
  if (colon >= 0) {
    const path = name.slice(colon + 1);
    const scheme = name.slice(0, colon);
    return (scheme === 'unix' ? bySocket(path) : undefined) ?? failToConnect(scheme, name);
  }
  // A name may begin with the kind of its datapath.
  const bare = name.slice(name.indexOf('@') + 1);
  return (
    bySocket(name) ??
    bridges.get(name) ??
    bridges.get(bare) ??
    fatal(`${name} is not a bridge or a socket`)
  );
}

function failToConnect(scheme: string, name: string): never {
  switch (scheme) {
    case 'unix':
      return fatal(`connecting to ${name} (No such file or directory)`);
    case 'tcp':
    case 'ssl':
      return fatal(`${name}: failed to connect to socket (Connection refused)`);
    default:
      return fatal(`connecting to ${name} (Address family not supported by protocol)`);
  }
}

/** A set of versions in words. */
function describeVersions(versions: readonly OpenFlowVersion[]): string {
  const numbers = versions.map(wireVersion).sort((a, b) => a - b);
  const last = numbers.at(-1);
  if (last === undefined) return 'no versions';
  const hex = (number: number): string => `0x${number.toString(16).padStart(2, '0')}`;
  if (numbers.length === 1) return `version ${hex(last)}`;
  if (numbers.length === last) return `version ${hex(last)} and earlier`;
  return `versions ${numbers.map(hex).join(', ')}`;
}
