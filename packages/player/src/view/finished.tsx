import type { StudySession } from '../study/session.ts';
import { useLanguage } from './context.ts';
import { Icon } from './icon.tsx';
import { useKeys } from './keys.ts';
import { ExitButton, Page } from './pages.tsx';

export function FinishedPage({
  session,
  nextDueAt,
}: {
  session: StudySession;
  nextDueAt: number | null;
}) {
  const { strings, fill, plural, fromNow } = useLanguage();
  const answered = session.answered.value;
  const suspended = session.suspendedCount();
  const wait = nextDueAt === null ? null : (nextDueAt - Date.now()) / 1000;
  useKeys({ u: () => void session.undo() });
  return (
    <Page title={strings.finishedTitle} mark={<Icon name="right" />}>
      {answered > 0 && <p>{plural(strings.answered, answered)}</p>}
      <p class="cw-muted">
        {wait === null
          ? strings.finishedNever
          : fill(strings.finishedNext, { when: fromNow(wait) })}
      </p>
      {suspended > 0 && (
        <p class="cw-suspended">
          {plural(strings.suspendedCount, suspended)}{' '}
          <button type="button" class="cw-link" onClick={() => void session.restoreSuspended()}>
            {strings.restore}
          </button>
        </p>
      )}
      <div class="cw-row">
        {session.canUndo.value && (
          <button type="button" class="cw-button" onClick={() => void session.undo()}>
            {strings.undo}
          </button>
        )}
        <ExitButton />
      </div>
    </Page>
  );
}

export function UnreachablePage({ session }: { session: StudySession }) {
  const { strings } = useLanguage();
  return (
    <Page title={strings.unreachableTitle}>
      <p class="cw-muted">{strings.unreachableBody}</p>
      <button type="button" class="cw-button cw-primary" onClick={() => void session.next()}>
        {strings.retry}
      </button>
    </Page>
  );
}
