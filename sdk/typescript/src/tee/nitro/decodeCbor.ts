import { decode, Tokenizer } from 'cborg';
import { TeeError } from '../TeeError.ts';

/**
 * Decodes one CBOR item that fills all the bytes, by the core rules of RFC 8949 4.2.1: definite lengths and shortest
 * forms, no key twice, no tags, no undefined, no NaN or infinity. Maps become `Map`, so that no key can touch a
 * prototype. The order of keys is left free, because the Nitro security module doesn't sort them.
 *
 * @param what Name of the item, for messages.
 * @throws TeeError `evidence-malformed` with the offset at which decoding stopped.
 */
export function decodeCbor(bytes: Uint8Array, what: string): unknown {
  const options = {
    allowIndefinite: false,
    allowInfinity: false,
    allowNaN: false,
    allowUndefined: false,
    allowBigInt: false,
    rejectDuplicateMapKeys: true,
    strict: true,
    useMaps: true,
  };
  const tokenizer = new Tokenizer(bytes, options);
  try {
    return decode(bytes, { ...options, tokenizer });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TeeError('evidence-malformed', `${what}: ${reason}`, { offset: tokenizer.pos(), cause: error });
  }
}
