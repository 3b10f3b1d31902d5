/** The component that Ink turns into rows of text. */
import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { LOOKS } from '../styles.js';
import type { Row } from './rows.js';

/**
 * Renders the rows of a view. They are already wrapped to the screen, because the cursor's position
 * depends on it.
 */
export function LiveRows({ rows }: { readonly rows: readonly Row[] }): ReactNode {
  return (
    <Box flexDirection="column">
      {rows.map((row, y) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
        <LiveRow key={y} row={row} />
      ))}
    </Box>
  );
}

function LiveRow({ row }: { readonly row: Row }): ReactNode {
  // Ink gives no row to an empty text.
  if (row.every((span) => span.text === '')) return <Text> </Text>;
  return (
    <Text wrap="truncate">
      {row.map((span, x) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place in the row
        <Text key={x} {...LOOKS[span.style].ink}>
          {span.text}
        </Text>
      ))}
    </Text>
  );
}
