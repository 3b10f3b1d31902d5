/** Splits the entered text into commands. */

export interface Commands {
  readonly commands: readonly string[];
  /** The start of an incomplete command. */
  readonly rest: string;
}

/** The prompt that documents print before a command; it gets pasted along with it. */
const DOCUMENT_PROMPT = /^\s*\$\s+/;

/**
 * Splits `text` at the line ends where a command is complete. Leaves out empty lines between
 * commands, and a prompt before one.
 */
export function commandsIn(text: string, isComplete: (source: string) => boolean): Commands {
  const commands: string[] = [];
  let pending: string | undefined;
  for (const line of text.split('\n')) {
    pending = pending === undefined ? line.replace(DOCUMENT_PROMPT, '') : `${pending}\n${line}`;
    if (!isComplete(pending)) continue;
    if (pending.trim() !== '') commands.push(pending);
    pending = undefined;
  }
  return { commands, rest: pending ?? '' };
}
