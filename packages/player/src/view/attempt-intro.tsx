import type { AttemptSession } from '../attempt/session.ts';
import { useLanguage } from './context.ts';
import { useKeys } from './keys.ts';
import { Page } from './pages.tsx';

export function AttemptIntro({ session }: { session: AttemptSession }) {
  const { strings, fill, plural, percent } = useLanguage();
  const { title, options } = session.content;
  const start = (): void => session.start();
  useKeys({ enter: start, ' ': start });
  return (
    <Page title={title}>
      <p class="cw-facts">
        <span>{plural(strings.questions, session.result.value.total)}</span>
        {options.masteryScore !== undefined && (
          <span>{fill(strings.passMark, { percent: percent(options.masteryScore) })}</span>
        )}
      </p>
      <p class="cw-muted">{strings.onePass}</p>
      <button type="button" class="cw-button cw-primary" onClick={start}>
        {session.resumed ? strings.resume : strings.start}
      </button>
    </Page>
  );
}
