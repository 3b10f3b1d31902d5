/** Completes the arguments of `neutron`: options, and names of resources. */
import type { JsonObject } from '../../lib/json.js';
import type { Argument } from '../openstack/argparse.js';
import { type Suggestion, suggestion } from '../program/suggestion.js';
import type { Client } from './client.js';
import type { NeutronCommand } from './command.js';

/** The resources that arguments name, by the names of their values in usage. */
const RESOURCES: Readonly<Record<string, string>> = {
  NETWORK: 'network',
  'EXTERNAL-NETWORK': 'network',
  SUBNET: 'subnet',
  INTERFACE: 'subnet',
  PORT: 'port',
  ROUTER: 'router',
  router: 'router',
  SECURITY_GROUP: 'security_group',
  REMOTE_GROUP: 'security_group',
  SECURITY_GROUP_RULE: 'security_group_rule',
};

/** Returns what can follow the arguments of a command. */
export function suggestArguments(
  all: readonly Argument[],
  args: readonly string[],
  word: string,
  { kind, resource }: NeutronCommand,
  client: Client,
): readonly Suggestion[] {
  const options = all.filter(({ flags, hidden }) => flags !== undefined && hidden !== true);
  const takesValue = ({ action }: Argument) => action !== 'true' && action !== 'false';
  const previous = all.find(({ flags }) => flags?.includes(args.at(-1) ?? ''));
  if (previous && takesValue(previous)) return valuesOf(previous, client);
  if (word.startsWith('-')) {
    return options.flatMap(({ flags = [], help }) =>
      flags.map((text) => ({ text, ...(help === undefined ? {} : { help }) })),
    );
  }
  const positionals = all.filter(({ flags }) => flags === undefined);
  const next = positionals[countPositionals(all, args)];
  if (!next) return [];
  // A new resource has a name that does not exist yet.
  if (kind === 'create' && next.dest === 'name') return [];
  return valuesOf(next, client, resource);
}

/** Counts the arguments that are neither options nor values of options. */
function countPositionals(all: readonly Argument[], args: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? '';
    if (!word.startsWith('-')) {
      count++;
      continue;
    }
    const option = all.find(({ flags }) => flags?.includes(word));
    if (option && option.action !== 'true' && option.action !== 'false') i++;
  }
  return count;
}

function valuesOf(
  { choices, metavar = '' }: Argument,
  client: Client,
  resource?: string,
): readonly Suggestion[] {
  if (choices) return choices.map(suggestion);
  const named = RESOURCES[metavar] ?? (metavar === resource?.toUpperCase() ? resource : undefined);
  if (named === undefined) return [];
  return client.list(named).flatMap(namesOf);
}

/** Returns the name of a resource, or its id if it has no name. */
function namesOf({ id, name }: JsonObject): readonly Suggestion[] {
  if (typeof name === 'string' && name !== '') return [{ text: name }];
  return typeof id === 'string' ? [{ text: id }] : [];
}
