import { OpenError } from '@hpke/core';
import { SessionError } from '../SessionError.ts';
import { createHpkeSuite } from './createHpkeSuite.ts';
import { importHpkeKey } from './importHpkeKey.ts';
import type { HpkeRecipient, HpkeRecipientOptions } from './types.ts';

/**
 * Sets up the receiving side of HPKE (RFC 9180, section 5.1). The mode follows from what is given.
 *
 * @param options The suite, the keys and the encapsulated key.
 * @throws SessionError `suite-unsupported`, `agreement-key-invalid`
 */
export async function createHpkeRecipient(options: HpkeRecipientOptions): Promise<HpkeRecipient> {
  const { ids, info, psk, enc, senderPublicKey } = options;
  const suite = createHpkeSuite(ids);
  const recipientKey = await importHpkeKey(suite, 'private', options.recipientPrivateKey, "the recipient's key");
  await importHpkeKey(suite, 'public', enc, 'the encapsulated key');
  const recipient = await suite.createRecipientContext({
    recipientKey,
    enc,
    info,
    ...(psk === undefined ? {} : { psk }),
    ...(senderPublicKey === undefined
      ? {}
      : { senderPublicKey: await importHpkeKey(suite, 'public', senderPublicKey, "the sender's key") }),
  });
  return {
    open: async (ciphertext, aad) => {
      try {
        return new Uint8Array(await recipient.open(ciphertext, aad));
      } catch (cause) {
        if (!(cause instanceof OpenError)) throw cause;
        throw new SessionError('decryption-failed', 'the sealed message is not authentic', { cause });
      }
    },
    export: async (context, length) => new Uint8Array(await recipient.export(context, length)),
  };
}
