/** Exit codes of every command. */
export const exitCodes = { done: 0, failed: 1, usage: 2, partly: 3 } as const;

export interface Output {
  /** What a program reads with `--json`, and a person as the given lines. */
  result(value: unknown, lines: readonly string[]): void;
  /** Told on a terminal only, over the line before. */
  progress(text: string): void;
}

export function createOutput({ json }: { json: boolean }): Output {
  const live = process.stderr.isTTY && !json;
  let shown = false;
  const clear = () => {
    if (shown) process.stderr.write('\r\x1b[2K');
    shown = false;
  };
  return {
    result: (value, lines) => {
      clear();
      process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${lines.join('\n')}\n`);
    },
    progress: (text) => {
      if (!live) return;
      clear();
      process.stderr.write(text);
      shown = true;
    },
  };
}
