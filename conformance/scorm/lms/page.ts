/** The LMS's page: what it knows at launch, its script, and a frame that the script fills. */
export function lmsPage(launch: unknown): string {
  const json = JSON.stringify(launch).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>LMS</title>
<style>html, body, iframe { block-size: 100%; inline-size: 100%; margin: 0; border: 0 }</style>
<script type="application/json" id="launch">${json}</script>
<body>
<script src="/lms/client.js"></script>
</html>
`;
}

/** In the browser: what `lmsPage` was given. */
export function readLaunch<T>(): T {
  return JSON.parse(document.getElementById('launch')?.textContent ?? '');
}

/** In the browser: opens the content as LMSs do. */
export function openContent(url: string, place: 'frame' | 'window'): void {
  if (place === 'window') {
    window.open(url, 'sco', 'popup');
    return;
  }
  const frame = document.createElement('iframe');
  frame.name = 'sco';
  frame.src = url;
  document.body.append(frame);
}
