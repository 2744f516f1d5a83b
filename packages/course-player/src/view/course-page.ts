import type { SaveState } from '../commits/outbox.ts';
import type { CourseLaunch, LaunchItem } from '../launch.ts';
import { type CourseRuntime, openable } from '../runtime/course-runtime.ts';
import type { Strings } from '../strings/strings.ts';
import { createContents } from './contents.ts';
import { element } from './element.ts';
import { type Rest, restWords } from './rest-words.ts';

/** The page around the content: what the course is, where one can go, and whether all is saved. */
export interface CoursePage {
  attach(runtime: CourseRuntime, leave: () => void): void;
  show(item: LaunchItem): void;
  clear(): void;
  rest(kind: Rest): void;
  update(): void;
  saveState(state: SaveState): void;
}

interface CoursePageOptions {
  launch: CourseLaunch;
  strings: Strings;
  /** The content's own window goes, and may have parting words. */
  onContentGoing(): void;
}

export function createCoursePage(
  root: HTMLElement,
  { launch, strings, onContentGoing }: CoursePageOptions,
): CoursePage {
  const isSingle = openable(launch.items).length <= 1;
  const status = element('p', { class: 'cp-status', role: 'status' });
  const alarm = element('p', { class: 'cp-alarm', role: 'alert', hidden: true });
  const previous = button(strings.previous, 'cp-previous');
  const next = button(strings.next, 'cp-next');
  const exit = button(strings.exit, 'cp-exit');
  const menu = button(strings.contents, 'cp-menu');
  const stage = element('main', { class: 'cp-stage' });
  const body = element('div', { class: 'cp-body' }, stage);
  const header = element(
    'header',
    { class: 'cp-bar' },
    ...(isSingle ? [] : [menu]),
    element('h1', { class: 'cp-title', dir: 'auto' }, launch.title),
    status,
    ...(isSingle ? [] : [element('div', { class: 'cp-moves' }, previous, next)]),
    exit,
  );
  root.append(header, alarm, body);
  if (launch.commitUrl === null) status.textContent = strings.notRecorded;
  let runtime: CourseRuntime | undefined;
  let contents: ReturnType<typeof createContents> | undefined;
  let saved: SaveState | null = launch.commitUrl === null ? null : 'saved';
  let resting: Rest | undefined;
  /** Says what `restWords` does while nothing is open. */
  const words = element('p', {});

  function openContents(isOpen: boolean): void {
    body.classList.toggle('cp-with-contents', isOpen);
    menu.setAttribute('aria-expanded', String(isOpen));
  }

  function update(): void {
    contents?.update();
    const current = runtime?.currentItem() ?? null;
    const hidden = new Set(current?.hidden);
    for (const [one, move] of [
      [previous, 'previous'],
      [next, 'continue'],
    ] as const) {
      one.hidden = hidden.has(move);
      one.disabled = !runtime?.canMove(move);
    }
    exit.hidden = hidden.has('suspendAll') || hidden.has('exitAll') || current === null;
  }

  function showWords(): void {
    words.textContent = resting ? restWords(resting, saved, strings) : '';
    words.hidden = words.textContent === '';
  }

  function clear(): void {
    stage.replaceChildren();
  }

  return {
    attach(attached, leave) {
      runtime = attached;
      previous.addEventListener('click', () => attached.move('previous'));
      next.addEventListener('click', () => attached.move('continue'));
      exit.addEventListener('click', leave);
      if (isSingle) return;
      contents = createContents(launch.items, attached, strings);
      body.prepend(contents.node);
      menu.setAttribute('aria-controls', 'contents');
      menu.addEventListener('click', () =>
        openContents(!body.classList.contains('cp-with-contents')),
      );
      openContents(matchMedia('(min-width: 60rem)').matches);
    },
    show({ title, url }) {
      clear();
      const frame = element('iframe', {
        // The sandbox is a header of the content's own: off an attribute here it could come.
        ...{ title, src: url ?? 'about:blank' },
        allow: 'autoplay; fullscreen; unload',
      });
      frame.addEventListener('load', () => {
        // Content of other origins has no way to the runtime either.
        if (!frame.contentDocument) return;
        for (const event of ['beforeunload', 'pagehide', 'unload']) {
          // Before the content hears of it.
          frame.contentWindow?.addEventListener(event, onContentGoing, { capture: true });
        }
      });
      stage.append(frame);
    },
    clear,
    rest(kind) {
      const heading = element('h2', { tabindex: '-1' }, strings[kind]);
      const card = element('div', { class: 'cp-card' }, heading, words);
      resting = kind;
      showWords();
      if (kind === 'choose') openContents(true);
      else card.append(wayOut());
      stage.replaceChildren(card);
      heading.focus();
      update();
    },
    update,
    saveState(state) {
      saved = state;
      showWords();
      const isFinal = state === 'elsewhere' || state === 'closed';
      alarm.hidden = !isFinal;
      if (isFinal) alarm.textContent = strings[state];
      status.textContent = isFinal ? '' : strings[state];
      status.dataset.state = state;
    },
  };

  function wayOut(): HTMLElement {
    const again = button(strings.openAgain, 'cp-again');
    again.addEventListener('click', () => location.reload());
    if (launch.returnUrl === null) return element('p', { class: 'cp-actions' }, again);
    const back = element('a', { class: 'cp-back', href: launch.returnUrl }, strings.back);
    return element('p', { class: 'cp-actions' }, back, again);
  }
}

function button(text: string, name: string): HTMLButtonElement {
  return element('button', { type: 'button', class: name }, text);
}
