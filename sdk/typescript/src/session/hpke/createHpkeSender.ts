import { createHpkeSuite } from './createHpkeSuite.ts';
import { importHpkeKey } from './importHpkeKey.ts';
import type { HpkeSender, HpkeSenderOptions } from './types.ts';

/**
 * Sets up the sending side of HPKE (RFC 9180, section 5.1). The mode follows from what is given: base, PSK, Auth or
 * AuthPSK. The ephemeral key is fresh.
 *
 * @param options The suite and the keys.
 * @param ephemeralIkm For test vectors only: what the ephemeral key is derived from (section 7.1.3).
 * @throws SessionError `suite-unsupported`, `agreement-key-invalid`
 */
export async function createHpkeSender(options: HpkeSenderOptions, ephemeralIkm?: Uint8Array): Promise<HpkeSender> {
  const { ids, info, psk, senderPrivateKey } = options;
  const suite = createHpkeSuite(ids);
  const recipientPublicKey = await importHpkeKey(suite, 'public', options.recipientPublicKey, "the recipient's key");
  const sender = await suite.createSenderContext({
    recipientPublicKey,
    info,
    ...(psk === undefined ? {} : { psk }),
    ...(senderPrivateKey === undefined
      ? {}
      : { senderKey: await importHpkeKey(suite, 'private', senderPrivateKey, "the sender's key") }),
    ...(ephemeralIkm === undefined ? {} : { ekm: ephemeralIkm }),
  });
  return {
    enc: new Uint8Array(sender.enc),
    seal: async (plaintext, aad) => new Uint8Array(await sender.seal(plaintext, aad)),
    export: async (context, length) => new Uint8Array(await sender.export(context, length)),
  };
}
