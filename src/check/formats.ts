/** The formats of reports. */
export const FORMATS = ['text', 'tap', 'junit'] as const;
export type Format = (typeof FORMATS)[number];
