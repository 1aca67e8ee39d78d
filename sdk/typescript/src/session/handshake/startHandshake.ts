import { x25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { HANDSHAKE_SUITE, PROTOCOL_VERSION } from '../constants.ts';
import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';
import { createHpkeSender } from '../hpke/createHpkeSender.ts';
import { addCiphertext } from '../wire/addCiphertext.ts';
import { encodeCbor } from '../wire/encodeCbor.ts';
import { isDid } from '../wire/isDid.ts';
import { MESSAGE_TYPES } from '../wire/types.ts';
import { addPending } from './addPending.ts';
import { checkPeer } from './checkPeer.ts';
import { EXPORT_CONTEXT } from './exportContext.ts';
import { extendTranscript } from './extendTranscript.ts';
import { findKey } from './findKey.ts';
import { helloInfo } from './helloInfo.ts';
import { resolvePeer } from './resolvePeer.ts';
import { signPayload } from './signPayload.ts';
import { EMPTY_TRANSCRIPT } from './transcript.ts';

/** Step 1, initiator: makes the message "hello". */
export async function startHandshake(context: SessionContext, did: string): Promise<Uint8Array> {
  const { identity, limits, aeads, entropy } = context;
  if (!isDid(did)) throw new SessionError('options-invalid', 'did: expected a DID', { details: { field: 'did' } });
  await checkPeer(context, did);
  const responder = await resolvePeer(context, did);
  const agreement = findKey(responder, 'agree');

  const contextId = entropy.random(16);
  const ephemeralPrivateKey = entropy.random(32);
  const sender = await createHpkeSender(
    {
      ids: HANDSHAKE_SUITE,
      recipientPublicKey: agreement.publicKey,
      info: helloInfo(did, responder.registry, agreement.id),
    },
    entropy.ephemeralIkm(),
  );
  const created = Math.floor(context.now());
  const keyId = hexToBytes(agreement.id.slice(2));
  const header = encodeCbor([PROTOCOL_VERSION, MESSAGE_TYPES.hello, contextId, keyId, sender.enc]);
  const payload = encodeCbor([
    identity.did,
    identity.registry,
    did,
    responder.registry,
    hexToBytes(identity.signing.keyId.slice(2)),
    hexToBytes(identity.agreement.keyId.slice(2)),
    x25519.getPublicKey(ephemeralPrivateKey),
    aeads,
    created,
  ]);
  const signed = await signPayload(context, 'hello', { transcript: EMPTY_TRANSCRIPT, header, payload });
  const message = addCiphertext(header, await sender.seal(signed, header));
  await addPending(context, {
    stage: 'hello-sent',
    contextId: bytesToHex(contextId),
    peerDid: did,
    peerRegistry: responder.registry,
    peerAgreementKeyId: agreement.id,
    expiresAt: created + limits.handshakeTimeout,
    transcript: extendTranscript(EMPTY_TRANSCRIPT, message, payload),
    ephemeralPrivateKey,
    helloSecret: await sender.export(EXPORT_CONTEXT, 32),
    aeads,
  });
  return message;
}
