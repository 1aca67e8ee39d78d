import { renderBash } from './renderBash.ts';
import { renderFish } from './renderFish.ts';
import { renderZsh } from './renderZsh.ts';
import type { CompletionFacts } from './types.ts';

/** What makes the script of each shell. */
export const SHELLS: Readonly<Record<string, (facts: CompletionFacts) => string>> = {
  bash: renderBash,
  zsh: renderZsh,
  fish: renderFish,
};
