/** Note types write their dark colours under Anki's classes for it, the later and the earlier one. */
const CLASSES = ['nightMode', 'night_mode'];

/** Sets the classes while the learner's system is dark. */
export function followNightMode(root: Element): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = (): void => {
    for (const name of CLASSES) root.classList.toggle(name, dark.matches);
  };
  dark.addEventListener('change', follow);
  follow();
}
