import { HANDSHAKE_SUITE, SESSION_AEADS } from '../constants.ts';
import type { SessionAead } from '../constants.ts';
import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';
import { checkX25519PublicKey } from '../hpke/checkX25519PublicKey.ts';
import { createHpkeRecipient } from '../hpke/createHpkeRecipient.ts';
import type { SessionKey } from '../types.ts';
import type { HelloPayload } from '../wire/parseHelloPayload.ts';
import { parseHelloPayload } from '../wire/parseHelloPayload.ts';
import { parseSigned } from '../wire/parseSigned.ts';
import type { HelloMessage } from '../wire/types.ts';
import { checkCreated } from './checkCreated.ts';
import { checkPeer } from './checkPeer.ts';
import { EXPORT_CONTEXT } from './exportContext.ts';
import { findKey } from './findKey.ts';
import { helloInfo } from './helloInfo.ts';
import { resolvePeer } from './resolvePeer.ts';
import { EMPTY_TRANSCRIPT } from './transcript.ts';
import { verifyPayload } from './verifyPayload.ts';

/** An authenticated first message. */
export interface OpenedHello {
  readonly payload: HelloPayload;
  readonly payloadBytes: Uint8Array;
  readonly aead: SessionAead;
  readonly signingKey: SessionKey;
  readonly agreementKey: SessionKey;
  readonly secret: Uint8Array;
}

/** Opens "hello" and checks whose it is. What costs least is checked first, the chain last. */
export async function openHello(context: SessionContext, message: HelloMessage): Promise<OpenedHello> {
  const { identity } = context;
  if (`0x${message.agreementKeyId}` !== identity.agreement.keyId) {
    throw mismatch('key-agreement key', `0x${message.agreementKeyId}`);
  }
  const recipient = await createHpkeRecipient({
    ids: HANDSHAKE_SUITE,
    recipientPrivateKey: identity.agreement.privateKey,
    enc: message.enc,
    info: helloInfo(identity.did, identity.registry, identity.agreement.keyId),
  });
  const signed = parseSigned(await recipient.open(message.ciphertext, message.header));
  const payload = parseHelloPayload(signed.payload);
  if (payload.responderDid !== identity.did) throw mismatch('DID', payload.responderDid);
  if (payload.responderRegistry !== identity.registry) throw mismatch('registry', payload.responderRegistry);
  checkCreated(context, payload.created);
  checkX25519PublicKey(payload.ephemeralKey, "the initiator's ephemeral key");
  const aead = chooseAead(context, payload.aeads);
  await checkPeer(context, payload.initiatorDid);
  const initiator = await resolvePeer(context, payload.initiatorDid, payload.initiatorRegistry);
  const signingKey = findKey(initiator, 'sign', payload.signingKeyId);
  const agreementKey = findKey(initiator, 'agree', payload.agreementKeyId);
  const signedParts = { transcript: EMPTY_TRANSCRIPT, header: message.header, payload: signed.payload };
  await verifyPayload(signingKey, 'hello', signedParts, signed.signature);
  const secret = await recipient.export(EXPORT_CONTEXT, 32);
  return { payload, payloadBytes: signed.payload, aead, signingKey, agreementKey, secret };
}

/** The first of the initiator's list that is allowed here. */
function chooseAead({ aeads }: SessionContext, offered: readonly number[]): SessionAead {
  const chosen = SESSION_AEADS.filter((aead) => aeads.includes(aead) && offered.includes(aead)).sort(
    (a, b) => offered.indexOf(a) - offered.indexOf(b),
  )[0];
  if (chosen !== undefined) return chosen;
  const message = `the initiator offers the AEADs ${offered.join(', ')}; allowed here are ${aeads.join(', ')}`;
  throw new SessionError('suite-unsupported', message, { details: { offered, allowed: aeads } });
}

function mismatch(what: string, value: string): SessionError {
  const message = `the message is for the ${what} ${value}, which is not the own one`;
  return new SessionError('recipient-mismatch', message, { details: { field: what, value } });
}
