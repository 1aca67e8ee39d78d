// What address books hold is checked when they are read: a book that was edited by hand says which field is wrong.
import { expect } from 'chai';
import { ZeroAddress } from 'ethers';
import { describe, it } from 'mocha';
import { AddressBookError, parseAddressBook, toAddressBook } from '../../../scripts/deploy/addressBook.ts';
import type { AddressBook } from '../../../scripts/deploy/addressBook.ts';
import type { Deployment } from '../../../scripts/deploy/deploySuite.ts';
import { deploymentOf, suiteConfigOf } from '../../../scripts/deploy/fromAddressBook.ts';

const address = (digit: string): string => `0x${digit.repeat(40)}`;
const hash = (digit: string): string => `0x${digit.repeat(64)}`;
const [OWNER, SECOND, GUARDIAN, VERIFIER] = ['1', '2', '3', '4'].map(address) as [string, string, string, string];
const GOVERNANCE = { owners: [OWNER, SECOND], threshold: 2, guardian: GUARDIAN, delay: 172_800 };

const deployment = (verifier: string): Deployment => ({
  chainId: 11155111n,
  contracts: [
    { part: 'identityRegistry', contract: 'ERC8004IdentityRegistry', address: address('5'), codeHash: hash('5') },
    {
      part: 'sageRegistry',
      contract: 'SageRegistryV3',
      address: address('6'),
      codeHash: hash('6'),
      deployment: {
        args: [address('5'), 'sepolia', address('7'), verifier, address('8'), GUARDIAN],
        transaction: hash('9'),
        block: 12,
      },
    },
  ],
});

const bookOf = (verifier = VERIFIER): AddressBook =>
  toAddressBook(deployment(verifier), {
    network: 'sepolia',
    chainClass: 'test',
    governance: GOVERNANCE,
    commit: 'a'.repeat(40),
    compiler: { version: '0.8.36', evmVersion: 'cancun', viaIR: true, runs: 200 },
    deployedAt: '2026-01-02T03:04:05.000Z',
  });

/** What parsing a book with one value changed complains about. */
function complaintAbout(path: string, value: unknown): string {
  const book = JSON.parse(JSON.stringify(bookOf())) as Record<string, unknown>;
  const fields = path.split('.');
  const last = fields.pop() ?? '';
  const holder = fields.reduce((at, field) => at[field] as Record<string, unknown>, book);
  holder[last] = value;
  try {
    parseAddressBook(JSON.stringify(book), 'book.json');
  } catch (error) {
    if (error instanceof AddressBookError && error.path === 'book.json') return error.message;
    throw error;
  }
  throw new Error(`a book with ${path} ${JSON.stringify(value)} was accepted`);
}

describe('address books', () => {
  it('come back as they were written', () => {
    const book = bookOf();
    expect(parseAddressBook(JSON.stringify(book), 'book.json')).to.deep.equal(book);
  });

  it('give back the configuration and the deployment that they were made of', () => {
    expect(deploymentOf(bookOf())).to.deep.equal(deployment(VERIFIER));
    expect(suiteConfigOf(bookOf())).to.deep.equal({
      network: 'sepolia',
      governance: GOVERNANCE,
      existing: { identityRegistry: address('5') },
      ed25519Verifier: VERIFIER,
      rateHook: false,
    });
    expect(suiteConfigOf(bookOf(ZeroAddress))).to.not.have.property('ed25519Verifier');
  });

  const wrong: [path: string, value: unknown, complaint: string][] = [
    ['chainClass', 'production', 'chainClass is "production", expected one of main, test, local; restore the file'],
    ['governance', undefined, 'governance is undefined, expected an object; restore the file'],
    ['governance', null, 'governance is null, expected an object; restore the file'],
    ['governance.owners', OWNER, `governance.owners is "${OWNER}", expected a list of addresses; restore the file`],
    ['governance.owners', [OWNER, OWNER], `governance.owners: "${OWNER}"; name every owner once`],
    ['governance.threshold', '2', 'governance.threshold is "2", expected a number; restore the file'],
    ['governance.threshold', 1, 'governance.threshold: 1; choose 2 to 2'],
    ['governance.guardian', 7, 'governance.guardian is 7, expected an address; restore the file'],
    ['governance.delay', undefined, 'governance.delay is undefined, expected a number of seconds; restore the file'],
    ['governance.delay', 60, 'governance.delay: 60; choose 172800 to 2592000 seconds'],
    ['contracts', null, 'contracts is null, expected an object; restore the file'],
    ['contracts.sageRegistry', null, 'contracts.sageRegistry is null, expected an object; restore the file'],
    [
      'contracts.sageRegistry.block',
      '12',
      'contracts.sageRegistry.block is "12", expected the number of a block; restore the file',
    ],
  ];
  for (const [path, value, complaint] of wrong) {
    it(`refuses ${path} ${JSON.stringify(value)}`, () => {
      expect(complaintAbout(path, value)).to.equal(`book.json: ${complaint}`);
    });
  }
});
