import { encodeBase64Url } from '../encoding/encodeBase64Url.ts';
import type { SigningKey } from '../http/types.ts';
import { CardError } from './CardError.ts';
import { createCardPayloads } from './createCardPayloads.ts';
import { createSigningInput } from './createSigningInput.ts';
import { JWS_ALGORITHMS } from './jwsAlgorithms.ts';
import { readAgentCard } from './readAgentCard.ts';
import type { CardSignature } from './types.ts';

/**
 * Signs an agent card for its field `signatures` (A2A 1.0, section 8.4.2).
 *
 * @param source The card as it will be published, with or without other signatures: its bytes or its text.
 * @param key A key of the agent's for `ed25519`, `ecdsa-p256-sha256` or `es256k`.
 * @param kid The name by which verifiers find the key on the chain.
 * @throws CardError `card-unusable` for a card that no verifier would accept, `key-unusable` for another algorithm or an
 * empty name.
 */
export async function signAgentCard(source: string | Uint8Array, key: SigningKey, kid: string): Promise<CardSignature> {
  const [alg] = Object.entries(JWS_ALGORITHMS).find(([, algorithm]) => algorithm === key.algorithm) ?? [];
  if (alg === undefined || kid === '') {
    const fault = alg === undefined ? `no JWS with ${key.algorithm}` : 'the name is empty';
    throw new CardError('key-unusable', `${fault}; sign with a key that the chain knows, and name it`);
  }
  const { result, raw } = readAgentCard(source, {});
  const [payload] = raw ? createCardPayloads(raw, result.version) : [];
  if (!payload) {
    const reasons = result.issues.filter(({ level }) => level === 'error').map(({ message }) => message);
    throw new CardError('card-unusable', reasons[0] ?? 'the card has no canonical form', { details: { reasons } });
  }
  const header = encodeBase64Url(new TextEncoder().encode(JSON.stringify({ alg, typ: 'JOSE', kid })));
  const signature = await key.sign(createSigningInput(header, payload.bytes));
  return { protected: header, signature: encodeBase64Url(signature) };
}
