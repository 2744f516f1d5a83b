import { createOutbox } from './commits/outbox.ts';
import { type CourseState, createPending } from './commits/pending.ts';
import type { CourseLaunch } from './launch.ts';
import type { CourseRuntime, RuntimeHost } from './runtime/course-runtime.ts';
import { stringsFor } from './strings/tables.ts';
import { createCoursePage } from './view/course-page.ts';

/** What the content says may open ways; it mostly says several things at once. */
const SHOWN_MS = 200;

/** Plays the course that the page was made for. */
export function openCourse(
  createRuntime: (launch: CourseLaunch, host: RuntimeHost) => CourseRuntime,
): void {
  const launch = readLaunch();
  const root = document.getElementById('course');
  if (!root) throw new Error('The page has no place for the course.');
  const page = createCoursePage(root, {
    launch,
    strings: stringsFor(launch.locale),
    onContentGoing: () => outbox.prepareToGo(),
  });
  const { stored } = launch;
  let isEnded = false;
  let isUpdating = false;

  const course = (): CourseState => ({
    currentItem: runtime.currentItem()?.id ?? null,
    sequencing: runtime.sequencing(),
    outcome: runtime.outcome(),
    isEnded,
  });
  const pending = createPending(stored?.dataModels ?? {}, {
    currentItem: stored?.currentItem ?? null,
    sequencing: stored?.sequencing ?? null,
    outcome: null,
    isEnded: stored?.isEnded ?? false,
  });
  const outbox = createOutbox({
    url: launch.commitUrl,
    pending,
    snapshot: () => ({ open: runtime.open(), course: course() }),
    onState: (state) => page.saveState(state),
  });
  const host: RuntimeHost = {
    show(item) {
      isEnded = false;
      page.show(item);
    },
    clear: () => page.clear(),
    changed: () => page.update(),
    rest(kind) {
      isEnded = kind === 'finished';
      outbox.save();
      page.rest(kind);
    },
    save: () => outbox.save(),
    saveSoon() {
      outbox.saveSoon();
      if (isUpdating) return;
      isUpdating = true;
      setTimeout(() => {
        isUpdating = false;
        page.update();
      }, SHOWN_MS);
    },
    beginAnew: (item) => pending.beginAnew(item),
  };
  const runtime = createRuntime(launch, host);
  page.attach(runtime, () => {
    runtime.leave();
    page.rest('left');
  });

  addEventListener('beforeunload', () => {
    runtime.prepareToGo();
    outbox.prepareToGo();
  });
  addEventListener('pagehide', () => {
    runtime.prepareToGo();
    outbox.saveLast();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') outbox.saveSoon('now');
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
  runtime.start();
}

function readLaunch(): CourseLaunch {
  // Sound because the server that made the page wrote it.
  return JSON.parse(document.getElementById('launch')?.textContent ?? '');
}
