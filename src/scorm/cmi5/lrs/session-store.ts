import {
  type DocumentKey,
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
import { type CallPlace, openCall, type SessionCall } from './session-call.ts';
import { saveSessionStatements } from './session-statements.ts';

interface SessionStoreDeps {
  database: Database;
  lrsStore: PostgresStore;
  publicUrl: string;
}

/**
 * The LRS as an AU sees it: its learner's statements and documents, by the rules of its session.
 * Whatever tenant it is asked for, it is the session's. Throws XapiError 403.
 */
export function createSessionStore(deps: SessionStoreDeps, place: CallPlace): LrsStore {
  const { database, lrsStore } = deps;
  const tenant = place.tenantId;
  const open = () => openCall(deps, place);

  async function notePreferences({ session, method }: SessionCall): Promise<void> {
    if (session.preferencesReadAt || !['GET', 'HEAD'].includes(method)) return;
    await database.tenant(tenant, (db) => markPreferencesRead(db, session.id));
  }

  return {
    // Of a session that has ended, too: what is told again is no breach.
    saveStatements: (_, statements) => saveSessionStatements(deps, place, statements),
    findStatement: async (_, id) => {
      const call = await open();
      const found = await lrsStore.findStatement(tenant, id);
      return found && isOf(call, found) ? found : undefined;
    },
    findStatements: async (_, filter) => {
      const { agent } = await open();
      if (filter.agent !== undefined && filter.agent !== agent) throw othersRefused();
      return lrsStore.findStatements(tenant, { ...filter, agent });
    },
    continueStatements: async (_, cursor) => {
      const call = await open();
      const page = await lrsStore.continueStatements(tenant, cursor);
      return page?.statements.every((statement) => isOf(call, statement)) ? page : undefined;
    },
    consistentThrough: () => lrsStore.consistentThrough(tenant),
    findDocument: async (_, key) => {
      const call = await open();
      checkDocument(call, key, 'read');
      // Looked for in order to be replaced.
      if (key.kind === 'agent-profile' && call.method === 'PUT') checkNamesVersion(call);
      const found = await lrsStore.findDocument(tenant, key);
      if (isPreferences(key)) await notePreferences(call);
      return found;
    },
    listDocuments: async (_, scope, since) => {
      checkScope(await open(), scope);
      return lrsStore.listDocuments(tenant, scope, since);
    },
    writeDocument: async (_, key, document, expected) => {
      checkDocument(await open(), key, 'write');
      if (isPreferences(key)) checkPreferencesContent(document);
      return lrsStore.writeDocument(tenant, key, document, expected);
    },
    deleteDocument: async (_, key, expected) => {
      checkDocument(await open(), key, 'delete');
      return lrsStore.deleteDocument(tenant, key, expected);
    },
    deleteDocuments: async (_, scope) => {
      checkDeleteAll(await open(), scope);
      return lrsStore.deleteDocuments(tenant, scope);
    },
    findDefinitions: (_, activityIds) => lrsStore.findDefinitions(tenant, activityIds),
    findNames: async (_, ifi) => {
      const { agent } = await open();
      if (ifi !== agent) throw othersRefused();
      return lrsStore.findNames(tenant, ifi);
    },
  };
}

function isPreferences(key: DocumentKey): boolean {
  return key.kind === 'agent-profile' && key.id === PREFERENCES;
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
