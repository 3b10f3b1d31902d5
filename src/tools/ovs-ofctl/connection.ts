/** Connections to the OpenFlow sockets of bridges. */

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
import { findBridge } from './find-bridge.js';
import { messageHeader } from './message-text.js';
import type { Run } from './run.js';
import { type Request, switchError } from './switch-error.js';

/** The flow formats for listing flows, the most expressive first. */
const DUMP_PROTOCOLS: readonly Protocols[] = [
  PROTOCOL.OF15_OXM,
  PROTOCOL.OF14_OXM,
  PROTOCOL.OF13_OXM,
  PROTOCOL.OF12_OXM,
  PROTOCOL.OF11_STD,
  PROTOCOL.OF10_NXM,
  PROTOCOL.OF10_STD,
];

/** A request that the switch answers only if it refuses it. */
export interface Order {
  /** Executes the request on the switch. */
  act(): void;
  /** The request as quoted in refusals; missing if the switch never refuses it. */
  readonly request?: Request;
}

/** A connection to a bridge, with a version and a current flow format. */
export class Connection {
  readonly bridge: Bridge;
  readonly version: OpenFlowVersion;
  /** The name of the socket, which messages mention. */
  readonly name: string;
  readonly #run: Run;
  #protocol: Protocols;

  constructor(run: Run, bridge: Bridge, version: OpenFlowVersion, name: string) {
    this.#run = run;
    this.bridge = bridge;
    this.version = version;
    this.name = name;
    const protocols = versionProtocols(version);
    this.#protocol = protocols & -protocols;
    // Both sides start with a hello.
    run.nextXid();
  }

  /** The flow format in use. */
  get protocol(): Protocols {
    return this.#protocol;
  }

  /** Sends a request that the switch answers, and returns its transaction id. */
  request(): number {
    return this.#run.nextXid();
  }

  /** Returns the header of the reply to the request with this transaction id. */
  header(name: string, xid: number): string {
    return messageHeader(name, this.version, xid);
  }

  /** Sends requests; the first refusal ends the program. Mirrors `transact_multiple_noreply()`. */
  order(...orders: readonly Order[]): void {
    for (const { request, act } of orders) {
      const xid = this.#run.nextXid();
      try {
        act();
      } catch (error) {
        throw request ? switchError(error, this.version, xid, request) : error;
      }
    }
    // The reply to a barrier shows that no error will follow.
    this.#run.nextXid();
  }

  /** Switches to the best flow format for listing flows. */
  chooseDumpProtocol(usable: Protocols): void {
    const allowed = usable & this.#run.settings.protocols;
    const found = DUMP_PROTOCOLS.find(
      (protocol) => (protocol & allowed) !== 0 && this.#use(protocol),
    );
    if (found === undefined) this.#failProtocols(usable);
  }

  /** Switches to a flow format that can carry a request. */
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

  /**
   * Switches the flow format, which takes two messages per step; returns false if the version lacks
   * it.
   */
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

/** Ends the program if the options allow none of the flow formats that a request can use. */
export function requireProtocol(run: Run, usable: Protocols): void {
  const allowed = run.settings.protocols;
  if ((usable & allowed) !== 0) return;
  fatal(
    `none of the usable flow formats (${formatProtocols(usable)}) is among the allowed flow formats (${formatProtocols(allowed)})`,
  );
}

/** Connects to the bridge that `name` names, or ends the program. */
export function connect(run: Run, name: string): Connection {
  const { bridge, connection } = findBridge(run, name);
  const common = run.settings.versions.filter((version) => bridge.versions.includes(version));
  const version = common.at(-1);
  if (version !== undefined) return new Connection(run, bridge, version, connection);
  run.nextXid();
  const ours = describeVersions(run.settings.versions);
  const theirs = describeVersions(bridge.versions);
  const problem = `version negotiation failed (we support ${ours}, peer supports ${theirs})`;
  run.log('WARN', 'vconn', `${connection}: ${problem}`);
  return fatal(`${name}: failed to connect to socket (Protocol error)`);
}

/** Formats a set of versions; mirrors `format_versions()`. */
function describeVersions(versions: readonly OpenFlowVersion[]): string {
  const numbers = versions.map(wireVersion).sort((a, b) => a - b);
  const last = numbers.at(-1);
  if (last === undefined) return 'no versions';
  const hex = (number: number): string => `0x${number.toString(16).padStart(2, '0')}`;
  if (numbers.length === 1) return `version ${hex(last)}`;
  if (numbers.length === last) return `version ${hex(last)} and earlier`;
  return `versions ${numbers.map(hex).join(', ')}`;
}
