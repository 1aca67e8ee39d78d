import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { askStore } from '../askStore.ts';
import { HANDSHAKE_SUITE, PROTOCOL_VERSION } from '../constants.ts';
import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';
import { createHpkeSender } from '../hpke/createHpkeSender.ts';
import { addCiphertext } from '../wire/addCiphertext.ts';
import { encodeCbor } from '../wire/encodeCbor.ts';
import { parseKind } from '../wire/parseKind.ts';
import { MESSAGE_TYPES } from '../wire/types.ts';
import { addPending } from './addPending.ts';
import { combineSecrets } from './combineSecrets.ts';
import { EXPORT_CONTEXT } from './exportContext.ts';
import { EXPORT_ONLY_SUITE } from './exportOnlySuite.ts';
import { extendTranscript } from './extendTranscript.ts';
import { openHello } from './openHello.ts';
import { signPayload } from './signPayload.ts';
import { EMPTY_TRANSCRIPT } from './transcript.ts';
import { transcriptInfo } from './transcriptInfo.ts';

/** Step 2, responder: checks "hello" and makes the message "answer". */
export async function answerHello(context: SessionContext, hello: Uint8Array): Promise<Uint8Array> {
  const { identity, limits, entropy } = context;
  const parsed = parseKind(hello, 'hello');
  const opened = await openHello(context, parsed);
  await rememberHello(context, hello, opened.payload.created);

  const first = extendTranscript(EMPTY_TRANSCRIPT, hello, opened.payloadBytes);
  const sender = await createHpkeSender(
    {
      ids: HANDSHAKE_SUITE,
      recipientPublicKey: opened.payload.ephemeralKey,
      info: transcriptInfo('answer', first),
    },
    entropy.ephemeralIkm(),
  );
  const proof = await createHpkeSender(
    {
      ids: EXPORT_ONLY_SUITE,
      recipientPublicKey: opened.agreementKey.publicKey,
      info: transcriptInfo('proof', first),
    },
    entropy.ephemeralIkm(),
  );
  const contextId = entropy.random(16);
  const created = Math.floor(context.now());
  const initiatorContext = hexToBytes(parsed.contextId);
  const header = encodeCbor([PROTOCOL_VERSION, MESSAGE_TYPES.answer, initiatorContext, sender.enc]);
  const signingKeyId = hexToBytes(identity.signing.keyId.slice(2));
  const payload = encodeCbor([contextId, signingKeyId, proof.enc, opened.aead, created]);
  const signed = await signPayload(context, 'answer', { transcript: first, header, payload });
  const message = addCiphertext(header, await sender.seal(signed, header));
  const transcript = extendTranscript(first, message, payload);
  await addPending(context, {
    stage: 'hello-answered',
    contextId: bytesToHex(contextId),
    initiatorContextId: parsed.contextId,
    peerDid: opened.payload.initiatorDid,
    peerRegistry: opened.payload.initiatorRegistry,
    peerSigningKey: opened.signingKey,
    expiresAt: created + limits.handshakeTimeout,
    transcript,
    aead: opened.aead,
    handshakeSecret: combineSecrets(transcript, [
      opened.secret,
      await sender.export(EXPORT_CONTEXT, 32),
      await proof.export(EXPORT_CONTEXT, 32),
    ]),
  });
  return message;
}

/** For as long as {@link checkCreated} would let a copy pass. */
async function rememberHello({ store, limits }: SessionContext, hello: Uint8Array, created: number): Promise<void> {
  const expiresAt = created + limits.handshakeTimeout + limits.clockSkew;
  if (await askStore(() => store.rememberHello(bytesToHex(sha256(hello)), expiresAt))) return;
  throw new SessionError('handshake-replayed', 'this "hello" was answered before');
}
