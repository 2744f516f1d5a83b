import type { LrsStore } from '../store.ts';
import { createMemoryDocuments } from './memory-documents.ts';
import { createMemoryStatements } from './memory-statements.ts';

/** A store that forgets all when the process ends: for tests, demonstrations, and as an oracle. */
export function createMemoryStore(): LrsStore {
  return { ...createMemoryStatements(), ...createMemoryDocuments() };
}
