import { useState } from 'preact/hooks';
import type { AttemptSession } from '../attempt/session.ts';
import type { PlayerItem } from '../content.ts';
import { AttemptIntro } from './attempt-intro.tsx';
import { AttemptResultPage } from './attempt-result.tsx';
import { Card } from './card.tsx';
import { toggled } from './choices.tsx';
import { useLanguage } from './context.ts';
import { Frame } from './frame.tsx';
import { Help } from './help.tsx';
import { useKeys } from './keys.ts';
import { replay } from './media.ts';
import { ClosingPage } from './pages.tsx';
import { revealLabel, useFieldFocus } from './study.tsx';
import { TypedField } from './typed.tsx';

export function AttemptScreen({ session }: { session: AttemptSession }) {
  const item = session.item.value;
  if (session.stage.value === 'intro') return <AttemptIntro session={session} />;
  if (session.stage.value === 'result' || !item) {
    return session.saving.value ? <ClosingPage /> : <AttemptResultPage session={session} />;
  }
  return <Question session={session} item={item} key={item.id} />;
}

function Question({ session, item }: { session: AttemptSession; item: PlayerItem }) {
  const { strings, fill, number } = useLanguage();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [help, setHelp] = useState(false);
  const revealed = session.revealed.value;
  const saving = session.saving.value;
  const judging = revealed && !session.answers.value.has(item.id);

  const reveal = (): void => {
    if (item.kind === 'typed') {
      if (text.trim() !== '') session.reveal({ kind: 'typed', text });
    } else if (item.kind === 'choice') {
      if (chosen.size > 0) session.reveal({ kind: 'chosen', ids: chosen });
    } else session.reveal({ kind: 'none' });
  };
  const forward = (): void => {
    if (item.kind === 'info' || (revealed && !judging)) session.next();
    else if (!revealed) reveal();
  };
  const digit = (n: number): void => {
    const option = item.kind === 'choice' ? item.options[n - 1] : undefined;
    if (judging && n <= 2) session.judge(n === 2);
    else if (!revealed && item.kind === 'choice' && option) {
      setChosen(toggled(item, chosen, option.id));
    }
  };
  useKeys({
    ' ': forward,
    enter: forward,
    ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [String(i + 1), () => digit(i + 1)])),
    r: replay,
    '?': () => setHelp(true),
  });
  useFieldFocus(item);

  const position = session.index.value + 1;
  const total = session.order.length;
  const place = fill(strings.progressOf, { n: number(position), total: number(total) });
  const incomplete =
    (item.kind === 'choice' && chosen.size === 0) || (item.kind === 'typed' && text.trim() === '');
  return (
    <Frame
      progress={(position - (revealed ? 0 : 1)) / total}
      progressText={place}
      counts={<p class="cw-place">{place}</p>}
      onHelp={() => setHelp(true)}
      actions={
        judging ? (
          // biome-ignore lint/a11y/useSemanticElements: one question, answered by a press
          <div class="cw-ratings" role="group" aria-label={strings.selfGrade} data-n={2}>
            <button
              type="button"
              class="cw-rating"
              data-rating="again"
              onClick={() => session.judge(false)}
            >
              <span class="cw-rating-name">{strings.didNotKnow}</span>
              <span class="cw-rating-key" aria-hidden="true">
                1
              </span>
            </button>
            <button
              type="button"
              class="cw-rating"
              data-rating="good"
              onClick={() => session.judge(true)}
            >
              <span class="cw-rating-name">{strings.knewIt}</span>
              <span class="cw-rating-key" aria-hidden="true">
                2
              </span>
            </button>
          </div>
        ) : (
          <button
            type="button"
            class="cw-button cw-primary cw-wide"
            onClick={forward}
            disabled={saving || (!revealed && incomplete)}
            aria-busy={saving}
          >
            {revealed ? strings.next : revealLabel(item, strings)}
          </button>
        )
      }
    >
      <Card
        item={item}
        turn={item.id}
        revealed={revealed}
        response={session.response.value}
        chosen={chosen}
        onChoose={setChosen}
        place={place}
      >
        {item.kind === 'typed' && (
          <TypedField item={item} text={text} onText={setText} onSubmit={reveal} />
        )}
      </Card>
      {help && (
        <Help
          lines={[
            { keys: ['Space', 'Enter'], text: `${strings.showAnswer} / ${strings.next}` },
            { keys: ['1', '…', '9'], text: strings.keyChoose },
            { keys: ['1'], text: strings.didNotKnow },
            { keys: ['2'], text: strings.knewIt },
            { keys: ['R'], text: strings.replay },
            { keys: ['?'], text: strings.help },
          ]}
          onClose={() => setHelp(false)}
        />
      )}
    </Frame>
  );
}
