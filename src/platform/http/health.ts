import { Router } from '@koa/router';

export interface Dependency {
  name: string;
  /** Whether the hub can work without it, if slower. */
  required: boolean;
  /** Throws with a reason when it does not work. */
  check(): Promise<void>;
}

interface HealthDeps {
  dependencies: Dependency[];
  version: string;
  /** True once a stop was asked for: load balancers should send nothing more. */
  isStopping(): boolean;
  renderMetrics(): Promise<{ contentType: string; text: string }>;
}

const TIMEOUT_MS = 2_000;

async function state(dependency: Dependency) {
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    await Promise.race([dependency.check(), timeout]);
    return { status: 'up', ms: Math.round(performance.now() - started) };
  } catch (error) {
    return {
      status: 'down',
      required: dependency.required,
      reason: error instanceof Error ? error.message : String(error),
    };
  } finally {
    clearTimeout(timer);
  }
}

/** `/health`, `/health/live`, `/health/ready` and `/metrics`, for operators. */
export function healthRouter({
  dependencies,
  version,
  isStopping,
  renderMetrics,
}: HealthDeps): Router {
  const router = new Router();

  async function report() {
    const states = await Promise.all(dependencies.map(state));
    const entries = dependencies.map(({ name }, i) => [name, states[i]] as const);
    const down = states.some((s, i) => s.status === 'down' && dependencies[i]?.required);
    const degraded = states.some((s) => s.status === 'down');
    const status = isStopping() ? 'stopping' : down ? 'down' : degraded ? 'degraded' : 'up';
    return { status, version, dependencies: Object.fromEntries(entries) };
  }

  router.get('/health/live', (ctx) => {
    ctx.state.route = '/health/live';
    ctx.body = { status: 'up' };
  });
  router.get(['/health', '/health/ready'], async (ctx) => {
    ctx.state.route = ctx.path;
    const body = await report();
    ctx.status = body.status === 'up' || body.status === 'degraded' ? 200 : 503;
    ctx.body = body;
  });
  router.get('/metrics', async (ctx) => {
    ctx.state.route = '/metrics';
    const { contentType, text } = await renderMetrics();
    ctx.type = contentType;
    ctx.body = text;
  });
  return router;
}
