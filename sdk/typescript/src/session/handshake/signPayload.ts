import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';
import { encodeCbor } from '../wire/encodeCbor.ts';
import type { MessageKind } from '../wire/types.ts';
import { toBeSigned } from './toBeSigned.ts';

/** Bytes of a signature of every algorithm that is used here. */
const SIGNATURE_BYTES = 64;

/**
 * Signs the transcript with a payload added to it.
 *
 * @returns What is to be sealed: payload and signature.
 * @throws SessionError `signing-failed`
 */
export async function signPayload(
  { identity }: SessionContext,
  kind: MessageKind,
  { transcript, header, payload }: { transcript: Uint8Array; header: Uint8Array; payload: Uint8Array },
): Promise<Uint8Array> {
  let signature: Uint8Array;
  try {
    signature = await identity.signing.key.sign(toBeSigned(kind, transcript, header, payload));
  } catch (cause) {
    throw new SessionError('signing-failed', 'the signing key failed; see the cause', { cause });
  }
  if (signature.length !== SIGNATURE_BYTES) {
    const message = `the signing key gave ${signature.length} bytes; a signature has ${SIGNATURE_BYTES}`;
    throw new SessionError('signing-failed', message);
  }
  return encodeCbor([payload, signature]);
}
