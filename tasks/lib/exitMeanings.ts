import type { EXIT } from './types.ts';

/** What each exit code says, for people. */
export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'It is done, or the answer is yes: a verdict is valid',
  refused: 'The answer is no, a verdict is invalid, or the chain refused',
  usage: 'An argument or a file is wrong; nothing was sent',
  unknown: "It can't be told: the chain can't be reached, or a verdict is unknown",
  declined: "It wasn't confirmed; nothing was sent",
};
