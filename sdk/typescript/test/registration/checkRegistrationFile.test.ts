import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { REGISTRATION_TYPE, checkRegistrationFile } from '../../src/index.ts';
import { bytesOf, entry, file } from './support.ts';

const check = (value: unknown) => {
  const { verdict, version, issues } = checkRegistrationFile(bytesOf(value));
  return [verdict, version, ...issues.map(({ code }) => code)];
};

describe('checkRegistrationFile', () => {
  it('tells the forms of a file apart', () => {
    expect(check(file())).to.deep.equal(['valid', 'registration-v1']);
    const endpoints = [{ name: 'web', endpoint: 'https://tides.example' }];
    expect(check(file({ services: undefined, endpoints }))).to.deep.equal([
      'valid',
      'registration-v1-draft',
      'endpoints-legacy',
    ]);
    expect(check({ registrations: [entry] })).to.deep.equal(['valid', 'domain-proof']);
  });

  it('is invalid for any error, and then has no version', () => {
    expect(check(file({ name: '' }))).to.deep.equal(['invalid', undefined, 'field-empty']);
    expect(checkRegistrationFile(new Uint8Array([0xff])).verdict).to.equal('invalid');
  });

  it('is unknown where it can not judge, also beside errors', () => {
    const type = REGISTRATION_TYPE.replace(/1$/, '2');
    expect(check(file({ type }))).to.deep.equal(['unknown', undefined, 'type-newer']);
    expect(check({ type, agents: [] }).slice(0, 3)).to.deep.equal(['unknown', undefined, 'type-newer']);
    expect(checkRegistrationFile(bytesOf(file()), { maxBytes: 10 }).verdict).to.equal('unknown');
    expect(checkRegistrationFile(new TextEncoder().encode('['.repeat(100) + ']'.repeat(100))).verdict).to.equal(
      'unknown',
    );
  });

  it('tells 32 repeated keys and no more', () => {
    const text = `{${Array.from({ length: 100 }, () => '"a":1').join(',')}}`;
    expect(checkRegistrationFile(new TextEncoder().encode(text)).issues).to.have.length(32);
  });

  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
  const cards = join(process.env['SAGE_SHARED'] ?? join(root, '..', 'shared'), 'data', 'cards');
  if (existsSync(cards)) {
    for (const name of readdirSync(cards)) {
      it(`has a verdict for the agent card ${name}`, () => {
        const { verdict } = checkRegistrationFile(readFileSync(join(cards, name)));
        expect(verdict).to.equal(name.startsWith('Stakemate369') ? 'valid' : 'invalid');
      });
    }
  }
});
