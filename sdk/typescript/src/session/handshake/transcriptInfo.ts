import { LABEL } from '../constants.ts';
import { encodeCbor } from '../wire/encodeCbor.ts';

/** The `info` of what the answer seals and encapsulates: the transcript of the first message. */
export function transcriptInfo(purpose: 'answer' | 'proof', transcript: Uint8Array): Uint8Array {
  return encodeCbor([LABEL, purpose, transcript]);
}
