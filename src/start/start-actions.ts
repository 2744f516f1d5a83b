import type { Context } from 'koa';
import type { ImportReport } from '../core/decks/importing/import-report.ts';
import type { Invoke } from '../platform/http/invoke.ts';
import type { Caller } from '../platform/tenancy/caller.ts';

export interface DeckRow {
  id: string;
  path: string;
  revision: number;
}

export interface CourseRow {
  id: string;
  title: string;
  kind: string;
  files: number;
  warnings: { at: string; reason: string }[];
}

type Status = 'queued' | 'running' | 'succeeded' | 'failed';

export interface ImportView {
  id: string;
  fileName: string;
  status: Status;
  progress: { done: number; total: number };
  report: ImportReport;
  error: { detail: string } | null;
}

export interface ExportView {
  id: string;
  status: Status;
  progress: { done: number; total: number };
  error: { detail: string } | null;
  fileName: string | null;
  fileBytes: number | null;
}

/** What the start page does for an administrator, each through a route of the API. */
export function startActions(invoke: Invoke, ctx: Context, caller: Caller) {
  const { requestId, log } = ctx.state;
  const base = { caller, request: ctx.req, requestId, log };
  // Sound because the routes answer what they document.
  return {
    listDecks: async () => {
      const page = await invoke('listDecks', { ...base, query: { limit: 200 } });
      return (page as { data: DeckRow[] }).data;
    },
    getDeck: async (deckId: string) =>
      (await invoke('getDeck', { ...base, params: { deckId } })) as DeckRow,
    listCourses: async () => {
      const page = await invoke('listCourses', { ...base, query: { limit: 200 } });
      return (page as { data: CourseRow[] }).data;
    },
    getCourse: async (courseId: string) =>
      (await invoke('getCourse', { ...base, params: { courseId } })) as CourseRow,
    courseUrl: async (courseId: string) => {
      const body = { personId: caller.personId, courseId };
      return ((await invoke('createPlayLink', { ...base, body })) as { url: string }).url;
    },
    startImport: async () => (await invoke('createImport', base)) as ImportView,
    getImport: async (importId: string) =>
      (await invoke('getImport', { ...base, params: { importId } })) as ImportView,
    startExport: async (deckId: string, format: string) =>
      (await invoke('createExport', {
        ...base,
        params: { deckId },
        body: { format },
      })) as ExportView,
    getExport: async (exportId: string) =>
      (await invoke('getExport', { ...base, params: { exportId } })) as ExportView,
    playUrl: async (deckId: string, mode: string) => {
      const body = { personId: caller.personId, deckId, mode };
      return ((await invoke('createPlayLink', { ...base, body })) as { url: string }).url;
    },
    createKey: async (name: string, role: string) =>
      ((await invoke('createApiKey', { ...base, body: { name, role } })) as { key: string }).key,
  };
}
