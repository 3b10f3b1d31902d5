/** Evaluates the symbols of expressions for packets. */
import type { Assignment } from '../expr/evaluate.js';
import type { ExprSymbol } from '../expr/symbol.js';
import type { Flow } from '../packet/flow.js';
import { readField } from '../packet/flow-fields.js';
import type { Datapath, LogicalNetwork } from './network.js';

/** Returns the values of an expression's symbols for a packet in a datapath. */
export function packetValues(
  network: LogicalNetwork,
  datapath: Datapath,
  packet: Flow,
): Assignment {
  const read = (symbol: ExprSymbol): bigint => {
    if (symbol.kind !== 'field') throw new TypeError(`symbol ${symbol.name} was not expanded`);
    return readField(packet, symbol.field);
  };
  return {
    integer: read,
    // A string is the name of the port or group with that number.
    string: (symbol) => {
      const key = Number(read(symbol));
      return network.port(datapath, key)?.logical_port ?? network.group(datapath, key)?.name;
    },
  };
}
