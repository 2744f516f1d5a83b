const number = '\\d+(?:[.,]\\d+)?';
const duration = new RegExp(
  `^P(?:${number}W|(?=[\\dT])(?:${number}Y)?(?:${number}M)?(?:${number}D)?(?:T(?=\\d)(?:${number}H)?(?:${number}M)?(?:${number}S)?)?)$`,
);
const fractionBeforeTheEnd = /[.,]\d+[A-Z]./;

/**
 * Duration of ISO 8601:2004 4.4.3.2: weeks alone, or other units, of which only the smallest may have a
 * fraction.
 */
export function isDuration(text: string): boolean {
  return duration.test(text) && !fractionBeforeTheEnd.test(text);
}

const beyondHundredths = /([.,]\d\d)\d+S$/;

/** What counts when durations are compared: nothing beyond 0.01 s (xAPI 2.0 4.2.7). */
export function comparableDuration(text: string): string {
  return text.replace(beyondHundredths, '$1S');
}
