import type { JobHandler } from '../job.ts';

interface PlacesOptions {
  /** For the hub's own work; as many again for work that waits for others. */
  concurrency: number;
  handlers: readonly JobHandler[];
}

/** Where jobs may run in this process. */
export interface Places {
  /** Handlers whose kinds may take a place, and how many of whichever of them. */
  free(running: readonly { kind: string }[]): FreePlaces;
  /** Whether the hub's own work has all of its places. */
  isFull(running: readonly { kind: string }[]): boolean;
}

interface FreePlaces {
  among: JobHandler[];
  wanted: number;
}

export function createPlaces({ concurrency, handlers }: PlacesOptions): Places {
  const handlerOf = new Map(handlers.map((handler) => [handler.kind, handler]));
  const waits = (kind: string) => Boolean(handlerOf.get(kind)?.waitsForOthers);

  function roomFor({ kind, share }: JobHandler, running: readonly { kind: string }[]): number {
    const inPool = running.filter((run) => waits(run.kind) === waits(kind)).length;
    const room = concurrency - inPool;
    if (share === undefined) return room;
    const most = Math.max(1, Math.floor(concurrency * share));
    return Math.min(room, most - running.filter((run) => run.kind === kind).length);
  }

  return {
    isFull: (running) => running.filter(({ kind }) => !waits(kind)).length >= concurrency,
    free(running) {
      const rooms = handlers.map((handler) => ({ handler, room: roomFor(handler, running) }));
      const open = rooms.filter(({ room }) => room > 0);
      if (open.length === 0) return { among: [], wanted: 0 };
      return {
        among: open.map(({ handler }) => handler),
        wanted: Math.min(...open.map(({ room }) => room)),
      };
    },
  };
}
