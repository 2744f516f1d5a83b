import type { DeployedPlatform } from '../registrations/platforms.ts';
import { scopes } from '../scopes.ts';
import type { ServiceCall, ServiceCalls } from '../services/service-call.ts';
import { ServiceError } from '../tokens/service-error.ts';
import type { LineItemFinder } from './find-line-item.ts';
import { SCORE_TYPE, scorePayload, scoresUrl } from './score.ts';
import type { DueScore } from './score-queue.store.ts';

interface Sending {
  deps: { calls: ServiceCalls };
  deployed: DeployedPlatform;
  finder: LineItemFinder;
  signal: AbortSignal;
}

/** Sends one score; the line item is found, or made, where it is not known. */
export async function sendScore(
  { deps, deployed: { platform, deployment }, finder, signal }: Sending,
  score: DueScore,
): Promise<{ error: ServiceError | undefined; calls: ServiceCall[] }> {
  let lineItem = score.url;
  if (lineItem === null) {
    const found = await finder.find(score.lineItemId);
    if (!found.url) return { error: found.error, calls: [] };
    lineItem = found.url;
  }
  if (!URL.canParse(lineItem)) {
    return { error: new ServiceError('refused', 'The line item is no URL'), calls: [] };
  }
  return deps.calls.call({
    target: { platform, deploymentId: deployment.deploymentId },
    ...{ service: 'scores', scopes: [scopes.score], method: 'POST', signal },
    url: scoresUrl(lineItem),
    body: { type: SCORE_TYPE, value: scorePayload(score, platform.profile) },
  });
}
