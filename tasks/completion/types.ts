import type { CommandDescription } from '../lib/describeCommands.ts';

/** What a completion script knows. */
export interface CompletionFacts {
  /** `sage` with everything below it. */
  readonly root: CommandDescription;
  /** Names of the configured networks. */
  readonly networks: readonly string[];
}

/** A word that can be typed, with what it means. */
export interface Word {
  readonly word: string;
  readonly description: string;
}

/** Commands that carry `sage` among their words, and an alias of that name. */
export const PROGRAMS = ['sage', 'hardhat', 'npx'] as const;

/** Hardhat's own option, which comes with every task that meets a chain. */
export const NETWORK: Word = { word: '--network', description: 'Network to use, as hardhat.config.ts names it' };

/** What can follow a command: the commands below it, and its options. */
export function wordsAfter({ commands, options, isGroup }: CommandDescription): Word[] {
  return [
    ...commands.map(({ words, description }) => ({ word: words.at(-1) ?? '', description })),
    ...options.map(({ flag, description }) => ({ word: flag, description })),
    ...(isGroup ? [] : [NETWORK]),
  ];
}

/** The options of a command that take a value. */
export function valuedOptions({ options }: CommandDescription): string[] {
  return options.filter(({ takesValue }) => takesValue).map(({ flag }) => flag);
}

/** Quotes a text for a POSIX shell. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
