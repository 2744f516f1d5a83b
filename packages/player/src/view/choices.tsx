import { isChoiceCorrect } from '../answer/choice.ts';
import type { ChoiceItem, ChoiceOption } from '../content.ts';
import { useLanguage, usePlayer } from './context.ts';
import { ItemHtml } from './html.tsx';
import { Icon } from './icon.tsx';
import { Verdict } from './verdict.tsx';

export interface ChoicesProps {
  item: ChoiceItem;
  chosen: ReadonlySet<string>;
  revealed: boolean;
  onChoose(ids: ReadonlySet<string>): void;
}

export function Choices({ item, chosen, revealed, onChoose }: ChoicesProps) {
  const { strings } = useLanguage();
  const deck = usePlayer().content.value;
  return (
    <fieldset class="cw-choices" disabled={revealed} data-revealed={revealed ? '' : undefined}>
      <legend class="cw-hint">{item.multiple ? strings.chooseSeveral : strings.chooseOne}</legend>
      {item.options.map((option) => (
        <label class="cw-option" key={option.id} data-state={stateOf(option, chosen, revealed)}>
          <input
            type={item.multiple ? 'checkbox' : 'radio'}
            name={`cw-${item.id}`}
            value={option.id}
            checked={chosen.has(option.id)}
            onChange={() => onChoose(toggled(item, chosen, option.id))}
          />
          <span
            class={`cw-option-text ${item.className ?? ''}`}
            lang={item.language ?? deck?.language}
            dir={item.direction ?? deck?.direction}
          >
            <ItemHtml html={option.html} />
            {revealed && option.feedback && (chosen.has(option.id) || option.correct) && (
              <ItemHtml html={option.feedback} className="cw-feedback" />
            )}
          </span>
          {revealed && option.correct && (
            <span class="cw-option-mark">
              <Icon name="right" />
              <span class="cw-sr">{strings.correctAnswer}</span>
            </span>
          )}
          {revealed && !option.correct && chosen.has(option.id) && (
            <span class="cw-option-mark">
              <Icon name="wrong" />
              <span class="cw-sr">{strings.wrong}</span>
            </span>
          )}
        </label>
      ))}
      {revealed && <Verdict verdict={isChoiceCorrect(item, chosen) ? 'exact' : 'wrong'} />}
    </fieldset>
  );
}

export function toggled(item: ChoiceItem, chosen: ReadonlySet<string>, id: string): Set<string> {
  if (!item.multiple) return new Set([id]);
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

function stateOf(option: ChoiceOption, chosen: ReadonlySet<string>, revealed: boolean) {
  if (!revealed) return chosen.has(option.id) ? 'chosen' : undefined;
  if (option.correct) return 'right';
  return chosen.has(option.id) ? 'wrong' : undefined;
}
