import { importKey } from './import-key.ts';

/** A card as a file calls it. */
export interface PromptRef {
  atomKey: string;
  ord: number;
}

export interface StoredPrompts {
  add(atomKey: string, prompts: readonly { ord: number; id: string }[]): void;
  find(ref: PromptRef): string | undefined;
}

/** Of very large files the rest is looked up again. */
const KEPT_MAX = 200_000;

/** Ids of the prompts that an import has made, so that their history need not ask for them. */
export function createStoredPrompts(): StoredPrompts {
  const ids = new Map<string, string>();
  return {
    add(atomKey, prompts) {
      for (const { ord, id } of prompts) {
        if (ids.size < KEPT_MAX) ids.set(promptName({ atomKey, ord }), id);
      }
    },
    find: (ref) => ids.get(promptName(ref)),
  };
}

export function promptName({ atomKey, ord }: PromptRef): string {
  return `${ord} ${importKey(atomKey)}`;
}
