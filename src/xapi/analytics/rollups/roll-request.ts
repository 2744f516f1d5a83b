export const rollKind = 'lrs.roll';

/** Asks for the facts of a tenant to be summed by day; one request waits at a time. */
export const rollRequest = { kind: rollKind, payload: {}, key: rollKind };
