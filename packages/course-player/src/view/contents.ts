import type { LaunchItem } from '../launch.ts';
import type { CourseRuntime } from '../runtime/course-runtime.ts';
import type { Strings } from '../strings/strings.ts';
import { element } from './element.ts';

/** The table of contents: a list within a list, of which what can be chosen are buttons. */
export interface Contents {
  node: HTMLElement;
  update(): void;
}

export function createContents(
  items: readonly LaunchItem[],
  runtime: CourseRuntime,
  strings: Strings,
): Contents {
  const rows: (() => void)[] = [];

  function list(of: readonly LaunchItem[]): HTMLElement {
    return element('ol', {}, ...of.filter(({ isVisible }) => isVisible).map(row));
  }

  function row(item: LaunchItem): HTMLElement {
    const mark = element('span', { class: 'cp-mark', 'aria-hidden': 'true' });
    const note = element('span', { class: 'cp-hidden' });
    const label = element('span', { class: 'cp-label', dir: 'auto' }, item.title);
    if (item.url === null) {
      const group = element('div', { class: 'cp-group' }, label);
      return element('li', {}, group, list(item.children));
    }
    const button = element('button', { type: 'button', class: 'cp-item' }, mark, label, note);
    button.addEventListener('click', () => {
      if (button.getAttribute('aria-disabled') !== 'true') runtime.move({ choose: item.id });
    });
    rows.push(() => {
      const { isDone, success, canChoose } = runtime.state(item);
      const isCurrent = runtime.currentItem()?.id === item.id;
      // Disabled buttons cannot be found by the keyboard, and so not be asked why.
      button.setAttribute('aria-disabled', String(!canChoose && !isCurrent));
      if (isCurrent) button.setAttribute('aria-current', 'page');
      else button.removeAttribute('aria-current');
      const state =
        success === 'failed' ? 'failed' : success === 'passed' ? 'passed' : isDone && 'done';
      mark.dataset.state = state || 'open';
      note.textContent = state ? `(${strings[state]})` : '';
    });
    return element('li', {}, button, ...(item.children.length > 0 ? [list(item.children)] : []));
  }

  const node = element('nav', { id: 'contents', 'aria-label': strings.contents }, list(items));
  return {
    node,
    update() {
      for (const update of rows) update();
    },
  };
}
