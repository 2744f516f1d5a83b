import { useLanguage, usePlayer } from './context.ts';

/** What the learner must know from the start: results are not kept here. */
export function NoticeBar() {
  const { strings } = useLanguage();
  const notice = usePlayer().notice.value;
  if (!notice) return null;
  return (
    <p class="cw-notice" role="status">
      {notice === 'no-api' ? strings.noticeNoApi : strings.noticeNotRecorded}
    </p>
  );
}

/** Discreet while answers are under way, plain when they cannot be delivered. */
export function SavingStatus() {
  const { strings, plural } = useLanguage();
  const recorder = usePlayer().recorder.value;
  const delivery = recorder?.delivery.value ?? 'ok';
  const unsaved = recorder?.unsaved.value ?? 0;
  const trouble = delivery !== 'ok';
  return (
    <div class="cw-saving" role="status" data-delivery={delivery} data-unsaved={unsaved}>
      {trouble && (
        <span class="cw-saving-text">
          {delivery === 'lost' ? strings.lost : strings.retrying}
          {unsaved > 0 && delivery === 'retrying' && <> ({plural(strings.unsaved, unsaved)})</>}
        </span>
      )}
    </div>
  );
}
