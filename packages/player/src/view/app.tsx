import { useEffect } from 'preact/hooks';
import type { Player } from '../player.ts';
import { AttemptScreen } from './attempt.tsx';
import { PlayerContext } from './context.ts';
import { NoticeBar, SavingStatus } from './notices.tsx';
import { ClosedPage, ClosingPage, EmptyPage, LoadingPage, ProblemPage } from './pages.tsx';
import { StudyScreen } from './study.tsx';

export function App({ player }: { player: Player }) {
  const { locale, direction } = player.language.value;
  const title = player.content.value?.title;
  useEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dir = direction;
    if (title) document.title = title;
  }, [locale, direction, title]);
  return (
    <PlayerContext.Provider value={player}>
      <div class="cw-app">
        <NoticeBar />
        <CurrentScreen player={player} />
        <SavingStatus />
      </div>
    </PlayerContext.Provider>
  );
}

function CurrentScreen({ player }: { player: Player }) {
  const screen = player.screen.value;
  switch (screen.kind) {
    case 'loading':
      return <LoadingPage />;
    case 'problem':
      return <ProblemPage problem={screen.problem} detail={screen.detail} />;
    case 'empty':
      return <EmptyPage />;
    case 'study':
      return <StudyScreen session={screen.session} />;
    case 'attempt':
      return <AttemptScreen session={screen.session} />;
    case 'closing':
      return <ClosingPage />;
    case 'closed':
      return <ClosedPage saved={screen.saved} />;
  }
}
