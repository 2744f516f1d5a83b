import type { Response } from '../answer/answer.ts';
import type { AttemptSession } from '../attempt/session.ts';
import type { PlayerItem } from '../content.ts';
import { useLanguage } from './context.ts';
import { ItemHtml } from './html.tsx';
import { Icon } from './icon.tsx';
import { ExitButton, Page } from './pages.tsx';

export function AttemptResultPage({ session }: { session: AttemptSession }) {
  const { strings, fill, number, percent } = useLanguage();
  const { correct, total, scaled, outcome } = session.result.value;
  const verdict = { passed: strings.passed, failed: strings.failed, unknown: strings.completed };
  const counted = { n: number(correct), total: number(total) };
  return (
    <Page title={strings.resultTitle}>
      <p class="cw-score">{percent(scaled)}</p>
      <p class="cw-badge" data-success={outcome.success}>
        {verdict[outcome.success]}
      </p>
      <p class="cw-muted">{fill(strings.correctOf, counted)}</p>
      <ExitButton />
      {session.content.options.feedback !== 'none' && <AnswerList session={session} />}
    </Page>
  );
}

function AnswerList({ session }: { session: AttemptSession }) {
  const { strings } = useLanguage();
  const questions = session.order.filter((item) => item.kind !== 'info');
  return (
    <section class="cw-review" aria-labelledby="cw-review-title">
      <h2 id="cw-review-title">{strings.review}</h2>
      <ol>
        {questions.map((item) => (
          <ReviewedItem key={item.id} session={session} item={item} />
        ))}
      </ol>
    </section>
  );
}

function ReviewedItem({ session, item }: { session: AttemptSession; item: PlayerItem }) {
  const { strings } = useLanguage();
  const answer = session.answers.value.get(item.id);
  const given = givenText(item, answer?.response);
  const language = {
    lang: item.language ?? session.content.language,
    dir: item.direction ?? session.content.direction,
  };
  return (
    <li class="cw-reviewed" data-correct={answer?.correct ? '' : undefined}>
      <span class="cw-reviewed-mark">
        <Icon name={answer?.correct ? 'right' : 'wrong'} />
        <span class="cw-sr">{answer?.correct ? strings.right : strings.wrong}</span>
      </span>
      <div class="cw-reviewed-body">
        <div class={item.className} {...language}>
          <ItemHtml html={item.front} />
        </div>
        {given && !answer?.correct && (
          <p class="cw-reviewed-given">
            <span class="cw-hint">{strings.yourAnswer}</span> <span dir="auto">{given}</span>
          </p>
        )}
        <div class="cw-reviewed-answer">
          <span class="cw-hint">{strings.correctAnswer}</span>
          <div class={item.className} {...language}>
            <CorrectAnswer item={item} />
          </div>
        </div>
      </div>
    </li>
  );
}

function CorrectAnswer({ item }: { item: PlayerItem }) {
  if (item.kind === 'info') return null;
  if (item.kind === 'typed') return <>{item.accepted[0]}</>;
  if (item.kind !== 'choice') return <ItemHtml html={item.back} />;
  return (
    <>
      {item.options
        .filter((option) => option.correct)
        .map((option) => (
          <ItemHtml key={option.id} html={option.html} />
        ))}
    </>
  );
}

function givenText(item: PlayerItem, response: Response | undefined): string {
  if (response?.kind === 'typed') return response.text;
  if (item.kind !== 'choice' || response?.kind !== 'chosen') return '';
  return item.options
    .filter((option) => response.ids.has(option.id))
    .map((option) => plainText(option.html))
    .join(', ');
}

function plainText(html: string): string {
  const template = document.createElement('template');
  template.innerHTML = html;
  return (template.content.textContent ?? '').trim();
}
