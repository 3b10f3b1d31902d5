/** The component that shows what is known about the chosen item. */
import { Box, Text } from 'ink';
import type { ReactNode } from 'react';

export function Facts({ facts }: { readonly facts: readonly string[] }): ReactNode {
  return (
    <Box flexDirection="column" flexGrow={1} paddingLeft={1}>
      {facts.map((fact, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts have no other identity
        <Box key={i} flexShrink={0}>
          <Text wrap="wrap">{fact}</Text>
        </Box>
      ))}
    </Box>
  );
}
