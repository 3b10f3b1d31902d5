/** Identifies processes across hosts, containers and restarts, and tells if one is alive. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isSystemError } from '../lib/system-error.js';

/** A process as a lock file identifies it. Facts that the system does not provide are empty. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Identifies the machine's boot. */
  readonly boot: string;
  /** The PID namespace of `pid`. */
  readonly namespace: string;
  /** When the process started, in the units of the system. Process ids are reused. */
  readonly started: string;
}

const orEmpty = (read: () => string): string => {
  try {
    return read();
  } catch {
    return '';
  }
};

/** True if the process ids below `/proc` are those of this process's namespace. */
const procIsOurs = (): boolean => orEmpty(() => readlinkSync('/proc/self')) === `${process.pid}`;

/** The field `starttime` of `/proc/PID/stat`, which follows the command in parentheses. */
function startOf(pid: number): string {
  if (!procIsOurs()) return '';
  const stat = orEmpty(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** Returns the identity of this process. */
export const ownIdentity = (): ProcessIdentity => ({
  pid: process.pid,
  host: hostname(),
  boot: orEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
  namespace: orEmpty(() => readlinkSync('/proc/self/ns/pid')),
  started: startOf(process.pid),
});

/**
 * Returns true if `other` is certainly alive, false if it is certainly dead, and `undefined`
 * otherwise.
 */
export function isAlive(other: ProcessIdentity): boolean | undefined {
  const own = ownIdentity();
  const comparable =
    own.boot === other.boot &&
    own.namespace === other.namespace &&
    // Without namespaces, only the host name is left to compare.
    (own.namespace !== '' || own.host === other.host);
  if (!comparable) return undefined;
  if (!exists(other.pid)) return false;
  const started = startOf(other.pid);
  return started === '' || other.started === '' || started === other.started;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isSystemError(error, 'EPERM');
  }
}
