import type { Tracing } from '../tracing/span.ts';
import type { JobHandler } from './job.ts';

/** The same handler, each run of it in a span of its own. */
export function traced(handler: JobHandler, tracing: Tracing): JobHandler {
  return {
    ...handler,
    run: (job, ctx) =>
      tracing.withSpan(
        `job ${job.kind}`,
        { kind: 'consumer', attributes: { 'job.id': job.id, 'job.attempt': job.attempt } },
        () => handler.run(job, ctx),
      ),
  };
}
