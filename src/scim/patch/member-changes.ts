import type { Filter } from '../filter/filter.ts';
import { isRecord } from '../resource/fields.ts';
import { memberIds } from '../resource/member-ids.ts';
import { parseAttributePath } from '../schemas/attribute-path.ts';
import type { ClientProfile } from '../schemas/client-profile.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import { badRequest } from '../scim-error.ts';
import { type PatchPath, parsePath } from './parse-path.ts';
import type { PatchOperation } from './patch-operation.ts';

/** What a PATCH comes to for a group's members, whatever they are now. */
export interface MemberChange {
  /** The members that are there now go; `remove` is empty then. */
  clear: boolean;
  /** Ids as sent, each once, none of them in `remove`. */
  add: string[];
  remove: string[];
}

export interface SplitPatch {
  /** What is left for `applyPatch`. */
  operations: PatchOperation[];
  /** Undefined when no operation names members. */
  members: MemberChange | undefined;
}

interface SplitOptions {
  schema: ResourceSchema;
  profile: ClientProfile;
}

/**
 * Takes the members out of a Group's PATCH, so that they need not be loaded.
 * @throws ScimError 400 invalidPath | invalidFilter | invalidValue | mutability
 */
export function splitMemberChanges(
  operations: readonly PatchOperation[],
  options: SplitOptions,
): SplitPatch {
  const net = createNetChange();
  const rest = operations.flatMap((operation) => {
    const split = splitOperation(operation, options);
    for (const change of split.members) net.take(change);
    return split.rest ? [split.rest] : [];
  });
  return { operations: rest, members: net.result() };
}

interface MemberStep {
  op: 'add' | 'remove' | 'replace';
  ids: string[];
}

interface SplitOperation {
  rest: PatchOperation | undefined;
  members: MemberStep[];
}

function splitOperation(operation: PatchOperation, options: SplitOptions): SplitOperation {
  const { op, path, value } = operation;
  if (path === undefined) return splitValue(operation, options.schema);
  const parsed = parsePath(path, options.profile);
  const place = options.schema.find(parsed.path);
  if (place?.keys[0] !== 'members') return { rest: operation, members: [] };
  if (place.keys.length > 1 || parsed.sub !== undefined) {
    // RFC 7643 4.2: members come and go; their parts are immutable.
    throw badRequest('mutability', 'the parts of a member cannot be changed');
  }
  return { rest: undefined, members: [memberStep(op, parsed, value)] };
}

function memberStep(op: PatchOperation['op'], { filter }: PatchPath, value: unknown): MemberStep {
  if (filter) {
    const ids = idsIn(filter);
    // `replace members[value eq "x"]`: the one that is meant by both, whatever its display.
    return { op: op === 'remove' ? 'remove' : 'add', ids };
  }
  const ids = memberIds(value);
  // Entra before 2022, JumpCloud: remove with the members that are to go. Without any, all go.
  if (op === 'remove' && (value === undefined || value === null)) return { op: 'replace', ids: [] };
  return { op, ids };
}

/** `replace {"displayName": "x", "members": [...]}`: only what names members touches them. */
function splitValue(operation: PatchOperation, schema: ResourceSchema): SplitOperation {
  const { op, value } = operation;
  if (!isRecord(value) || op === 'remove') return { rest: operation, members: [] };
  const members: MemberStep[] = [];
  const others: [string, unknown][] = [];
  for (const [key, part] of Object.entries(value)) {
    const path = parseAttributePath(key);
    const keys = path && schema.find(path)?.keys;
    if (keys?.length === 1 && keys[0] === 'members') members.push({ op, ids: memberIds(part) });
    else others.push([key, part]);
  }
  if (members.length === 0) return { rest: operation, members };
  const rest = others.length > 0 ? { ...operation, value: Object.fromEntries(others) } : undefined;
  return { rest, members };
}

/** The ids in `value eq "a" or value eq "b"`; other members could be found only by loading all. */
function idsIn(filter: Filter): string[] {
  if (filter.kind === 'or') return filter.filters.flatMap(idsIn);
  const isId =
    filter.kind === 'compare' &&
    filter.operator === 'eq' &&
    filter.path.uri === undefined &&
    filter.path.names.join('.').toLowerCase() === 'value';
  if (!isId) throw badRequest('invalidFilter', 'members are selected by value eq "..."');
  return memberIds(filter.value);
}

function createNetChange() {
  const added = new Set<string>();
  const removed = new Set<string>();
  let clear = false;
  let touched = false;

  return {
    /** Later steps win over earlier ones. */
    take({ op, ids }: MemberStep): void {
      touched = true;
      if (op === 'replace') {
        clear = true;
        added.clear();
        removed.clear();
      }
      for (const id of ids) {
        if (op === 'remove') {
          added.delete(id);
          removed.add(id);
        } else {
          removed.delete(id);
          added.add(id);
        }
      }
    },
    result(): MemberChange | undefined {
      if (!touched) return undefined;
      return { clear, add: [...added], remove: clear ? [] : [...removed] };
    },
  };
}
