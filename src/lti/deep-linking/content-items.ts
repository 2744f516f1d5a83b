import type { Assignment } from '../../core/study/assignment.store.ts';

interface ItemOptions {
  publicUrl: string;
  /** Whether the platform makes columns of its gradebook for links. */
  lineItem: 'with' | 'without';
}

/** A link as the platform is told to make it (Deep Linking 2.0 3.2, 3.2.6). */
export function contentItem(
  assignment: Pick<Assignment, 'id' | 'mode' | 'title' | 'dueAt' | 'scoreMaximum'>,
  { publicUrl, lineItem }: ItemOptions,
) {
  const { id, mode, dueAt, scoreMaximum } = assignment;
  const title = assignment.title ?? 'Crosswalk';
  return {
    type: 'ltiResourceLink',
    title,
    url: `${publicUrl}/lti/launch`,
    // Values are texts (3.2.6).
    custom: { assignment_id: id },
    ...(lineItem === 'with' &&
      scoreMaximum !== null && {
        lineItem: { scoreMaximum, label: title, resourceId: id, tag: mode },
      }),
    ...(dueAt && { submission: { endDateTime: dueAt.toISOString() } }),
  };
}
