import type { StudyEvent, StudySession } from '../study/session.ts';
import type { StudyTurn } from '../study/study-source.ts';
import { useLanguage } from './context.ts';
import { Icon, type IconName } from './icon.tsx';
import { hasMedia, replay } from './media.ts';

export interface StudyToolsProps {
  session: StudySession;
  turn: Extract<StudyTurn, { kind: 'prompt' }>;
}

/** What can be done with a card besides answering it. */
export function StudyTools({ session, turn }: StudyToolsProps) {
  const { strings } = useLanguage();
  const { item, flagged } = turn;
  const html = item.front + (item.kind === 'info' ? '' : (item.back ?? ''));
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons that belong together, not a form
    <div class="cw-tools" role="group" aria-label={strings.tools}>
      <Tool
        icon="undo"
        label={strings.undo}
        disabled={!session.canUndo.value}
        onPress={() => void session.undo()}
      />
      {hasMedia(html) && <Tool icon="replay" label={strings.replay} onPress={replay} />}
      <Tool
        icon="flag"
        label={flagged ? strings.unflag : strings.flag}
        pressed={flagged}
        onPress={() => void session.mark('flag')}
      />
      <Tool icon="bury" label={strings.bury} onPress={() => void session.mark('bury')} />
      <Tool icon="suspend" label={strings.suspend} onPress={() => void session.mark('suspend')} />
      <EventAnnouncement event={session.event.value} />
    </div>
  );
}

interface ToolProps {
  icon: IconName;
  label: string;
  disabled?: boolean;
  pressed?: boolean;
  onPress(): void;
}

function Tool({ icon, label, disabled = false, pressed, onPress }: ToolProps) {
  return (
    <button
      type="button"
      class="cw-tool"
      aria-label={label}
      title={label}
      // Not `disabled`: that would throw the focus away right after the last undo.
      aria-disabled={disabled}
      data-pressed={pressed ? '' : undefined}
      data-tool={icon}
      onClick={() => {
        if (!disabled) onPress();
      }}
    >
      <Icon name={icon} />
      <span class="cw-tool-label" aria-hidden="true">
        {label}
      </span>
    </button>
  );
}

function EventAnnouncement({ event }: { event: StudyEvent | null }) {
  const { strings } = useLanguage();
  return (
    <span class="cw-toast" role="status">
      {event && <span>{strings[event]}</span>}
    </span>
  );
}
