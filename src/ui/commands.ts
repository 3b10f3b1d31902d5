/** What was typed, cut into the commands that the shell would run one after the other. */

export interface Commands {
  readonly commands: readonly string[];
  /** The beginning of a command that is not complete. */
  readonly rest: string;
}

/** The prompt that documents show before a command; it is pasted with it. */
const DOCUMENT_PROMPT = /^\s*\$\s+/;

/**
 * Cuts `text` at those line ends where a command is complete. Empty lines
 * between commands are left out, and so is a prompt before one.
 */
export function commandsIn(text: string, isComplete: (source: string) => boolean): Commands {
  const commands: string[] = [];
  let begun: string | undefined;
  for (const line of text.split('\n')) {
    begun = begun === undefined ? line.replace(DOCUMENT_PROMPT, '') : `${begun}\n${line}`;
    if (!isComplete(begun)) continue;
    if (begun.trim() !== '') commands.push(begun);
    begun = undefined;
  }
  return { commands, rest: begun ?? '' };
}
