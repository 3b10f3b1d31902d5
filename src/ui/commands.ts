/** Splits the entered text into commands. */

export interface Commands {
  readonly commands: readonly string[];
  /** The start of an incomplete command. */
  readonly rest: string;
}

/** The prompt that documents print before a command, and that gets pasted along with it. */
const DOCUMENT_PROMPT = /^\s*\$\s+/;

/**
 * Splits `text` at the line ends where a command is complete. Leaves out empty lines between
 * commands, and a prompt before one.
 *
 * @param open the rest of the last call: if `text` continues it, only the new lines are parsed
 */
export function commandsIn(
  text: string,
  isComplete: (source: string) => boolean,
  open = '',
): Commands {
  const commands: string[] = [];
  const continued = open !== '' && text.startsWith(`${open}\n`);
  let pending = continued ? open : undefined;
  const lines = continued ? text.slice(open.length + 1) : text;
  for (const line of lines.split('\n')) {
    pending = pending === undefined ? line.replace(DOCUMENT_PROMPT, '') : `${pending}\n${line}`;
    if (!isComplete(pending)) continue;
    if (pending.trim() !== '') commands.push(pending);
    pending = undefined;
  }
  return { commands, rest: pending ?? '' };
}
