/** The sounds and films of the side in view; the last side shown speaks first. */
function mediaInView(): HTMLMediaElement[] {
  const side =
    document.querySelector('.cw-answer:has(audio, video)') ?? document.querySelector('.cw-card');
  return [...(side?.querySelectorAll<HTMLMediaElement>('audio, video') ?? [])];
}

export function hasMedia(html: string): boolean {
  return /<(audio|video)\b/i.test(html);
}

/** Plays them from their beginnings, one after another. */
export function replay(): void {
  const [first, ...rest] = mediaInView();
  for (const other of document.querySelectorAll<HTMLMediaElement>('audio, video')) other.pause();
  if (first) playInTurn(first, rest);
}

function playInTurn(current: HTMLMediaElement, rest: HTMLMediaElement[]): void {
  current.currentTime = 0;
  const [next, ...later] = rest;
  if (next) current.addEventListener('ended', () => playInTurn(next, later), { once: true });
  // Refused without a gesture, or the file is missing: the controls say so.
  current.play().catch(() => {});
}
