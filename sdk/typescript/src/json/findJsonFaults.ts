import { MAX_DEPTH } from './limits.ts';
import type { JsonFault } from './types.ts';

/** More repeated keys than this are not told: pointers can be long, and a hostile file could ask for very many. */
const MAX_FAULTS = 32;

/** An object or a list that is open at the place being read; `keys` is there for objects only. */
interface Frame {
  readonly keys: Set<string> | undefined;
  /** The member being read: a key or an index. */
  at: string | number;
  /** The next string is a key. */
  atKey: boolean;
}

/** The index after the closing quote of the string that begins at `begin`. */
function endOfString(text: string, begin: number): number {
  let index = begin + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index + 1;
}

/**
 * Finds what `JSON.parse` lets pass: keys that occur twice in an object, and nesting beyond {@link MAX_DEPTH}.
 *
 * @param text JSON that `JSON.parse` accepts.
 * @returns The first 32 repeated keys, or the first place that is too deep.
 */
export function findJsonFaults(text: string): JsonFault[] {
  const faults: JsonFault[] = [];
  const frames: Frame[] = [];
  const path = (): (string | number)[] => frames.map(({ at }) => at);
  for (let index = 0; index < text.length; index++) {
    const frame = frames.at(-1);
    const character = text[index];
    if (character === '"') {
      const end = endOfString(text, index);
      if (frame?.keys && frame.atKey) {
        const key = JSON.parse(text.slice(index, end)) as string;
        frame.at = key;
        frame.atKey = false;
        if (frame.keys.has(key)) faults.push({ code: 'json-duplicate-key', path: path() });
        if (faults.length === MAX_FAULTS) return faults;
        frame.keys.add(key);
      }
      index = end - 1;
    } else if (character === '{' || character === '[') {
      if (frames.length === MAX_DEPTH) {
        return [{ code: 'json-too-deep', path: path(), detail: `more than ${MAX_DEPTH} levels` }];
      }
      const isObject = character === '{';
      frames.push({ keys: isObject ? new Set() : undefined, at: isObject ? '' : 0, atKey: isObject });
    } else if (character === '}' || character === ']') {
      frames.pop();
    } else if (character === ',' && frame) {
      if (typeof frame.at === 'number') frame.at += 1;
      else frame.atKey = true;
    }
  }
  return faults;
}
