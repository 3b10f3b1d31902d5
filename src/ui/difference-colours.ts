/** Colours the output of `sandbox diff`, on a terminal only. */
import type { Painter, Style } from './styles.js';

const STYLES: Readonly<Record<string, Style>> = { '+': 'added', '-': 'removed' };

/** Returns true if the command prints differences. */
export const printsDifferences = (command: string): boolean => /\bsandbox +diff\b/.test(command);

/** Returns whole lines of differences with colours; the lines between are headings. */
export const differenceColours = (text: string, paint: Painter): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : paint(STYLES[line.charAt(0)] ?? 'heading', line)))
    .join('\n');
