import { useLayoutEffect, useRef } from 'preact/hooks';

/** Keys as `KeyboardEvent.key` names them, in lower case; Space is ' '. */
export type KeyMap = Readonly<Record<string, (() => void) | undefined>>;

/** Shortcuts for the whole page; they leave fields, controls and open dialogs alone. */
export function useKeys(map: KeyMap): void {
  const current = useRef(map);
  current.current = map;
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing)
        return;
      if (document.querySelector('dialog[open]') || ownsKey(event)) return;
      const run = current.current[event.key.toLowerCase()];
      if (!run) return;
      event.preventDefault();
      run();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** The element in focus does something of its own with the key. */
function ownsKey({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches('input[type=text], textarea, select, [contenteditable]')) return true;
  const presses = key === 'Enter' || key === ' ';
  if (target.matches('audio, video')) return key !== '?';
  if (target.matches('input')) return key === ' ';
  return presses && target.matches('button, a[href], summary');
}
