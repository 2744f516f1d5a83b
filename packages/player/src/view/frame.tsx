import type { ComponentChildren } from 'preact';
import { useLanguage, usePlayer } from './context.ts';
import { Icon } from './icon.tsx';

export interface FrameProps {
  /** In [0,1]. */
  progress: number;
  /** What the bar says in words. */
  progressText: string;
  /** Beside the title. */
  counts?: ComponentChildren;
  onHelp(): void;
  children: ComponentChildren;
  /** The buttons that answer; they stay in view. */
  actions: ComponentChildren;
}

/** Title and progress above, the card, what can be done below. */
export function Frame({ progress, progressText, counts, onHelp, children, actions }: FrameProps) {
  const { strings } = useLanguage();
  const player = usePlayer();
  const content = player.content.value;
  return (
    <>
      <header class="cw-top">
        <div class="cw-top-row">
          <h1 class="cw-title" lang={content?.language} dir="auto">
            {content?.title}
          </h1>
          {counts}
          <div class="cw-top-tools">
            <button
              type="button"
              class="cw-tool"
              onClick={onHelp}
              aria-label={strings.help}
              title={strings.help}
            >
              <Icon name="help" />
            </button>
            {player.canExit.value && (
              <button
                type="button"
                class="cw-tool"
                onClick={() => void player.exit()}
                aria-label={strings.exit}
                title={strings.exit}
              >
                <Icon name="exit" />
              </button>
            )}
          </div>
        </div>
        <div
          class="cw-progress"
          role="progressbar"
          aria-label={strings.progress}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(progress * 100)}
          aria-valuetext={progressText}
        >
          <div class="cw-progress-done" style={{ inlineSize: `${progress * 100}%` }} />
        </div>
      </header>
      <main class="cw-main">{children}</main>
      <footer class="cw-actions">{actions}</footer>
    </>
  );
}
