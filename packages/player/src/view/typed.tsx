import { compareTyped, diffTyped, nearestAccepted } from '../answer/typed.ts';
import type { TypedItem } from '../content.ts';
import { useLanguage, usePlayer } from './context.ts';
import { Verdict } from './verdict.tsx';

export interface TypedFieldProps {
  item: TypedItem;
  text: string;
  onText(text: string): void;
  onSubmit(): void;
}

export function TypedField({ item, text, onText, onSubmit }: TypedFieldProps) {
  const { strings } = useLanguage();
  const deck = usePlayer().content.value;
  return (
    <form
      class="cw-typed"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <label>
        <span class="cw-hint">{strings.typeHere}</span>
        <input
          type="text"
          class="cw-field"
          value={text}
          lang={item.language ?? deck?.language}
          dir="auto"
          autocomplete="off"
          autocapitalize="off"
          autocorrect="off"
          spellcheck={false}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      </label>
    </form>
  );
}

/** What was typed against what was expected: by marks and words, not by colour alone. */
export function TypedResult({ item, text }: { item: TypedItem; text: string }) {
  const { strings } = useLanguage();
  const deck = usePlayer().content.value;
  const verdict = compareTyped(text, item.accepted);
  const expected = nearestAccepted(text, item.accepted);
  const language = item.language ?? deck?.language;
  return (
    <div class="cw-typed-result">
      <Verdict verdict={verdict} />
      <dl class="cw-compare">
        {verdict !== 'exact' && (
          <>
            <dt>{strings.yourAnswer}</dt>
            <dd lang={language} dir="auto">
              {text.trim() === '' ? (
                <span class="cw-muted">{strings.nothingTyped}</span>
              ) : (
                <Difference typed={text} expected={expected} />
              )}
            </dd>
          </>
        )}
        <dt>{strings.correctAnswer}</dt>
        <dd lang={language} dir="auto">
          {expected}
        </dd>
      </dl>
    </div>
  );
}

function Difference({ typed, expected }: { typed: string; expected: string }) {
  return (
    <>
      {diffTyped(typed, expected).map((part, i) => {
        const key = `${i}${part.kind}`;
        if (part.kind === 'same') return <span key={key}>{part.text}</span>;
        if (part.kind === 'extra') return <del key={key}>{part.text}</del>;
        return <ins key={key}>{part.text}</ins>;
      })}
    </>
  );
}
