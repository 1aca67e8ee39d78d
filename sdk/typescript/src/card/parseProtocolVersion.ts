import type { CardVersion } from './types.ts';

const KNOWN: readonly CardVersion[] = ['0.2', '0.3', '1.0'];

/**
 * Reads a version of A2A. A third number (`0.3.0`) says nothing about the form of a card.
 *
 * @param text As a card states it.
 * @returns The version; `unknown` for one that isn't known here, `malformed` for what is none.
 */
export function parseProtocolVersion(text: string): CardVersion | 'unknown' | 'malformed' {
  const match = /^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})(?:\.(?:0|[1-9][0-9]{0,5}))?$/.exec(text);
  if (!match) return 'malformed';
  const [, major = '', minor = ''] = match;
  return KNOWN.find((version) => version === `${major}.${minor}`) ?? 'unknown';
}
