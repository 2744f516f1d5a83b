import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Html } from '../content.ts';
import { usePlayer } from './context.ts';

const MEDIA = 'media/';
const REFERENCES = ['src', 'poster', 'href', 'data'];

/** Sanitised HTML of an item, its media found where this player has them. */
export function ItemHtml({ html, className }: { html: Html; className?: string }) {
  const mediaBase = usePlayer().content.value?.options.mediaBase ?? MEDIA;
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    element.replaceChildren(prepare(html, mediaBase));
    const observer = new ResizeObserver(() => reachScrollers(element));
    observer.observe(element);
    reachScrollers(element);
    return () => observer.disconnect();
  }, [html, mediaBase]);
  return <div ref={ref} class={`cw-html ${className ?? ''}`} />;
}

/** What is wider than its place scrolls, and must scroll by keyboard too. */
function reachScrollers(element: Element): void {
  for (const wide of element.querySelectorAll('table, pre, math[display=block]')) {
    if (wide.scrollWidth > wide.clientWidth) wide.setAttribute('tabindex', '0');
    else wide.removeAttribute('tabindex');
  }
}

/** Built in a template, where nothing loads or runs before it is ready. */
function prepare(html: Html, mediaBase: string): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = html;
  for (const element of template.content.querySelectorAll('*')) {
    if (element.localName === 'script') element.remove();
    for (const { name, value } of [...element.attributes]) {
      // Sanitised upstream; here once more, for packages that were made by other hands.
      if (name.startsWith('on')) element.removeAttribute(name);
      else if (REFERENCES.includes(name) && value.startsWith(MEDIA)) {
        element.setAttribute(name, mediaBase + value.slice(MEDIA.length));
      }
    }
    if (element.localName === 'a') element.setAttribute('target', '_blank');
    if (element.localName === 'img' && !element.hasAttribute('alt'))
      element.setAttribute('alt', '');
  }
  return template.content;
}

/** The answer repeats the question, so that showing both would say it twice. */
export function repeats(answer: Html, question: Html): boolean {
  const said = essence(question);
  return said === '' || essence(answer).includes(said);
}

/** Nothing but the text. */
export function saysOnly(html: Html, text: string): boolean {
  return essence(html) === text.replace(/\s+/g, ' ').trim();
}

function essence(html: Html): string {
  const template = document.createElement('template');
  template.innerHTML = html;
  const media = [...template.content.querySelectorAll('[src]')].map((e) => e.getAttribute('src'));
  return [(template.content.textContent ?? '').replace(/\s+/g, ' ').trim(), ...media]
    .filter(Boolean)
    .join(' ');
}
