import { decodeBase64 } from '../encoding/decodeBase64.ts';
import { FetchError } from './FetchError.ts';

/** Media type and content of a data URI. */
export interface DataUri {
  readonly bytes: Uint8Array;
  /** As written; undefined where the URI states none, which RFC 2397 takes as text/plain. */
  readonly contentType: string | undefined;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** Undoes percent-encoding; everything else is taken as UTF-8. */
function decodePercent(text: string): Uint8Array {
  const source = new TextEncoder().encode(text);
  const bytes = new Uint8Array(source.length);
  let length = 0;
  for (let index = 0; index < source.length; index++) {
    let byte = source[index] ?? 0;
    if (byte === 37) {
      const high = hexDigit(source[index + 1] ?? 0);
      const low = hexDigit(source[index + 2] ?? 0);
      if (high < 0 || low < 0) throw new FetchError('data-malformed', `no two hex digits after % at byte ${index}`);
      byte = high * 16 + low;
      index += 2;
    }
    bytes[length++] = byte;
  }
  return bytes.subarray(0, length);
}

/**
 * Takes a data URI (RFC 2397) apart. Base64 is strict, except that padding may be missing; a fragment is not part of the
 * content, as in every URI, so a `#` has to be percent-encoded.
 *
 * @param uri `data:[<media type>][;base64],<content>`; the scheme in any case.
 * @throws FetchError `data-malformed`
 */
export function parseDataUri(uri: string): DataUri {
  const hash = uri.indexOf('#');
  const text = hash === -1 ? uri : uri.slice(0, hash);
  const comma = text.indexOf(',');
  if (!/^data:/i.test(text) || comma === -1) throw new FetchError('data-malformed', 'no comma after data:');
  const head = text.slice('data:'.length, comma).trim();
  const body = decodePercent(text.slice(comma + 1));
  const mark = /;\s*base64$/i.exec(head);
  const contentType = (mark ? head.slice(0, mark.index) : head).trim() || undefined;
  if (!mark) return { bytes: body, contentType };
  const digits = new TextDecoder().decode(body);
  const bytes = decodeBase64(digits.includes('=') ? digits : digits.padEnd(Math.ceil(digits.length / 4) * 4, '='));
  if (!bytes) throw new FetchError('data-malformed', 'the base64 is broken');
  return { bytes, contentType };
}
