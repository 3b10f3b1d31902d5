/** Runs a command of `neutron`. Mirrors the commands of python-neutronclient. */
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.js';
import { type Argument, ArgumentParser, type Parsed } from '../openstack/argparse.js';
import {
  formatList,
  formatOne,
  LIST_OPTIONS,
  SHOW_OPTIONS,
  textOf,
} from '../openstack/formatters.js';
import { dumps } from '../openstack/python-json.js';
import { readSpecs } from '../openstack/value-specs.js';
import { type Client, ClientError, type Query } from './client.js';
import type { ListCommand, NeutronCommand, ShowCommand } from './command.js';

const REQUEST_FORMAT: readonly Argument[] = [
  {
    ...{ flags: ['--request-format'], dest: 'request_format', choices: ['json', 'xml'] },
    help: 'the format of requests, which makes no difference here',
  },
  {
    ...{ flags: ['--request_format'], dest: 'request_format', choices: ['json', 'xml'] },
    hidden: true,
  },
];

/** Options of commands that ask the server for resources. */
const FIELDS: readonly Argument[] = [
  {
    ...{ flags: ['-D', '--show-details'], dest: 'show_details', action: 'true' },
    help: 'ask for details, which makes no difference here',
  },
  { flags: ['--show_details'], dest: 'show_details', action: 'true', hidden: true },
  { flags: ['--fields'], dest: 'fields', action: 'append', hidden: true },
  {
    ...{ flags: ['-F', '--field'], dest: 'fields', metavar: 'FIELD', action: 'append' },
    help: 'ask the server for this field only; can be repeated',
  },
];

const PAGES: readonly Argument[] = [
  {
    ...{ flags: ['-P', '--page-size'], dest: 'page_size', metavar: 'SIZE' },
    problem: (text) => (/^[+-]?\d+$/.test(text) ? undefined : `invalid int value: u'${text}'`),
    help: 'the size of a page, which makes no difference here',
  },
  {
    ...{ flags: ['--sort-key'], dest: 'sort_key', metavar: 'FIELD', action: 'append' },
    help: 'sort by this field; can be repeated',
  },
  {
    ...{ flags: ['--sort-dir'], dest: 'sort_dir', metavar: '{asc,desc}', action: 'append' },
    ...{ choices: ['asc', 'desc'], help: 'the direction of the sort key in the same place' },
  },
];

const TENANT: readonly Argument[] = [
  {
    ...{ flags: ['--tenant-id'], dest: 'tenant_id', metavar: 'TENANT_ID' },
    help: 'the tenant that owns it; the default is your own',
  },
  { flags: ['--tenant_id'], dest: 'tenant_id', hidden: true },
];

/** Returns the arguments of a command, in the order in which its usage lists them. */
export function argumentsOf(command: NeutronCommand): readonly Argument[] {
  const { args = [], resource } = command;
  const id: Argument = {
    dest: 'id',
    metavar: resource.toUpperCase(),
    help: `the ${wordsOf(resource)}`,
  };
  switch (command.kind) {
    case 'list':
      return [...LIST_OPTIONS, ...REQUEST_FORMAT, ...FIELDS, ...PAGES, ...args];
    case 'show':
      return [...SHOW_OPTIONS, ...REQUEST_FORMAT, ...FIELDS, id, ...args];
    case 'create':
      return [...SHOW_OPTIONS, ...REQUEST_FORMAT, ...TENANT, ...args];
    case 'update':
    case 'delete':
      return [...REQUEST_FORMAT, id, ...args];
    case 'action':
      return [...REQUEST_FORMAT, ...args];
  }
}

export const wordsOf = (resource: string): string => resource.replaceAll('_', ' ');

export const parserOf = (command: NeutronCommand): ArgumentParser =>
  new ArgumentParser(`neutron ${command.name}`, argumentsOf(command));

/** What a command prints. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command.
 *
 * @param words the arguments after its name
 * @throws UsageError, BadSpecs, UnknownColumns or ClientError
 */
export function runCommand(
  command: NeutronCommand,
  words: readonly string[],
  client: Client,
): Printed {
  const end = words.indexOf('--');
  const parsed = parserOf(command).parse(end < 0 ? words : words.slice(0, end));
  if (command.kind === 'create') command.claim?.(parsed);
  const specs = readSpecs(end < 0 ? parsed.extras : words.slice(end));
  let stderr = '';
  const warn = (text: string): void => {
    stderr += `${text}\n`;
  };
  return { stdout: output(command, parsed, specs, client, warn), stderr };
}

function output(
  command: NeutronCommand,
  parsed: Parsed,
  specs: JsonObject,
  client: Client,
  warn: (text: string) => void,
): string {
  const { resource } = command;
  const id = parsed.text('id') ?? '';
  switch (command.kind) {
    case 'list':
      return list(command, parsed, specs, client);
    case 'show':
      return show(command, parsed, client);
    case 'create': {
      const created = client.create(resource, { ...command.body(parsed, client, warn), ...specs });
      return `Created a new ${resource}:\n${one(created, parsed)}`;
    }
    case 'update': {
      const body = { ...command.body(parsed, client), ...specs };
      if (Object.keys(body).length === 0) {
        throw new ClientError(`Must specify new values to update ${resource}`);
      }
      client.update(resource, client.find(resource, id), body);
      return `Updated ${resource}: ${id}\n`;
    }
    case 'delete':
      client.delete(resource, command.idOnly === true ? id : client.find(resource, id));
      return `Deleted ${resource}: ${id}\n`;
    case 'action':
      return `${command.run(parsed, client)}\n`;
  }
}

function show({ resource, idOnly, indent }: ShowCommand, parsed: Parsed, client: Client): string {
  const wanted = parsed.text('id') ?? '';
  const id = idOnly === true ? wanted : client.find(resource, wanted);
  const query: Query = parsed.list('fields').map((field) => ['fields', field]);
  return one(client.show(resource, id, query), parsed, indent);
}

/** Prints the attributes of a resource by name. */
function one(resource: JsonObject, parsed: Parsed, indent?: number): string {
  const names = Object.keys(resource).sort();
  const values = names.map((name) => readable(resource[name] ?? null, indent));
  return formatOne(names, values, parsed);
}

/** Makes a value readable. Mirrors `format_output_data()`. */
function readable(value: Json, indent: number | undefined): Json {
  if (value === null) return '';
  if (Array.isArray(value)) {
    return value
      .map((item: Json) => (isJsonObject(item) ? dumps(item, indent) : textOf(item)))
      .join('\n');
  }
  return isJsonObject(value) ? dumps(value, indent) : value;
}

function list(command: ListCommand, parsed: Parsed, specs: JsonObject, client: Client): string {
  const { resource, format = {}, query, extend, titles } = command;
  const found = client.list(resource, [
    ...(query?.(parsed, client) ?? []),
    ...queryOf(command, parsed, specs),
  ]);
  const rows = extend ? extend(found, parsed, client) : found;
  const headers = titles?.(parsed) ?? {};
  const { names, wanted } = columnsOf(command, rows[0], parsed, headers);
  const csv = parsed.text('formatter') === 'csv';
  const cells = rows.map((row) => names.map((name) => format[name]?.(row, csv) ?? row[name] ?? ''));
  return formatList(
    names.map((name) => headers[name] ?? name),
    cells,
    parsed,
    wanted,
  );
}

/** Chooses the columns of a list. Mirrors `setup_columns()` and the lister of cliff. */
function columnsOf(
  { columns }: ListCommand,
  first: JsonObject | undefined,
  parsed: Parsed,
  headers: Readonly<Record<string, string>>,
): { readonly names: readonly string[]; readonly wanted: readonly string[] } {
  if (!first) return { names: [], wanted: [] };
  const wanted = parsed.list('columns');
  if (wanted.length === 0) return { names: columns.filter((name) => name in first), wanted: [] };
  const originals = wanted.map((name) => originalOf(name, headers));
  const names = originals.filter((name) => name in first);
  // A command that renames columns asks for those that it found.
  const renames = Object.keys(headers).length > 0;
  return { names, wanted: renames ? names.map((name) => headers[name] ?? name) : wanted };
}

/** Returns the name in requests of a column that headers call `title`. */
const originalOf = (title: string, headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers).find(([, shown]) => shown === title)?.[0] ?? title;

function queryOf({ sources = {}, titles }: ListCommand, parsed: Parsed, specs: JsonObject): Query {
  const headers = titles?.(parsed) ?? {};
  const fields = parsed.list('fields').flatMap((field) => {
    const name = originalOf(field, headers);
    return sources[name] ?? [name];
  });
  const keys = parsed.list('sort_key');
  const directions = parsed.list('sort_dir');
  return [
    ...fields.map((field) => ['fields', field] as const),
    ...Object.entries(specs).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((item: Json) => [name, textOf(item)] as const),
    ),
    ...keys.map((key) => ['sort_key', key] as const),
    ...keys.map((_, i) => ['sort_dir', directions[i] ?? 'asc'] as const),
  ];
}
