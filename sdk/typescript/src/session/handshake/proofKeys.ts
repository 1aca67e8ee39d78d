import { expandSecret } from './expandSecret.ts';

/** Key and nonce of one last message; each is used once. */
export function proofKeys(
  secret: Uint8Array,
  kind: 'finish' | 'done',
  transcript: Uint8Array,
): { readonly key: Uint8Array; readonly nonce: Uint8Array } {
  return {
    key: expandSecret(secret, `${kind} key`, transcript, 32),
    nonce: expandSecret(secret, `${kind} nonce`, transcript, 12),
  };
}
