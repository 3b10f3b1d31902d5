/** The component that lays a picture out: its list, the facts of the chosen item, and the keys. */
import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { Picture } from '../../shell/picture.js';
import { LOOKS } from '../styles.js';
import type { Size } from '../view/layout.js';
import { Facts } from './facts.js';
import { ItemList } from './item-list.js';

/** The narrowest screen with facts beside the list, in columns; elsewhere, they are below it. */
const WIDE = 70;
/** The rows of facts below a list. */
const FACT_ROWS = 3;

/** Fills the screen, except for the last column, which would make terminals wrap. */
export function PictureView(props: {
  readonly picture: Picture;
  readonly chosen: number;
  readonly size: Size;
}): ReactNode {
  const { picture, chosen, size } = props;
  const { items, title } = picture;
  const wide = size.columns >= WIDE;
  const width = Math.max(1, size.columns - 1);
  const middle = Math.max(1, size.rows - 2);
  const factRows = wide ? middle : Math.min(FACT_ROWS, middle - 1);
  const listRows = wide ? middle : middle - factRows;
  const facts = items[chosen]?.facts ?? [];
  return (
    <Box flexDirection="column" width={width} height={size.rows}>
      <Text wrap="truncate" {...LOOKS.heading.ink}>
        {title}
      </Text>
      <Box flexDirection={wide ? 'row' : 'column'} height={middle}>
        <Box width={wide ? '50%' : '100%'} height={listRows} flexShrink={0}>
          <ItemList items={items} chosen={chosen} rows={listRows} />
        </Box>
        <Box flexGrow={1} height={factRows} overflow="hidden">
          <Facts facts={facts} />
        </Box>
      </Box>
      <Text wrap="truncate" {...LOOKS.chosen.ink}>
        {`${items.length === 0 ? 0 : chosen + 1} of ${items.length}  q leaves, arrows move`}
      </Text>
    </Box>
  );
}
