const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;
const D = 24 * H;
/** Of years and months, which have no length of their own, 365 and 30 days. */
const units = [365 * D, 30 * D, 7 * D, D, H, MIN, S];

const number = '(\\d+(?:[.,]\\d+)?)';
const duration = new RegExp(
  `^P(?:${number}Y)?(?:${number}M)?(?:${number}W)?(?:${number}D)?(?:T(?:${number}H)?(?:${number}M)?(?:${number}S)?)?$`,
);

/** Longer ones are broken clocks. */
const LONGEST_MS = 10 * 365 * D;

/** Whole milliseconds of an ISO 8601 duration; undefined for what is none, or longer than ten years. */
export function durationMs(text: string): number | undefined {
  const match = duration.exec(text);
  if (!match) return undefined;
  const ms = units.reduce(
    (sum, unit, i) => sum + unit * Number((match[i + 1] ?? '0').replace(',', '.')),
    0,
  );
  return ms <= LONGEST_MS ? Math.round(ms) : undefined;
}
