/** Reads numbers from settings as the reference does. */

/** Returns an integer, read as `atoi()` reads one, or `undefined` if the key is missing. */
export function integerSetting(
  settings: ReadonlyMap<string, string>,
  key: string,
): number | undefined {
  const text = settings.get(key);
  return text === undefined ? undefined : Number.parseInt(text, 10) || 0;
}
