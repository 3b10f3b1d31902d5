/** Lists the completions of arguments, by their names in usages. */
import type { Sandbox } from '../../sandbox/sandbox.js';
import type { ArgumentValues } from './subcommand.js';

function* logicalPorts(sandbox: Sandbox): Iterable<string> {
  for (const { name } of sandbox.context().nb.rows('Logical_Port')) yield name;
}

export const ARGUMENT_VALUES: ArgumentValues = {
  PORT: logicalPorts,
  SRC: logicalPorts,
  DST: logicalPorts,
};
