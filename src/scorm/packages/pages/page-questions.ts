/** What is asked, and the rest, of HTML whose tags have no attributes where it matters here. */
export interface PageQuestions {
  questions: { front: string; back: string }[];
  rest: string;
}

const TAG = /<(\/?)(dl|dt|dd|details|summary)>/g;

/**
 * Takes definition lists, and summaries with what they hide, out of HTML. In one pass: pages are
 * untrusted, and patterns that look for the end of each element take the square of their length.
 */
export function pageQuestions(html: string): PageQuestions {
  const questions: PageQuestions['questions'] = [];
  const parts = { rest: '', front: '', back: '' };
  let into: keyof typeof parts = 'rest';
  const endQuestion = () => {
    const [front, back] = [parts.front.trim(), parts.back.trim()];
    if (front !== '' && back !== '') questions.push({ front, back });
    else parts.rest += front + back;
    parts.front = '';
    parts.back = '';
    into = 'rest';
  };
  let from = 0;
  for (const { 0: tag, 1: closing, 2: name, index } of html.matchAll(TAG)) {
    parts[into] += html.slice(from, index);
    from = index + tag.length;
    if (name === 'dt' || name === 'summary') {
      if (!closing) {
        endQuestion();
        into = 'front';
      } else if (into === 'front') into = name === 'summary' ? 'back' : 'rest';
    } else if (name === 'dd' && !closing && parts.front !== '') into = 'back';
    else if (closing) endQuestion();
  }
  parts[into] += html.slice(from);
  endQuestion();
  return { questions, rest: parts.rest };
}
