/**
 * The styles of text on the screen, for Ink's components and for text printed without Ink. They use
 * the terminal's own palette, which suits both light and dark screens, and never rely on colour
 * alone.
 */
import type { TextProps } from 'ink';

export type Style =
  | 'plain'
  | 'prompt'
  | 'command'
  | 'quiet'
  | 'match'
  | 'chosen'
  | 'warning'
  | 'hint'
  | 'error'
  /** Parts of the line that is being edited. */
  | 'name'
  | 'keyword'
  | 'option'
  | 'string'
  | 'operator'
  | 'variable'
  | 'comment'
  | 'wrong'
  /** The current argument in a usage. */
  | 'current'
  /** Parts of flow listings. */
  | 'heading'
  | 'stage'
  | 'priority'
  | 'action'
  /** Counters that have grown. */
  | 'moved'
  /** Lines of differences. */
  | 'added'
  | 'removed';

interface Look {
  readonly ink: Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'inverse' | 'underline'>;
  /** The parameters of the SGR sequence for the same look. */
  readonly sgr: string;
}

export const LOOKS: Readonly<Record<Style, Look>> = {
  plain: { ink: {}, sgr: '' },
  added: { ink: { color: 'green' }, sgr: '32' },
  removed: { ink: { color: 'red' }, sgr: '31' },
  prompt: { ink: { color: 'cyan' }, sgr: '36' },
  command: { ink: { bold: true }, sgr: '1' },
  quiet: { ink: { dimColor: true }, sgr: '2' },
  match: { ink: { underline: true }, sgr: '4' },
  chosen: { ink: { inverse: true }, sgr: '7' },
  warning: { ink: { color: 'yellow' }, sgr: '33' },
  hint: { ink: { color: 'green' }, sgr: '32' },
  error: { ink: { color: 'red' }, sgr: '31' },
  name: { ink: { bold: true }, sgr: '1' },
  keyword: { ink: { color: 'magenta' }, sgr: '35' },
  option: { ink: { color: 'cyan' }, sgr: '36' },
  string: { ink: { color: 'green' }, sgr: '32' },
  operator: { ink: { color: 'magenta' }, sgr: '35' },
  variable: { ink: { color: 'blue' }, sgr: '34' },
  comment: { ink: { dimColor: true }, sgr: '2' },
  wrong: { ink: { color: 'red', underline: true }, sgr: '31;4' },
  current: { ink: { bold: true, underline: true }, sgr: '1;4' },
  heading: { ink: { bold: true }, sgr: '1' },
  stage: { ink: { color: 'cyan' }, sgr: '36' },
  priority: { ink: { color: 'magenta' }, sgr: '35' },
  action: { ink: { color: 'green' }, sgr: '32' },
  moved: { ink: { bold: true, underline: true }, sgr: '1;4' },
};

/** Styles text that is printed without Ink. */
export type Painter = (style: Style, text: string) => string;

/** Returns a painter, which leaves text unchanged if `colours` is false. */
export function painter(colours: boolean): Painter {
  return (style, text) => {
    const { sgr } = LOOKS[style];
    return colours && sgr !== '' && text !== '' ? `\x1b[${sgr}m${text}\x1b[0m` : text;
  };
}
