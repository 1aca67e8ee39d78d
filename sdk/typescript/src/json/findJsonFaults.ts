import { MAX_DEPTH, MAX_KEY_LENGTH, MAX_VALUES } from './limits.ts';
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
 * Finds what `JSON.parse` lets pass: keys that occur twice in an object, and what is beyond {@link MAX_DEPTH},
 * {@link MAX_VALUES} or {@link MAX_KEY_LENGTH}. Without the limits a file of 1 MiB could hold half a million faults, or
 * faults under keys of a million characters, and telling them would take all time and memory.
 *
 * @param text JSON that `JSON.parse` accepts.
 * @returns The first 32 repeated keys, or the first place that is beyond a limit.
 */
export function findJsonFaults(text: string): JsonFault[] {
  const faults: JsonFault[] = [];
  const frames: Frame[] = [];
  let values = 0;
  const path = (): (string | number)[] => frames.map(({ at }) => at);
  for (let index = 0; index < text.length; index++) {
    const frame = frames.at(-1);
    const character = text[index];
    if (character === '"') {
      const end = endOfString(text, index);
      if (frame?.keys && frame.atKey) {
        if (end - index - 2 > MAX_KEY_LENGTH) {
          return [
            { code: 'json-key-too-long', path: path().slice(0, -1), detail: `more than ${MAX_KEY_LENGTH} characters` },
          ];
        }
        const key = JSON.parse(text.slice(index, end)) as string;
        frame.at = key;
        frame.atKey = false;
        if (frame.keys.has(key)) faults.push({ code: 'json-duplicate-key', path: path() });
        if (faults.length === MAX_FAULTS) return faults;
        frame.keys.add(key);
      }
      index = end - 1;
    } else if (character === '{' || character === '[') {
      values += 1;
      if (frames.length === MAX_DEPTH) {
        return [{ code: 'json-too-deep', path: path(), detail: `more than ${MAX_DEPTH} levels` }];
      }
      const isObject = character === '{';
      frames.push({ keys: isObject ? new Set() : undefined, at: isObject ? '' : 0, atKey: isObject });
    } else if (character === '}' || character === ']') {
      frames.pop();
    } else if (character === ',' && frame) {
      values += 1;
      if (values > MAX_VALUES) return [{ code: 'json-too-many-values', path: [], detail: `more than ${MAX_VALUES}` }];
      if (typeof frame.at === 'number') frame.at += 1;
      else frame.atKey = true;
    }
  }
  return faults;
}
