import type { StudyCounts } from '../study/study-source.ts';
import { useLanguage } from './context.ts';

export function StudyCountsList({ counts }: { counts: StudyCounts }) {
  const { strings, number } = useLanguage();
  const list = [
    { kind: 'new', n: counts.new, text: strings.countNew },
    { kind: 'learning', n: counts.learning, text: strings.countLearning },
    { kind: 'due', n: counts.due, text: strings.countDue },
  ];
  return (
    <ul class="cw-counts" aria-label={strings.counts}>
      {list.map(({ kind, n, text }) => (
        <li key={kind} data-kind={kind} data-none={n === 0 ? '' : undefined}>
          <b>{number(n)}</b> <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}
