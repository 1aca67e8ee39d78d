import { FetchError } from './FetchError.ts';
import { MEDIA_TYPE, SUFFIX_RANGE } from './mediaTypes.ts';

function matches(essence: string, range: string): boolean {
  const [, begin = '', end = ''] = SUFFIX_RANGE.exec(range) ?? [];
  if (begin === '') return essence === range;
  return essence.startsWith(begin) && essence.endsWith(end) && essence.length > begin.length + end.length;
}

/**
 * Holds a media type to a list. Its parameters, such as the charset, are not looked at: what is read is JSON, which is
 * UTF-8 whatever they say.
 *
 * @param contentType The media type with its parameters; undefined or empty where nothing states one, which passes.
 * @param ranges What is accepted, in lower case.
 * @throws FetchError `content-type-refused`
 */
export function checkContentType(contentType: string | undefined, ranges: readonly string[]): void {
  if (contentType === undefined || contentType === '') return;
  const essence = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  if (MEDIA_TYPE.test(essence) && ranges.some((range) => matches(essence, range))) return;
  throw new FetchError('content-type-refused', JSON.stringify(contentType.slice(0, 100)), { details: { contentType } });
}
