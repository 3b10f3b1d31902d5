/** Defines the commands of `neutron` as rows. */
import type { JsonObject } from '../../lib/json.js';
import type { Argument, Parsed } from '../openstack/argparse.js';
import type { Client, Query } from './client.js';

interface Row {
  readonly name: string;
  /** Its line of help. */
  readonly summary: string;
  /** The name of its resource in requests: `security_group`. */
  readonly resource: string;
  readonly args?: readonly Argument[];
}

/** A command that lists resources. */
export interface ListCommand extends Row {
  readonly kind: 'list';
  readonly columns: readonly string[];
  /** Puts columns in words, by their names. */
  readonly format?: Readonly<Record<string, (resource: JsonObject, csv: boolean) => string>>;
  /** Adds to the query. */
  readonly query?: (parsed: Parsed, client: Client) => Query;
  /** Adds columns to what the server returned. */
  readonly extend?: (
    list: readonly JsonObject[],
    parsed: Parsed,
    client: Client,
  ) => readonly JsonObject[];
  /** The attributes that columns of other names come from. */
  readonly sources?: Readonly<Record<string, readonly string[]>>;
  /** The names in headers of columns that have others in requests. */
  readonly titles?: (parsed: Parsed) => Readonly<Record<string, string>>;
}

/** A command that shows one resource. */
export interface ShowCommand extends Row {
  readonly kind: 'show';
  /** True if the resource is given by its id only. */
  readonly idOnly?: boolean;
  /** The number of blanks by which JSON inside values is indented. */
  readonly indent?: number;
}

/** A command that creates a resource. */
export interface CreateCommand extends Row {
  readonly kind: 'create';
  readonly body: (parsed: Parsed, client: Client, warn: (text: string) => void) => JsonObject;
  /** Takes words that belong to no argument before they become attributes. */
  readonly claim?: (parsed: Parsed) => void;
}

/** A command that changes a resource. */
export interface UpdateCommand extends Row {
  readonly kind: 'update';
  readonly body: (parsed: Parsed, client: Client) => JsonObject;
}

/** A command that deletes a resource. */
export interface DeleteCommand extends Row {
  readonly kind: 'delete';
  readonly idOnly?: boolean;
}

/** A command of another kind, which prints one line. */
export interface ActionCommand extends Row {
  readonly kind: 'action';
  readonly run: (parsed: Parsed, client: Client) => string;
}

export type NeutronCommand =
  | ListCommand
  | ShowCommand
  | CreateCommand
  | UpdateCommand
  | DeleteCommand
  | ActionCommand;

/** Returns an option that takes a value; `_` can replace `-` in its name. */
export function option(name: string, more: Partial<Argument> = {}): readonly Argument[] {
  const dest = name.replaceAll('-', '_');
  const shown: Argument = { flags: [`--${name}`], dest, ...more };
  if (!name.includes('-')) return [shown];
  return [shown, { ...shown, flags: [`--${dest}`], hidden: true }];
}

/** Returns an option with one spelling. */
export const only = (name: string, more: Partial<Argument> = {}): Argument => ({
  flags: [`--${name}`],
  dest: name.replaceAll('-', '_'),
  ...more,
});

/** Returns a positional argument. */
export const positional = (dest: string, metavar: string, help: string): Argument => ({
  dest,
  metavar,
  help,
});

/** Returns the members whose options were given. */
export function given(parsed: Parsed, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = parsed.text(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
