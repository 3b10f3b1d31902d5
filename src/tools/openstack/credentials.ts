/** The options by which OpenStack's clients learn who the user is. */
import { hashString } from '../../lib/hash.js';
import { SeededRandom } from '../../lib/random.js';
import { newUuid } from '../../lib/uuid.js';
import type { Caller } from '../../neutron/api.js';

/** The tenant of users who do not say who they are: that of devstack's user `demo`. */
const DEMO_TENANT = 'c41f413079aa4389b7a41932cd8a6be6';

const DEFAULTS = { user: 'demo', tenant: 'demo' };

/** Options with a value that make no difference here. */
const IGNORED = [
  ...['--os-auth-url', '--os-password', '--os-region-name', '--os-cacert', '--os-cert', '--os-key'],
  ...['--os-user-id', '--os-user-domain-id', '--os-user-domain-name', '--os-project-domain-id'],
  ...['--os-project-domain-name', '--os-token', '--os-url', '--os-auth-strategy', '--os-cloud'],
  ...['--os-service-type', '--os-endpoint-type', '--os-auth-system', '--os-auth-plugin'],
  ...['--http-timeout', '--timeout', '--endpoint-type', '--service-type', '--auth-strategy'],
  ...['-r', '--retries', '--bypass-url', '--os-compute-api-version', '--service-name'],
];

const IGNORED_FLAGS = [
  '--insecure',
  '--debug',
  '-d',
  '-v',
  '--verbose',
  '-q',
  '--quiet',
  '--os-cache',
];

const USER = ['--os-username', '--os-user-name'];
const TENANT = ['--os-tenant-name', '--os-project-name'];
const TENANT_ID = ['--os-tenant-id', '--os-project-id'];

export const CREDENTIAL_OPTIONS: readonly string[] = [...USER, ...TENANT, ...TENANT_ID];

/** Takes the options before the command. Returns who the user is, and the other words. */
export function takeCredentials(words: readonly string[]): {
  readonly caller: Caller;
  readonly rest: readonly string[];
} {
  let { user, tenant } = DEFAULTS;
  let id: string | undefined;
  let i = 0;
  for (; i < words.length; i++) {
    const word = words[i] ?? '';
    const equals = word.indexOf('=');
    const name = (equals < 0 ? word : word.slice(0, equals)).replace(/^--os_.*/, (flag) =>
      flag.replaceAll('_', '-'),
    );
    if (IGNORED_FLAGS.includes(name)) continue;
    if (![...IGNORED, ...CREDENTIAL_OPTIONS].includes(name)) break;
    const value = equals < 0 ? (words[++i] ?? '') : word.slice(equals + 1);
    if (USER.includes(name)) user = value;
    else if (TENANT.includes(name)) tenant = value;
    else if (TENANT_ID.includes(name)) id = value;
  }
  return {
    caller: { tenant: id ?? tenantId(tenant), admin: user === 'admin' },
    rest: words.slice(i),
  };
}

/** Returns the id of a tenant, which follows from its name. */
export const tenantId = (name: string): string =>
  name === DEFAULTS.tenant
    ? DEMO_TENANT
    : newUuid(SeededRandom.fromSeed(hashString(name))).replaceAll('-', '');
