const PATTERN =
  /^(\d{4})(\d{2})(\d{2})(\d{2})(?:(\d{2})(?:(\d{2})(?:[.,]\d+)?)?)?(?:Z|([+-])(\d{2})(\d{2})?)$/;

/** RFC 4517 3.3.13, to the second; undefined for anything else. */
export function readGeneralizedTime(text: string): Date | undefined {
  const [, year, month, day, hour, minute = '00', second = '00', sign, offsetHours, offsetMinutes] =
    PATTERN.exec(text) ?? [];
  if (year === undefined) return undefined;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const offset = Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0);
  const ms = time - (sign === '-' ? -offset : offset) * 60_000;
  return Number.isNaN(ms) ? undefined : new Date(ms);
}

export function writeGeneralizedTime(time: Date): string {
  return `${time.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
}
