import type {
  DocumentKey,
  DocumentScope,
  DocumentStore,
  Expected,
  StoredDocument,
} from '../store.ts';

interface Kept extends StoredDocument {
  tenant: string;
  key: DocumentKey;
}

/** Documents in memory. */
export function createMemoryDocuments(): DocumentStore {
  const documents = new Map<string, Kept>();

  const find = (tenant: string, key: DocumentKey) => documents.get(nameOf(tenant, key));
  const within = (tenant: string, scope: DocumentScope) =>
    [...documents.values()].filter((kept) => kept.tenant === tenant && isWithin(kept.key, scope));

  return {
    async findDocument(tenant, key) {
      return find(tenant, key);
    },
    async listDocuments(tenant, scope, since) {
      const changed = within(tenant, scope).filter(({ updated }) => !since || updated > since);
      return [...new Set(changed.map(({ key }) => key.id))];
    },
    async writeDocument(tenant, key, document, expected) {
      if (!isAsExpected(find(tenant, key), expected)) return false;
      documents.set(nameOf(tenant, key), { ...document, updated: new Date(), tenant, key });
      return true;
    },
    async deleteDocument(tenant, key, expected) {
      if (!isAsExpected(find(tenant, key), expected)) return false;
      documents.delete(nameOf(tenant, key));
      return true;
    },
    async deleteDocuments(tenant, scope) {
      for (const { key } of within(tenant, scope)) documents.delete(nameOf(tenant, key));
    },
  };
}

function isAsExpected(document: StoredDocument | undefined, expected: Expected): boolean {
  if (expected === 'anything') return true;
  if (expected === 'nothing') return document === undefined;
  return document?.etag === expected.etag;
}

function isWithin(key: DocumentKey, scope: DocumentScope): boolean {
  switch (scope.kind) {
    case 'state':
      return (
        key.kind === 'state' &&
        key.agent === scope.agent &&
        key.activityId === scope.activityId &&
        (scope.registration === undefined || key.registration === scope.registration)
      );
    case 'activity-profile':
      return key.kind === 'activity-profile' && key.activityId === scope.activityId;
    case 'agent-profile':
      return key.kind === 'agent-profile' && key.agent === scope.agent;
  }
}

function nameOf(tenant: string, key: DocumentKey): string {
  switch (key.kind) {
    case 'state':
      return JSON.stringify([
        tenant,
        key.kind,
        key.agent,
        key.activityId,
        key.registration ?? null,
        key.id,
      ]);
    case 'activity-profile':
      return JSON.stringify([tenant, key.kind, key.activityId, key.id]);
    case 'agent-profile':
      return JSON.stringify([tenant, key.kind, key.agent, key.id]);
  }
}
