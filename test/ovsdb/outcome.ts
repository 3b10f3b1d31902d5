/** What `run` returns; what it throws as text, `! ` and the message. */
export function outcome<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    return `! ${error instanceof Error ? error.message : String(error)}`;
  }
}
