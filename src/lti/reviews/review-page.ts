import { type Html, html } from '../../platform/http/html.ts';
import type { Language } from '../texts/languages.ts';
import { filled, pluralOf } from '../texts/plural.ts';
import { reviewTexts } from '../texts/review/review-tables.ts';
import type { ReviewTexts } from '../texts/review/review-texts.ts';
import type { Review, ReviewedAnswer, ReviewedAttempt } from './review.ts';

interface Shown {
  review: Review;
  language: Language;
  /** With which a teacher says something of an attempt; undefined for learners. */
  token: string | undefined;
  /** Attempt whose comment was just saved. */
  saved?: string | undefined;
}

interface Written {
  t: ReviewTexts;
  language: Language;
  date(at: Date): string;
  percent(share: number): string;
}

/** What somebody has done: the score that counts, then each attempt with its answers. */
export function reviewPage(shown: Shown): { title: string; body: Html } {
  const { review, language } = shown;
  const { learner, title: activity } = review;
  const written = writtenIn(language, review.timeZone);
  const { t } = written;
  if (!learner) {
    const body = html`<h1>${t.unknown}</h1><p>${t.unknownTodo}</p>`;
    return { title: t.unknown, body };
  }
  const title = filled(t.title, { person: learner.displayName, activity });
  const { attempts } = review;
  const body = html`<h1>${title}</h1>
${scoreLine(review, written)}
${attempts.length === 0 && html`<p>${t.notBegun}</p>`}
${attempts.map((one, i) => attemptSection(one, { ...shown, written, n: attempts.length - i }))}`;
  return { title, body };
}

function writtenIn(language: Language, timeZone: string): Written {
  const dates = new Intl.DateTimeFormat(language, {
    ...{ dateStyle: 'medium', timeStyle: 'short', timeZone },
  });
  const shares = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  return {
    ...{ t: reviewTexts[language], language },
    date: (at) => dates.format(at),
    percent: (share) => shares.format(share),
  };
}

function scoreLine({ counted, scoreMaximum, scoreRule, attempts }: Review, w: Written): Html {
  const { t } = w;
  const scaled = counted?.scoreScaled ?? null;
  if (scaled === null) return html`<p class="score">${t.noScore}</p>`;
  return html`<p class="score">${filled(t.score, { percent: w.percent(scaled) })}
${scoreMaximum !== null && html`<bdi class="soft">(${pointsOf(scaled, scoreMaximum, w)})</bdi>`}</p>
${attempts.length > 1 && html`<p class="soft">${t.rule[scoreRule]}</p>`}`;
}

function pointsOf(scaled: number, scoreMaximum: number, { t, language }: Written): string {
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const given = numbers.format(scaled * scoreMaximum);
  return filled(t.points, { given, maximum: numbers.format(scoreMaximum) });
}

function attemptSection(
  { attempt, answers, isCounted }: ReviewedAttempt,
  { written: w, n, token, saved }: Shown & { written: Written; n: number },
): Html {
  const { t } = w;
  const { id, mode, scoreScaled, startedAt, finishedAt, completion, comment } = attempt;
  const isRunning = finishedAt === null || (mode === 'study' && completion === 'incomplete');
  const facts = [
    scoreScaled === null ? t.noScore : w.percent(scoreScaled),
    filled(t.begun, { date: w.date(startedAt) }),
    isRunning ? t.notFinished : filled(t.handedIn, { date: w.date(finishedAt) }),
  ];
  return html`<section aria-labelledby="attempt-${id}">
<h2 id="attempt-${id}">${mode === 'study' ? t.study : filled(t.attempt, { n: String(n) })}
${isCounted && html`<span class="counts">${t.counts}</span>`}</h2>
<p class="soft">${facts.map((fact, i) => html`${i > 0 && ' · '}<bdi>${fact}</bdi>`)}</p>
${answers.length === 0 ? html`<p>${t.noAnswers}</p>` : answersTable(answers, w)}
${token === undefined ? said(comment, t) : commentForm({ id, comment, token, isSaved: saved === id, t })}
</section>`;
}

function answersTable(answers: readonly ReviewedAnswer[], w: Written): Html {
  const { t } = w;
  return html`<table><thead><tr><th scope="col">${t.question}</th><th scope="col">${t.result}</th></tr></thead>
<tbody>${answers.map(
    ({
      question,
      isRight,
      ...given
    }) => html`<tr><td><bdi>${question}</bdi>${answerLines(given, w)}</td>
<td class="result">${resultOf(isRight, t)}</td></tr>`,
  )}</tbody></table>`;
}

/** Below the question, so that narrow frames have room for both. */
function answerLines(
  { answer, expected, times }: Omit<ReviewedAnswer, 'question' | 'isRight'>,
  { t, language }: Written,
): Html[] {
  const lines = [
    answer && filled(t.given, { answer }),
    expected && filled(t.expected, { answer: expected }),
    times > 1 && pluralOf(language, t.times, times),
  ];
  return lines.flatMap((line) => (line ? [html`<span class="more">${line}</span>`] : []));
}

function resultOf(isRight: boolean | null, { right, wrong, notJudged }: ReviewTexts): Html {
  if (isRight === null) return html`<span class="soft">${notJudged}</span>`;
  return isRight
    ? html`<span class="right">✓ ${right}</span>`
    : html`<span class="bad">✗ ${wrong}</span>`;
}

function said(comment: string | null, t: ReviewTexts): Html {
  if (comment === null) return html``;
  return html`<h3>${t.comment}</h3><p class="said" dir="auto">${comment}</p>`;
}

function commentForm({
  id,
  comment,
  token,
  isSaved,
  t,
}: {
  id: string;
  comment: string | null;
  token: string;
  isSaved: boolean;
  t: ReviewTexts;
}): Html {
  return html`<form method="post" action="/lti/review/comments">
<input type="hidden" name="session" value="${token}"><input type="hidden" name="attempt" value="${id}">
<label class="field"><span>${t.comment}. ${t.commentHint}</span>
<textarea name="comment" rows="2" maxlength="10000" dir="auto">${comment}</textarea></label>
<p class="actions"><button class="quiet">${t.save}</button>
<span role="status">${isSaved && t.saved}</span></p></form>`;
}
