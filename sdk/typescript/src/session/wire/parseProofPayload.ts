import { CborFields } from './CborFields.ts';

/** What is sealed in the last message of each side, besides the signature. */
export interface ProofPayload {
  readonly created: number;
}

/** @throws SessionError `message-malformed` */
export function parseProofPayload(bytes: Uint8Array): ProofPayload {
  const fields = new CborFields(bytes, 'proof');
  const created = fields.uint('created');
  fields.end();
  return { created };
}
