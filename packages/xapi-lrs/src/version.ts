/** The versions that are spoken; each answer names the one that it was made by. */
export const versions = ['1.0.3', '2.0.0'] as const;
export type Version = (typeof versions)[number];
