/** Returns the result of `run`, or the message that it throws after `! `. */
export function outcome<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    return `! ${error instanceof Error ? error.message : String(error)}`;
  }
}
