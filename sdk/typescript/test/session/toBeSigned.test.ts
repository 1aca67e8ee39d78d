import { expect } from 'chai';
import { describe, it } from 'mocha';
import { toBeSigned } from '../../src/session/handshake/toBeSigned.ts';
import { MESSAGE_TYPES } from '../../src/session/wire/types.ts';
import type { MessageKind } from '../../src/session/wire/types.ts';

const TRANSCRIPT = new Uint8Array(32).fill(1);
const HEADER = new Uint8Array(20).fill(2);
const PAYLOAD = new Uint8Array(50).fill(3);

describe('what a handshake message signs', () => {
  // The ciphertext is bound to the same values, so that no exchange of messages can show a signature that leaves one out.
  it('test_attack_A34 is the kind of the message, all that came before, the header and the payload', () => {
    const own = toBeSigned('finish', TRANSCRIPT, HEADER, PAYLOAD);
    const changed = (bytes: Uint8Array): Uint8Array => bytes.with(bytes.length - 1, 9);
    const others = [
      toBeSigned('finish', changed(TRANSCRIPT), HEADER, PAYLOAD),
      toBeSigned('finish', TRANSCRIPT, changed(HEADER), PAYLOAD),
      toBeSigned('finish', TRANSCRIPT, HEADER, changed(PAYLOAD)),
      ...(Object.keys(MESSAGE_TYPES) as MessageKind[])
        .filter((kind) => kind !== 'finish')
        .map((kind) => toBeSigned(kind, TRANSCRIPT, HEADER, PAYLOAD)),
      // A byte moved from one to the next.
      toBeSigned('finish', new Uint8Array(31).fill(1), Uint8Array.of(1, ...HEADER), PAYLOAD),
      toBeSigned('finish', TRANSCRIPT, HEADER.slice(1), Uint8Array.of(2, ...PAYLOAD)),
    ].map((bytes) => Buffer.from(bytes).toString('hex'));
    expect(new Set([Buffer.from(own).toString('hex'), ...others]).size).to.equal(others.length + 1);
    expect(own[0]).to.equal(0x85);
  });
});
