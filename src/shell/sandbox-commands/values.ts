/** Lists the completions of arguments, by their names in usages. */
import type { Sandbox } from '../../sandbox/sandbox.js';
import { portsOf } from '../../tools/languages/match-values.js';
import { FILES, type Suggestion } from '../../tools/program/suggestion.js';
import type { ArgumentValues } from './subcommand.js';

const logicalPorts = (sandbox: Sandbox): Iterable<Suggestion> =>
  portsOf(sandbox.context(), undefined);

/** Completes `DST:PORT` up to the colon. */
function* targets(sandbox: Sandbox): Iterable<Suggestion> {
  for (const port of logicalPorts(sandbox)) yield { ...port, text: `${port.text}:`, open: true };
}

export const ARGUMENT_VALUES: ArgumentValues = {
  PORT: logicalPorts,
  SRC: logicalPorts,
  DST: logicalPorts,
  'DST:PORT': targets,
  FILE: [FILES],
};
