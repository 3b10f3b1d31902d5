/** Parses numbers in settings like the reference. */

/** Returns an integer, parsed like `atoi()`, or `undefined` if the key is missing. */
export function integerSetting(
  settings: ReadonlyMap<string, string>,
  key: string,
): number | undefined {
  const text = settings.get(key);
  return text === undefined ? undefined : Number.parseInt(text, 10) || 0;
}
