import type { PlayerContent } from '../content.ts';
import type { StudySource } from '../study/study-source.ts';
import { memoryTracking } from '../tracking/memory.ts';
import type { Recorder } from '../tracking/recorder.ts';
import type { Tracking, TrackingStart } from '../tracking/tracking.ts';
import { createHubClient, type HubPlace } from './client.ts';
import { createOutbox } from './outbox.ts';
import { type HubStudySource, hubStudySource } from './study-source.ts';
import { hubAttemptTracking, hubStudyTracking } from './tracking.ts';

export interface OpenedHub {
  content: PlayerContent;
  /** Where the way out leads, when there is somewhere to go back to. */
  returnUrl: string | undefined;
  tracking: Tracking;
  start: TrackingStart;
  source?: (recorder: Recorder) => StudySource;
}

/**
 * Trades the link for a session.
 * @throws HubError when the link does not work, or the hub cannot be reached.
 */
export async function openHub({ now, ...place }: HubPlace & { now(): number }): Promise<OpenedHub> {
  const client = createHubClient(place);
  const session = await client.open();
  const options = { ...session.content.options, mode: session.mode };
  const content = { ...session.content, options };
  const start: TrackingStart = {
    learner: session.learner,
    mode: session.record === 'nothing' ? 'browse' : 'normal',
    state: '',
    location: '',
    limits: { stateChars: 64_000 },
  };
  const { returnUrl } = session;
  if (session.record === 'nothing') {
    return { content, returnUrl, start, tracking: memoryTracking() };
  }
  if (session.mode === 'test') {
    return { content, returnUrl, start, tracking: hubAttemptTracking(client, now) };
  }
  let source: HubStudySource | null = null;
  const outbox = createOutbox(client, () => void source?.refresh());
  return {
    content,
    returnUrl,
    start,
    tracking: hubStudyTracking(outbox),
    source(recorder) {
      source = hubStudySource({ client, outbox, recorder });
      return source;
    },
  };
}
