import {
  ifiOf,
  type LrsStore,
  type PostgresStore,
  type Statement,
  type StoredStatement,
} from '@crosswalk/xapi-lrs';
import type { Database } from '../../../platform/database/database.ts';
import {
  checkDeleteAll,
  checkDocument,
  checkNamesVersion,
  checkPreferencesContent,
  checkScope,
} from '../rules/document-rules.ts';
import { refusal } from '../rules/judge-statements.ts';
import { PREFERENCES } from '../sessions/launch-data.ts';
import { markPreferencesRead } from '../sessions/session.store.ts';
import type { SessionCall } from './session-call.ts';
import { ended, saveSessionStatements } from './session-statements.ts';

interface SessionStoreDeps {
  database: Database;
  lrsStore: PostgresStore;
  publicUrl: string;
}

/**
 * The LRS as an AU sees it: its learner's statements and documents, by the rules of its session.
 * Whatever tenant it is asked for, it is the session's. Throws XapiError 403.
 */
export function createSessionStore(deps: SessionStoreDeps, call: SessionCall): LrsStore {
  const { database, lrsStore } = deps;
  const { tenantId: tenant, session } = call;

  /** Of an ended session the token is dead; statements are judged one by one, for they may be known. */
  const requireOpen = () => {
    if (session.terminatedAt || session.abandonedAt) throw ended();
  };

  async function notePreferences(): Promise<void> {
    if (session.preferencesReadAt || !['GET', 'HEAD'].includes(call.method)) return;
    await database.tenant(tenant, (db) => markPreferencesRead(db, session.id));
  }

  return {
    saveStatements: (_, statements) => saveSessionStatements(deps, call, statements),
    findStatement: async (_, id) => {
      requireOpen();
      const found = await lrsStore.findStatement(tenant, id);
      return found && isOf(call, found) ? found : undefined;
    },
    findStatements: async (_, filter) => {
      requireOpen();
      if (filter.agent !== undefined && filter.agent !== call.agent) throw othersRefused();
      return lrsStore.findStatements(tenant, { ...filter, agent: call.agent });
    },
    continueStatements: async (_, cursor) => {
      requireOpen();
      const page = await lrsStore.continueStatements(tenant, cursor);
      return page?.statements.every((statement) => isOf(call, statement)) ? page : undefined;
    },
    consistentThrough: () => lrsStore.consistentThrough(tenant),
    findDocument: async (_, key) => {
      requireOpen();
      checkDocument(call, key, 'read');
      // Looked for in order to be replaced.
      if (key.kind === 'agent-profile' && call.method === 'PUT') checkNamesVersion(call);
      const found = await lrsStore.findDocument(tenant, key);
      if (key.kind === 'agent-profile' && key.id === PREFERENCES) await notePreferences();
      return found;
    },
    listDocuments: async (_, scope, since) => {
      requireOpen();
      checkScope(call, scope);
      return lrsStore.listDocuments(tenant, scope, since);
    },
    writeDocument: async (_, key, document, expected) => {
      checkDocument(call, key, 'write');
      if (key.kind === 'agent-profile' && key.id === PREFERENCES) checkPreferencesContent(document);
      return lrsStore.writeDocument(tenant, key, document, expected);
    },
    deleteDocument: async (_, key, expected) => {
      checkDocument(call, key, 'delete');
      return lrsStore.deleteDocument(tenant, key, expected);
    },
    deleteDocuments: async (_, scope) => {
      requireOpen();
      checkDeleteAll(call, scope);
      return lrsStore.deleteDocuments(tenant, scope);
    },
    findDefinitions: (_, activityIds) => lrsStore.findDefinitions(tenant, activityIds),
    findNames: async (_, ifi) => {
      requireOpen();
      if (ifi !== call.agent) throw othersRefused();
      return lrsStore.findNames(tenant, ifi);
    },
  };
}

/** Its learner did it, or it was done to the learner. */
function isOf({ agent }: SessionCall, { json }: StoredStatement): boolean {
  const { actor, object }: Statement = JSON.parse(json);
  const about = object.objectType === 'Agent' || object.objectType === 'Group' ? object : undefined;
  return ifiOf(actor) === agent || (about !== undefined && ifiOf(about) === agent);
}

function othersRefused() {
  return refusal({
    requirement: '8.1.3.0-3 (d)',
    message: 'The agent is not the actor of the launch.',
  });
}
