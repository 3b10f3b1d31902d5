/** Shared look-ups and orderings of the commands. */
import type { DatapathBridge } from '../../datapath/bridge/datapath-bridge.js';
import type { ToolContext } from '../tool.js';
import { CommandError } from './target-command.js';

/** Finds a bridge. @throws CommandError with `problem` if it does not exist */
export function findBridge(
  { datapath }: ToolContext,
  name: string,
  problem = 'no such bridge',
): DatapathBridge {
  const bridge = datapath.bridges.get(name);
  if (bridge === undefined) throw new CommandError(problem);
  return bridge;
}

/** Returns a function that compares items by a text. */
export function byText<Item>(text: (item: Item) => string): (a: Item, b: Item) => number {
  return (a, b) => {
    const [first, second] = [text(a), text(b)];
    return first < second ? -1 : first > second ? 1 : 0;
  };
}
