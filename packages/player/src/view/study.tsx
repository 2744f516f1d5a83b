import { useLayoutEffect, useState } from 'preact/hooks';
import type { PlayerItem } from '../content.ts';
import { RATINGS, type Rating } from '../study/card.ts';
import type { StudySession } from '../study/session.ts';
import type { StudyTurn } from '../study/study-source.ts';
import { Card } from './card.tsx';
import { toggled } from './choices.tsx';
import { useLanguage, usePlayer } from './context.ts';
import { FinishedPage, UnreachablePage } from './finished.tsx';
import { Frame } from './frame.tsx';
import { Help, type HelpLine } from './help.tsx';
import { useKeys } from './keys.ts';
import { replay } from './media.ts';
import { RatingButtons } from './rating.tsx';
import { StudyCountsList } from './study-counts.tsx';
import { StudyTools } from './study-tools.tsx';
import { TypedField } from './typed.tsx';

export function StudyScreen({ session }: { session: StudySession }) {
  const turn = session.turn.value;
  if (turn?.kind === 'finished')
    return <FinishedPage session={session} nextDueAt={turn.nextDueAt} />;
  if (turn?.kind === 'unreachable') return <UnreachablePage session={session} />;
  if (!turn) return null;
  return <StudyTurnView session={session} turn={turn} key={session.turnNumber.value} />;
}

type Prompt = Extract<StudyTurn, { kind: 'prompt' }>;

function StudyTurnView({ session, turn }: { session: StudySession; turn: Prompt }) {
  const { strings, percent } = useLanguage();
  const ratings = ratingsOf(usePlayer().content.value?.options.buttons ?? 4);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [help, setHelp] = useState(false);
  const { item } = turn;
  const revealed = session.revealed.value;

  const reveal = (): void => {
    if (item.kind === 'typed') session.reveal({ kind: 'typed', text });
    else if (item.kind === 'choice') {
      if (chosen.size > 0) session.reveal({ kind: 'chosen', ids: chosen });
    } else session.reveal({ kind: 'none' });
  };
  const rate = (rating: Rating): void => void session.rate(rating);
  const forward = (): void => {
    if (item.kind === 'info') rate('good');
    else if (revealed) rate(session.suggested.value);
    else reveal();
  };
  const digit = (n: number): void => {
    const rating = ratings[n - 1];
    const option = item.kind === 'choice' ? item.options[n - 1] : undefined;
    if (revealed && rating) rate(rating);
    else if (!revealed && item.kind === 'choice' && option) {
      setChosen(toggled(item, chosen, option.id));
    }
  };
  useKeys({
    ' ': forward,
    enter: forward,
    ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [String(i + 1), () => digit(i + 1)])),
    u: () => void session.undo(),
    b: () => void session.mark('bury'),
    s: () => void session.mark('suspend'),
    '!': () => void session.mark('suspend'),
    f: () => void session.mark('flag'),
    r: replay,
    '?': () => setHelp(true),
  });
  useFieldFocus(item);

  return (
    <Frame
      progress={session.progress.value}
      progressText={percent(session.progress.value)}
      counts={<StudyCountsList counts={session.counts.value} />}
      onHelp={() => setHelp(true)}
      actions={
        <>
          {revealed ? (
            <RatingButtons
              ratings={ratings}
              intervals={turn.intervals}
              suggested={session.suggested.value}
              onRate={rate}
            />
          ) : (
            <button
              type="button"
              class="cw-button cw-primary cw-wide"
              onClick={forward}
              disabled={item.kind === 'choice' && chosen.size === 0}
            >
              {revealLabel(item, strings)}
            </button>
          )}
          <StudyTools session={session} turn={turn} />
        </>
      }
    >
      <Card
        item={item}
        turn={String(session.turnNumber.value)}
        revealed={revealed}
        response={session.response.value}
        chosen={chosen}
        onChoose={setChosen}
        flagged={turn.flagged}
      >
        {item.kind === 'typed' && (
          <TypedField item={item} text={text} onText={setText} onSubmit={reveal} />
        )}
      </Card>
      {help && <Help lines={helpLines(strings, ratings.length)} onClose={() => setHelp(false)} />}
    </Frame>
  );
}

function ratingsOf(buttons: 2 | 4): readonly Rating[] {
  return buttons === 2 ? ['again', 'good'] : RATINGS;
}

type Texts = ReturnType<typeof useLanguage>['strings'];

export function revealLabel(item: PlayerItem, strings: Texts): string {
  if (item.kind === 'info') return strings.goOn;
  return item.kind === 'typed' || item.kind === 'choice' ? strings.check : strings.showAnswer;
}

/** A card that is typed begins in its field: at once, or the first letters would be shortcuts. */
export function useFieldFocus(item: PlayerItem | undefined): void {
  const typed = item?.kind === 'typed';
  useLayoutEffect(() => {
    if (typed)
      document.querySelector<HTMLInputElement>('.cw-field')?.focus({ preventScroll: true });
  }, [typed, item?.id]);
}

function helpLines(strings: Texts, ratings: number): HelpLine[] {
  return [
    { keys: ['Space', 'Enter'], text: strings.keyFlip },
    { keys: ratings === 2 ? ['1', '2'] : ['1', '2', '3', '4'], text: strings.keyRate },
    { keys: ['1', '…', '9'], text: strings.keyChoose },
    { keys: ['U'], text: strings.undo },
    { keys: ['B'], text: strings.bury },
    { keys: ['S', '!'], text: strings.suspend },
    { keys: ['F'], text: strings.flag },
    { keys: ['R'], text: strings.replay },
    { keys: ['?'], text: strings.help },
  ];
}
