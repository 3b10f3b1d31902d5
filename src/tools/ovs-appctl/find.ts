/** What several commands look up or sort by. */
import type { DatapathBridge } from '../../datapath/bridge/datapath-bridge.js';
import type { ToolContext } from '../tool.js';
import { CommandError } from './target-command.js';

/** The bridge `name`. @throws CommandError with `problem` where there is none. */
export function findBridge(
  { datapath }: ToolContext,
  name: string,
  problem = 'no such bridge',
): DatapathBridge {
  const bridge = datapath.bridges.get(name);
  if (bridge === undefined) throw new CommandError(problem);
  return bridge;
}

/** Compares things by a text of theirs. */
export function byText<Item>(text: (item: Item) => string): (a: Item, b: Item) => number {
  return (a, b) => {
    const [first, second] = [text(a), text(b)];
    return first < second ? -1 : first > second ? 1 : 0;
  };
}
