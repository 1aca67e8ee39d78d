import { assertSize } from '../assertSize.ts';
import { TEE_LIMITS } from '../limits.ts';
import { TeeError } from '../TeeError.ts';

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

function decodeBase64(text: string, offset: number): Uint8Array {
  const fault = () => new TeeError('pem-malformed', 'PEM: not canonical base64', { offset });
  if (text.length === 0 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw fault();
  const binary = atob(text);
  // Bits that the padding leaves unused are dropped by atob; two texts would then mean the same bytes.
  if (btoa(binary) !== text) throw fault();
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/**
 * Reads a chain of PEM certificates: RFC 7468, with nothing but line breaks (LF or CRLF) around and inside them.
 *
 * @param text The chain; one NUL at its end is accepted, because quotes carry C strings.
 * @returns The DER of each, in order; at least one.
 * @throws TeeError `input-too-large` or `pem-malformed` with the offset of the certificate at fault.
 */
export function parsePem(text: string): Uint8Array[] {
  assertSize(text, TEE_LIMITS.pem, 'PEM chain');
  const found: Uint8Array[] = [];
  const body = text.endsWith('\0') ? text.slice(0, -1) : text;
  let offset = 0;
  let collected: string | undefined;
  const lines = body.split('\n');
  for (const [index, line] of lines.entries()) {
    // A CR belongs to the LF behind it; after the last LF there is none.
    const content = line.endsWith('\r') && index < lines.length - 1 ? line.slice(0, -1) : line;
    if (collected === undefined) {
      if (content === BEGIN) collected = '';
      else if (content !== '') throw new TeeError('pem-malformed', 'PEM: text outside of a certificate', { offset });
    } else if (content === END) {
      found.push(decodeBase64(collected, offset));
      collected = undefined;
    } else if (content === '' || content.length > 76) {
      throw new TeeError('pem-malformed', 'PEM: a line without content, or of more than 76 characters', { offset });
    } else {
      collected += content;
    }
    offset += line.length + 1;
  }
  if (collected !== undefined || found.length === 0) {
    throw new TeeError('pem-malformed', 'PEM: no complete certificate at the end', { offset: body.length });
  }
  return found;
}
