import { HANDSHAKE_SUITE } from '../constants.ts';
import type { SessionAead } from '../constants.ts';
import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';
import { createHpkeRecipient } from '../hpke/createHpkeRecipient.ts';
import type { HelloSent, SessionKey } from '../types.ts';
import { parseAnswerPayload } from '../wire/parseAnswerPayload.ts';
import { parseKind } from '../wire/parseKind.ts';
import { parseSigned } from '../wire/parseSigned.ts';
import type { AnswerMessage } from '../wire/types.ts';
import { checkCreated } from './checkCreated.ts';
import { combineSecrets } from './combineSecrets.ts';
import { createProof } from './createProof.ts';
import { EXPORT_CONTEXT } from './exportContext.ts';
import { EXPORT_ONLY_SUITE } from './exportOnlySuite.ts';
import { extendTranscript } from './extendTranscript.ts';
import { findKey } from './findKey.ts';
import { readPending } from './readPending.ts';
import { replacePending } from './replacePending.ts';
import { resolvePeer } from './resolvePeer.ts';
import { transcriptInfo } from './transcriptInfo.ts';
import { verifyPayload } from './verifyPayload.ts';

interface OpenedAnswer {
  readonly aead: SessionAead;
  readonly contextId: string;
  readonly signingKey: SessionKey;
  readonly transcript: Uint8Array;
  readonly secret: Uint8Array;
}

/** Step 3, initiator: checks "answer" and makes the message "finish". */
export async function finishHandshake(context: SessionContext, answer: Uint8Array): Promise<Uint8Array> {
  const parsed = parseKind(answer, 'answer');
  const pending = await readPending(context, parsed.contextId, 'hello-sent');
  const { aead, contextId, signingKey, transcript, secret } = await openAnswer(context, pending, parsed, answer);
  const proof = await createProof(context, 'finish', { contextId, transcript, secret, aead });
  await replacePending(context, pending, {
    stage: 'finish-sent',
    contextId: pending.contextId,
    initiatorContextId: pending.contextId,
    peerDid: pending.peerDid,
    peerRegistry: pending.peerRegistry,
    expiresAt: pending.expiresAt,
    peerSigningKey: signingKey,
    transcript: proof.transcript,
    aead,
    handshakeSecret: secret,
  });
  return proof.message;
}

async function openAnswer(
  context: SessionContext,
  pending: HelloSent,
  { enc, header, ciphertext }: AnswerMessage,
  bytes: Uint8Array,
): Promise<OpenedAnswer> {
  const { transcript: first } = pending;
  const recipient = await createHpkeRecipient({
    ids: HANDSHAKE_SUITE,
    recipientPrivateKey: pending.ephemeralPrivateKey,
    enc,
    info: transcriptInfo('answer', first),
  });
  const { payload: payloadBytes, signature } = parseSigned(await recipient.open(ciphertext, header));
  const payload = parseAnswerPayload(payloadBytes);
  const responder = await resolvePeer(context, pending.peerDid, pending.peerRegistry);
  // It must still be there: the handshake was sealed to it.
  findKey(responder, 'agree', pending.peerAgreementKeyId);
  const signingKey = findKey(responder, 'sign', payload.signingKeyId);
  await verifyPayload(signingKey, 'answer', { transcript: first, header, payload: payloadBytes }, signature);
  checkCreated(context, payload.created);
  const aead = pending.aeads.find((offered) => offered === payload.aead);
  if (aead === undefined) {
    const message = `the responder chose the AEAD ${payload.aead}, which was not offered`;
    throw new SessionError('suite-mismatch', message, { details: { offered: pending.aeads, chosen: payload.aead } });
  }
  const proof = await createHpkeRecipient({
    ids: EXPORT_ONLY_SUITE,
    recipientPrivateKey: context.identity.agreement.privateKey,
    enc: payload.staticEnc,
    info: transcriptInfo('proof', first),
  });
  const transcript = extendTranscript(first, bytes, payloadBytes);
  const secret = combineSecrets(transcript, [
    pending.helloSecret,
    await recipient.export(EXPORT_CONTEXT, 32),
    await proof.export(EXPORT_CONTEXT, 32),
  ]);
  return { aead, contextId: payload.contextId, signingKey, transcript, secret };
}
