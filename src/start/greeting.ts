import type { FirstStart } from '../platform/tenancy/bootstrap.ts';

interface Greeted {
  config: { publicUrl: string };
  firstStart: FirstStart | undefined;
}

/** What a newcomer reads in the terminal; keys and links only at the first start. */
export function greet({ config, firstStart }: Greeted, out: { write(text: string): void }): void {
  const lines = ['', `Crosswalk listens on ${config.publicUrl}`];
  if (firstStart?.apiKey) lines.push('', `  API key (shown once):    ${firstStart.apiKey}`);
  if (firstStart) {
    lines.push(
      `  Admin link (works once): ${config.publicUrl}/start/${firstStart.adminToken}`,
      '',
      'Open the link in a browser, or try: HUB_API_KEY=<the key> npx hub import FILE',
    );
  }
  out.write(`${lines.join('\n')}\n`);
}
