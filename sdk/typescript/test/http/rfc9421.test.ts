import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createNodeSigningKey, createNodeVerificationKey } from '../../src/http/node/index.ts';
import {
  SIGNATURE_REASONS,
  createSignatureBase,
  createSigningKey,
  createVerificationKey,
  signMessage,
  verifyMessage,
} from '../../src/index.ts';
import type { SignatureReason } from '../../src/index.ts';
import { RFC9421, acceptsHighS, materialOf, outcome, policy, resolver, thrown, toMessage } from './support.ts';

describe('RFC 9421: signatures of the examples', () => {
  for (const vector of RFC9421.signatures) {
    const { id, label, algorithm, key: keyName, signatureBase } = vector;
    const message = toMessage(vector.message, vector.request);
    const options = { acceptsHighS: acceptsHighS(algorithm) };

    it(`section ${vector.section} (${id}): valid with node:crypto, with this base`, async () => {
      const key = createNodeVerificationKey(algorithm, materialOf(keyName), options);
      const verdict = await verifyMessage(message, policy({ resolveKey: resolver(key), label }));
      expect(verdict).to.deep.include({ status: 'valid', label, algorithm, signatureBase });
      expect(verdict).to.have.property('components').that.deep.equals(vector.components);
      expect(verdict).to.have.property('parameters').that.deep.includes(vector.parameters);
    });

    it(`section ${vector.section} (${id}): valid without node:crypto`, async () => {
      const key = await createVerificationKey(algorithm, materialOf(keyName), options);
      expect(outcome(await verifyMessage(message, policy({ resolveKey: resolver(key), label })))).to.equal('valid');
    });

    it(`section ${vector.section} (${id}): signing gives the same base`, () => {
      const base = createSignatureBase(message, vector.components, vector.parameters);
      expect(base).to.equal(signatureBase);
    });

    if (vector.deterministic) {
      for (const maker of [createNodeSigningKey, createSigningKey]) {
        it(`section ${vector.section} (${id}): ${maker.name} gives the same signature`, async () => {
          const key = await maker(algorithm, materialOf(keyName));
          const { components, parameters } = vector;
          const signed = await signMessage(message, { key, components, parameters, label: 'again' });
          expect(signed.signature).to.equal(`again=:${vector.signature}:`);
        });
      }
    }
  }
});

describe('RFC 9421, section 2: component values', () => {
  for (const { section, id, component, message, expect: expected } of RFC9421.components) {
    it(`section ${section} (${id}): ${component}`, async () => {
      const build = (): string => createSignatureBase(toMessage(message), [component], {}, message.sfTypes);
      if (expected.line !== undefined) {
        expect(build()).to.equal(`${expected.line}\n"@signature-params": (${component})`);
      } else {
        const { code } = await thrown(build);
        expect(SIGNATURE_REASONS[code as SignatureReason].family).to.equal(expected.error);
      }
    });
  }
});
