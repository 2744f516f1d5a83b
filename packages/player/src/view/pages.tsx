import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ProblemKind } from '../player.ts';
import { useLanguage, usePlayer } from './context.ts';

export interface PageProps {
  title: string;
  children?: ComponentChildren;
  mark?: ComponentChildren;
}

/** A page with one message, which takes the focus so that it is read out. */
export function Page({ title, children, mark }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <main class="cw-page">
      {mark && <div class="cw-mark">{mark}</div>}
      <h1 class="cw-page-title" tabIndex={-1} ref={heading}>
        {title}
      </h1>
      {children}
    </main>
  );
}

export function LoadingPage() {
  const { strings } = useLanguage();
  return (
    <main class="cw-page" aria-busy="true">
      <p class="cw-muted">{strings.loading}</p>
    </main>
  );
}

export function EmptyPage() {
  const { strings } = useLanguage();
  return (
    <Page title={strings.emptyTitle} mark={<EmptyMark />}>
      <p class="cw-muted">{strings.emptyBody}</p>
      <ExitButton />
    </Page>
  );
}

/** A card that is only an outline. */
function EmptyMark() {
  return (
    <svg class="cw-drawing" viewBox="0 0 96 72" aria-hidden="true">
      <rect x="20" y="6" width="64" height="44" rx="7" />
      <rect x="10" y="18" width="64" height="44" rx="7" />
    </svg>
  );
}

export function ClosingPage() {
  const { strings } = useLanguage();
  return <Page title={strings.closing} />;
}

export function ClosedPage({ saved }: { saved: boolean }) {
  const { strings } = useLanguage();
  return (
    <Page title={strings.closedTitle}>
      <p class={saved ? 'cw-muted' : 'cw-warning'}>
        {saved ? strings.closedSaved : strings.closedUnsaved}
      </p>
    </Page>
  );
}

export function ProblemPage({ problem, detail }: { problem: ProblemKind; detail: string }) {
  const { strings } = useLanguage();
  const player = usePlayer();
  const texts = {
    'no-content': [strings.noContentTitle, strings.noContentBody],
    expired: [strings.expiredTitle, strings.expiredBody],
    invalid: [strings.invalidTitle, strings.invalidBody],
    failed: [strings.failedTitle, detail],
  } as const;
  const [title, body] = texts[problem];
  return (
    <Page title={title}>
      <p class="cw-muted">{body}</p>
      {problem === 'failed' && (
        <button type="button" class="cw-button cw-primary" onClick={() => void player.open()}>
          {strings.retry}
        </button>
      )}
    </Page>
  );
}

export function ExitButton() {
  const { strings } = useLanguage();
  const player = usePlayer();
  if (!player.canExit.value) return null;
  return (
    <button type="button" class="cw-button" onClick={() => void player.exit()}>
      {strings.exit}
    </button>
  );
}
