import { importsOf, type Source } from './imports.ts';

/** Circles of files that import each other, each as `a -> b -> a`. */
export function cyclesOf(sources: Source[]): string[] {
  const graph = new Map(sources.map((source) => [source.path, importsOf(source)]));
  const done = new Set<string>();
  const cycles: string[] = [];

  function visit(path: string, trail: string[]): void {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push([...trail.slice(start), path].join(' -> '));
    if (start >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) {
      if (graph.has(next)) visit(next, [...trail, path]);
    }
    done.add(path);
  }

  for (const path of graph.keys()) visit(path, []);
  return cycles;
}
