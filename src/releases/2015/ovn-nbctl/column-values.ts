/** Values of the northbound columns that the schema does not say, for completion. */
import { portsOf } from '../../../tools/languages/match-values.js';
import type { CompletionPlace, ValueLists } from '../../../tools/program/command-row.js';
import { PORT_TYPES } from './lport-setting-commands.js';

const ports = ({ context }: CompletionPlace) => portsOf(context, undefined);

function* routerPorts({ context: { nb } }: CompletionPlace): Iterable<string> {
  for (const { name } of nb.rows('Logical_Router_Port')) yield name;
}

export const COLUMN_VALUES: ValueLists = {
  'Logical_Port.type': PORT_TYPES,
  'Logical_Port.parent_name': ports,
  'Logical_Port.addresses': ['unknown'],
  'Logical_Port.options:router-port': routerPorts,
  'Logical_Port.options:network_name': [],
  'Logical_Port.options:vtep-physical-switch': [],
  'Logical_Port.options:vtep-logical-switch': [],
};
