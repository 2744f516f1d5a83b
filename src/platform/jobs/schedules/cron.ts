import { Cron } from 'croner';

/** The first time after `from` that the expression names, in UTC. */
export function nextTick(cron: string, from: Date): Date {
  const next = new Cron(cron, { timezone: 'UTC', paused: true }).nextRun(from);
  if (!next) throw new RangeError(`the cron expression "${cron}" never comes true`);
  return next;
}
