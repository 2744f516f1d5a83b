import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Response } from '../answer/answer.ts';
import type { Html, PlayerItem } from '../content.ts';
import { Choices } from './choices.tsx';
import { useLanguage, usePlayer } from './context.ts';
import { ItemHtml, repeats, saysOnly } from './html.tsx';
import { TypedResult } from './typed.tsx';

export interface CardProps {
  item: PlayerItem;
  /** Names the turn: the card takes the focus when it changes. */
  turn: string;
  revealed: boolean;
  response: Response;
  /** What is chosen so far. */
  chosen: ReadonlySet<string>;
  onChoose(ids: ReadonlySet<string>): void;
  /** `position of total`, for those who do not see the bar. */
  place?: string;
  flagged?: boolean;
  /** Under the question, such as the field for the answer. */
  children?: ComponentChildren;
}

export function Card(props: CardProps) {
  const { item, turn, revealed, response, flagged } = props;
  const { strings } = useLanguage();
  const deck = usePlayer().content.value;
  const question = useRef<HTMLElement>(null);
  const answer = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    question.current?.closest('.cw-main')?.scrollTo({ top: 0 });
    question.current?.focus({ preventScroll: true });
  }, [turn]);
  useLayoutEffect(() => {
    if (!revealed) return;
    answer.current?.focus({ preventScroll: true });
    answer.current?.scrollIntoView({ block: 'nearest' });
  }, [revealed]);
  const back = backOf(item);
  const swaps = revealed && back !== undefined && item.kind !== 'choice';
  const showsFront = !swaps || (item.kind !== 'cloze' && !repeats(back, item.front));
  return (
    <article
      class="cw-card"
      data-kind={item.kind}
      data-item={item.id}
      data-flagged={flagged ? '' : undefined}
      ref={question}
      tabIndex={-1}
      aria-label={props.place ? `${strings.question} ${props.place}` : strings.question}
    >
      {flagged && <span class="cw-flagged">{strings.flagged}</span>}
      <div
        class={`cw-content ${item.className ?? ''}`}
        lang={item.language ?? deck?.language}
        dir={item.direction ?? deck?.direction}
      >
        {item.title && <h2 class="cw-item-title">{item.title}</h2>}
        {showsFront && <ItemHtml html={item.front} className="cw-front" />}
      </div>
      {item.kind === 'choice' && (
        <Choices item={item} chosen={props.chosen} revealed={revealed} onChoose={props.onChoose} />
      )}
      {!revealed && props.children}
      {revealed && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls, this is text
        <div class="cw-answer" ref={answer} tabIndex={-1} role="group" aria-label={strings.answer}>
          {item.kind === 'typed' && response.kind === 'typed' && (
            <TypedResult item={item} text={response.text} />
          )}
          {back && (
            <div
              class={`cw-content ${item.className ?? ''}`}
              lang={item.language ?? deck?.language}
              dir={item.direction ?? deck?.direction}
              data-divided={showsFront ? '' : undefined}
            >
              <ItemHtml html={back} className="cw-back" />
            </div>
          )}
        </div>
      )}
    </article>
  );
}

/** A typed answer is shown as what was expected, so a back that says only that is left out. */
function backOf(item: PlayerItem): Html | undefined {
  if (item.kind === 'info') return undefined;
  if (item.kind === 'typed' && item.accepted.some((text) => saysOnly(item.back, text))) return '';
  return item.back;
}
