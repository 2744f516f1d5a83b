import type { Log } from '../../platform/log/log.ts';
import { etagOf } from '../http/conditions.ts';
import type { ScimCall } from '../http/scim-call.ts';
import { asScimError } from '../http/scim-errors.ts';
import { PATCH_URN } from '../patch/patch-operation.ts';
import type { ResourceKind } from '../schemas/registry.ts';
import { badRequest } from '../scim-error.ts';
import { bulkIdsIn, partedBy, referencedBulkId, withIds } from './bulk-references.ts';
import { type BulkResult, failureOf, isError, lastPart, madeBy, resultOf } from './bulk-result.ts';
import { type Endpoints, targetOf } from './bulk-target.ts';
import type { BulkOperation, BulkRequest } from './read-bulk.ts';

export interface BulkRun {
  /** What the operations are done as; body and path are their own. */
  call: ScimCall;
  request: BulkRequest;
  endpoints: Endpoints;
  /** URL of `/scim/v2`. */
  base: string;
  log: Log;
  requestId: string;
  /** Results of an earlier run that was cut off. */
  done?: readonly BulkResult[];
  /** Called after each operation. */
  onResult?(results: readonly BulkResult[]): Promise<void>;
}

interface MadeLater {
  index: number;
  kind: ResourceKind;
  id: string;
  attributes: Record<string, unknown>;
}

/**
 * Does the operations one by one, each in a transaction of its own, an operation after those whose
 * bulkIds it names. Of a circle each resource is made without what closes it, which is added at the
 * end.
 */
export async function runBulk(run: BulkRun): Promise<BulkResult[]> {
  const { call, request, endpoints, onResult } = run;
  const { operations, failOnErrors } = request;
  const results = new Map((run.done ?? []).map((result) => [result.index, result]));
  const makers = new Map(
    operations.flatMap(({ method, bulkId }, i) =>
      method === 'POST' && bulkId !== undefined ? [[bulkId, i] as const] : [],
    ),
  );
  const ids = new Map([...results.values()].flatMap(madeBy));
  const begun = new Set(results.keys());
  const later: MadeLater[] = [...results.values()].flatMap((result) => leftOf(result, run));
  let errors = [...results.values()].filter(isError).length;

  async function perform(index: number): Promise<void> {
    const operation = operations[index];
    if (!operation || begun.has(index) || errors >= failOnErrors) return;
    begun.add(index);
    for (const bulkId of wantedBy(operation)) {
      const maker = makers.get(bulkId);
      if (maker !== undefined) await perform(maker);
    }
    if (errors >= failOnErrors) return;
    const result = await attempt(index, operation);
    results.set(index, result);
    if (isError(result)) errors += 1;
    for (const [bulkId, id] of madeBy(result)) ids.set(bulkId, id);
    await onResult?.([...results.values()]);
  }

  async function attempt(index: number, operation: BulkOperation): Promise<BulkResult> {
    try {
      const { kind, handler, id } = targetOf(operation, endpoints);
      const open = new Set(wantedBy(operation).filter((bulkId) => !ids.has(bulkId)));
      refuseUnresolved(operation, open);
      const { now, later: waiting } = partedBy(operation.data, open);
      const answer = await handler({
        ...{ ...call, query: new Map(), ifMatch: operation.version },
        id: String(withIds(id, ids)),
        body: withIds(now, ids),
      });
      if (Object.keys(waiting).length > 0) {
        later.push({ index, kind, id: lastPart(answer.location ?? ''), attributes: waiting });
      }
      return resultOf(index, operation, answer);
    } catch (error) {
      return failed(index, operation, error);
    }
  }

  /** A bulkId may wait only for an operation that waits for this one. */
  function refuseUnresolved({ method }: BulkOperation, open: ReadonlySet<string>): void {
    for (const bulkId of open) {
      const maker = makers.get(bulkId);
      const isCircle = maker !== undefined && begun.has(maker) && !results.has(maker);
      if (isCircle && method === 'POST') continue;
      const detail = `No operation has made a resource with the bulkId ${bulkId.slice(0, 100)}.`;
      throw badRequest('invalidValue', detail);
    }
  }

  async function complete({ index, kind, id, attributes }: MadeLater): Promise<void> {
    const [operation, made] = [operations[index], results.get(index)];
    if (!operation || !made || isError(made)) return;
    try {
      const value = withIds(attributes, ids);
      const missing = bulkIdsIn(value)[0];
      if (missing !== undefined) {
        throw badRequest('invalidValue', `The resource with the bulkId ${missing} was not made.`);
      }
      const body = { schemas: [PATCH_URN], Operations: [{ op: 'add', value }] };
      const patched = { ...call, query: new Map<string, string>(), ifMatch: '', id, body };
      const { version } = await endpoints[kind].patch(patched);
      results.set(index, { ...made, ...(version !== undefined && { version: etagOf(version) }) });
    } catch (error) {
      const { location } = made;
      results.set(index, { ...failed(index, operation, error), ...(location && { location }) });
    }
  }

  function failed(index: number, operation: BulkOperation, cause: unknown): BulkResult {
    return failureOf(index, operation, { error: asScimError(cause, run), base: run.base });
  }

  for (const index of operations.keys()) await perform(index);
  for (const one of later) await complete(one);
  return [...results.values()].sort((a, b) => a.index - b.index);
}

/** What a run that was cut off may not have added yet; adding it again changes nothing. */
function leftOf(result: BulkResult, { request, endpoints }: BulkRun): MadeLater[] {
  const operation = request.operations[result.index];
  if (!operation || madeBy(result).length === 0) return [];
  const { later: attributes } = partedBy(operation.data, new Set(bulkIdsIn(operation.data)));
  if (Object.keys(attributes).length === 0) return [];
  const { kind } = targetOf(operation, endpoints);
  return [{ index: result.index, kind, id: lastPart(result.location ?? ''), attributes }];
}

function wantedBy({ path, data }: BulkOperation): string[] {
  const ofPath = referencedBulkId(lastPart(path));
  return [...(ofPath === undefined ? [] : [ofPath]), ...bulkIdsIn(data)];
}
