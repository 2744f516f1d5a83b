import type { DeployedPlatform } from '../registrations/platforms.ts';
import { scopes } from '../scopes.ts';
import { linksOf } from '../services/link-header.ts';
import {
  jsonOf,
  type ServiceAnswer,
  type ServiceCall,
  type ServiceCalls,
} from '../services/service-call.ts';
import { ServiceError } from '../tokens/service-error.ts';
import type { LineItem } from './line-item.store.ts';

const LINE_ITEM = 'application/vnd.ims.lis.v2.lineitem+json';
const LINE_ITEMS = 'application/vnd.ims.lis.v2.lineitemcontainer+json';
/** A course has some hundreds of line items; a platform whose pages go in circles is left. */
const MAX_PAGES = 50;

/** Of what a platform tells of a line item (AGS 2.0 3.2.4), what tells whether it is ours. */
interface RemoteLineItem {
  url: string;
  resourceLinkId: unknown;
  resourceId: unknown;
}

interface Access {
  calls: ServiceCalls;
  deployed: DeployedPlatform;
  signal: AbortSignal;
  /** Told of each request. */
  record: (calls: readonly ServiceCall[]) => void;
}

/**
 * The platform's line item for a link: one that is there, as after a copy of the course, else a new
 * one (AGS 2.0 3.2.1, 3.2.5).
 * @throws ServiceError
 */
export async function findOrCreateLineItem(
  access: Access,
  item: LineItem,
): Promise<{ url: string; origin: 'created' | 'adopted' }> {
  const found = await findRemote(access, item);
  if (found) return { url: found, origin: 'adopted' };
  return { url: await create(access, item), origin: 'created' };
}

async function findRemote(access: Access, item: LineItem): Promise<string | undefined> {
  const { linkHeaders } = access.deployed.platform.profile;
  const first = new URL(containerOf(item));
  if (item.resourceLinkId) first.searchParams.set('resource_link_id', item.resourceLinkId);
  let next: string | undefined = first.href;
  const seen = new Set<string>();
  const ours: RemoteLineItem[] = [];
  while (next && !seen.has(next) && seen.size < MAX_PAGES) {
    seen.add(next);
    const answer = await call(access, { method: 'GET', url: next, accept: LINE_ITEMS });
    // Not every platform filters by what it was asked for.
    ours.push(...parseItems(answer).filter((one) => one.resourceLinkId === item.resourceLinkId));
    next = linksOf(answer.headers.get('Link'), next, linkHeaders).get('next');
  }
  const [any] = ours;
  return (ours.find(({ resourceId }) => resourceId === item.assignmentId) ?? any)?.url;
}

async function create(access: Access, item: LineItem): Promise<string> {
  const value = {
    // AGS 2.0 3.2.9: neither blank nor without a maximum.
    label: item.label.trim() || 'Score',
    scoreMaximum: item.scoreMaximum,
    ...(item.resourceLinkId && { resourceLinkId: item.resourceLinkId }),
    ...(item.assignmentId && { resourceId: item.assignmentId }),
    ...(item.dueAt && { endDateTime: item.dueAt.toISOString() }),
  };
  const url = containerOf(item);
  const body = { type: LINE_ITEM, value };
  const answer = await call(access, { method: 'POST', url, accept: LINE_ITEM, body });
  const [made] = parseItems(answer);
  if (!made) throw new ServiceError('malformed', 'The platform made a line item without an id');
  return made.url;
}

function containerOf({ lineItemsUrl, agsScopes }: LineItem): string {
  if (!lineItemsUrl || !URL.canParse(lineItemsUrl) || !agsScopes.includes(scopes.lineItem)) {
    throw new ServiceError('refused', 'The platform does not let this tool make line items');
  }
  return lineItemsUrl;
}

async function call(
  { calls, deployed: { platform, deployment }, signal, record }: Access,
  request: Pick<Parameters<ServiceCalls['call']>[0], 'method' | 'url' | 'accept' | 'body'>,
): Promise<ServiceAnswer> {
  const called = await calls.call({
    target: { platform, deploymentId: deployment.deploymentId },
    ...{ service: 'line-items', scopes: [scopes.lineItem], signal },
    ...request,
  });
  record(called.calls);
  if (!called.answer) throw called.error ?? new ServiceError('malformed', 'no answer');
  return called.answer;
}

function parseItems(answer: ServiceAnswer): RemoteLineItem[] {
  const parsed = jsonOf(answer);
  return (Array.isArray(parsed) ? parsed : [parsed]).flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null) return [];
    const { id, resourceLinkId, resourceId }: Record<string, unknown> = { ...one };
    if (typeof id !== 'string' || !URL.canParse(id)) return [];
    return [{ url: id, resourceLinkId, resourceId }];
  });
}
