import { useLayoutEffect, useRef } from 'preact/hooks';
import { useLanguage } from './context.ts';
import { Icon } from './icon.tsx';

export interface HelpLine {
  keys: readonly string[];
  text: string;
}

export function Help({ lines, onClose }: { lines: readonly HelpLine[]; onClose(): void }) {
  const { strings } = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="cw-help" ref={dialog} onClose={onClose} aria-labelledby="cw-help-title">
      <div class="cw-help-head">
        <h2 id="cw-help-title">{strings.help}</h2>
        <button
          type="button"
          class="cw-tool"
          aria-label={strings.close}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </div>
      <dl class="cw-keys">
        {lines.map(({ keys, text }) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
