/** The number at the front of `text`; 0 where there is none. */
export function atoi(text: string): number {
  return Number.parseInt(text, 10) || 0;
}
