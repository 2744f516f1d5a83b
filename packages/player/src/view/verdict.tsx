import type { TypedVerdict } from '../answer/typed.ts';
import { useLanguage } from './context.ts';
import { Icon } from './icon.tsx';

export function Verdict({ verdict }: { verdict: TypedVerdict }) {
  const { strings } = useLanguage();
  const text = { exact: strings.right, close: strings.nearly, wrong: strings.wrong }[verdict];
  return (
    <p class="cw-verdict" data-verdict={verdict}>
      <Icon name={verdict === 'wrong' ? 'wrong' : 'right'} /> {text}
    </p>
  );
}
