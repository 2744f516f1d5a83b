import { claimNames, type LaunchClaims, objectOf, textOf, textsOf } from '../claims.ts';

export const CONTEXT_COPY = 'LtiContextCopyNotice';

/** What a platform tells outside of any launch (PNS 1.0 4). */
export interface Notice {
  id: string;
  type: string;
  context: { id: string | undefined; title: string | undefined; label: string | undefined };
  /** Ids of contexts that a new one was copied from, the nearest first. */
  originContexts: string[];
}

/** Undefined for claims that are no notice. */
export function noticeOf(claims: LaunchClaims): Notice | undefined {
  const notice = objectOf(claims[claimNames.notice]);
  const [id, type] = [textOf(notice.id), textOf(notice.type)];
  if (!id || id.length > 255 || !type || type.length > 255) return undefined;
  const context = objectOf(claims[claimNames.context]);
  return {
    id,
    type,
    context: {
      id: textOf(context.id),
      title: textOf(context.title),
      label: textOf(context.label),
    },
    originContexts: textsOf(claims[claimNames.originContexts]).slice(0, 100),
  };
}
