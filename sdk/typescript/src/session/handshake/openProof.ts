import type { SessionContext } from '../createSessionContext.ts';
import { openBytes } from '../openBytes.ts';
import type { AwaitingProof } from '../types.ts';
import { parseProofPayload } from '../wire/parseProofPayload.ts';
import { parseSigned } from '../wire/parseSigned.ts';
import type { ProofMessage } from '../wire/types.ts';
import { checkCreated } from './checkCreated.ts';
import { extendTranscript } from './extendTranscript.ts';
import { proofKeys } from './proofKeys.ts';
import { verifyPayload } from './verifyPayload.ts';

/**
 * Opens and checks "finish" or "done".
 *
 * @param bytes The message as it came.
 * @returns The transcript after it.
 */
export async function openProof(
  context: SessionContext,
  { aead, handshakeSecret, peerSigningKey, transcript }: AwaitingProof,
  { kind, header, ciphertext }: ProofMessage,
  bytes: Uint8Array,
): Promise<Uint8Array> {
  const keys = proofKeys(handshakeSecret, kind, transcript);
  const { payload, signature } = parseSigned(await openBytes(aead, keys, ciphertext, header));
  const { created } = parseProofPayload(payload);
  await verifyPayload(peerSigningKey, kind, { transcript, header, payload }, signature);
  checkCreated(context, created);
  return extendTranscript(transcript, bytes, payload);
}
