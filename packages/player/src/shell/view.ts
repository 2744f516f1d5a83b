import type { ShellView } from './shell.ts';
import type { shellLanguage } from './strings.ts';

export interface ShellPage {
  show(view: ShellView): void;
  frame: HTMLIFrameElement;
}

/** The shell's page: one message, or the player over all of it. */
export function shellPage(
  root: HTMLElement,
  language: ReturnType<typeof shellLanguage>,
): ShellPage {
  const { strings, locale, direction } = language;
  const frame = document.createElement('iframe');
  frame.title = document.title;
  frame.allow = 'autoplay; fullscreen';
  frame.hidden = true;
  const main = document.createElement('main');
  main.lang = locale;
  main.dir = direction;
  const message = document.createElement('div');
  message.setAttribute('role', 'status');
  root.append(main, frame);

  const say = (title: string, body = '', retry?: () => void): void => {
    message.replaceChildren(element(body ? 'h1' : 'p', title));
    if (body) message.append(element('p', body));
    main.replaceChildren(message);
    if (!retry) return;
    const button = element('button', strings.retry);
    button.addEventListener('click', retry);
    main.append(button);
  };
  return {
    frame,
    show(view) {
      frame.hidden = view.kind !== 'player';
      main.hidden = view.kind === 'player';
      if (view.kind === 'opening') say(strings.opening);
      if (view.kind === 'no-platform') say(strings.noPlatformTitle, strings.noPlatformBody);
      if (view.kind === 'down') say(strings.downTitle, strings.downBody, view.retry);
      if (view.kind === 'refused') {
        say(
          strings.refusedTitle,
          strings.refused[view.code] || view.detail || view.code,
          view.retry,
        );
      }
      if (view.kind === 'player') frame.focus();
    },
  };
}

function element(name: 'h1' | 'p' | 'button', text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
