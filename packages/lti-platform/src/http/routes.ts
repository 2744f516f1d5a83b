import type { Answer } from './answer.ts';
import type { Exchange } from './exchange.ts';

/** Names by which faults pick their route. */
export type RouteName =
  | 'configuration'
  | 'registration'
  | 'jwks'
  | 'authorize'
  | 'token'
  | 'lineitems'
  | 'lineitem'
  | 'scores'
  | 'results'
  | 'memberships'
  | 'noticehandlers'
  | 'deeplink'
  | 'storage';

export interface Route {
  name: RouteName;
  methods: readonly string[];
  /** Segments; `:name` takes one. */
  path: string;
  handle(exchange: Exchange): Promise<Answer> | Answer;
}

/** The first route of the path, and what its pattern named. */
export function findRoute(
  routes: readonly Route[],
  { pathname, method }: { pathname: string; method: string },
): { route: Route; params: Record<string, string> } | 'other-method' | undefined {
  const found = routes.flatMap((route) => {
    const params = match(route.path, pathname);
    return params ? [{ route, params }] : [];
  });
  if (found.length === 0) return undefined;
  return found.find(({ route }) => route.methods.includes(method)) ?? 'other-method';
}

function match(pattern: string, pathname: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    if (segment.startsWith(':')) params[segment.slice(1)] = decodeURIComponent(value);
    else if (segment !== value) return undefined;
  }
  return params;
}
