/** The component that lists the items of a picture around the chosen one. */
import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { PictureItem } from '../../shell/picture.js';
import { LOOKS, type Style } from '../styles.js';
import { firstShown } from './selection.js';

const STYLES: Readonly<Record<PictureItem['look'], Style>> = {
  heading: 'heading',
  good: 'hint',
  bad: 'warning',
  quiet: 'quiet',
  plain: 'plain',
};

export function ItemList(props: {
  readonly items: readonly PictureItem[];
  readonly chosen: number;
  readonly rows: number;
}): ReactNode {
  const { items, chosen, rows } = props;
  const first = firstShown(chosen, items.length, rows);
  return (
    <Box flexDirection="column" flexGrow={1}>
      {items.slice(first, first + rows).map(({ text, look }, i) => {
        const style = first + i === chosen ? 'chosen' : STYLES[look];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an item is its place in the list
          <Text key={first + i} wrap="truncate" {...LOOKS[style].ink}>
            {`${first + i === chosen ? '>' : ' '} ${text}`}
          </Text>
        );
      })}
    </Box>
  );
}
