/** One build stage: where it starts from, and its instructions in order. */
export interface Stage {
  name: string;
  instructions: Instruction[];
}

export interface Instruction {
  /** In capitals, such as `COPY`. */
  keyword: string;
  rest: string;
}

/** Reads a Dockerfile with plain instructions; heredocs and build arguments are not understood. */
export function parseDockerfile(text: string): Stage[] {
  const lines = text.replace(/\\\n/g, ' ').split('\n');
  const stages: Stage[] = [];
  for (const line of lines) {
    const [, keyword = '', rest = ''] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
    if (keyword === '') continue;
    if (keyword === 'FROM') {
      stages.push({ name: /\sAS\s+(\S+)/i.exec(rest)?.[1] ?? 'final', instructions: [] });
    } else {
      stages.at(-1)?.instructions.push({ keyword: keyword.toUpperCase(), rest: rest.trim() });
    }
  }
  return stages;
}

/** The program and arguments of a CMD; `["node", "x"]` as it is, text through a shell. */
export function commandOf(rest: string): string[] {
  const text = rest.replace(/^.*?CMD\s+/, '');
  return text.startsWith('[') ? JSON.parse(text) : ['sh', '-c', text];
}
