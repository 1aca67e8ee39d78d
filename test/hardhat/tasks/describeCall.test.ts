// How a call is told to the owners who sign it.
import { expect } from 'chai';
import { ZeroHash } from 'ethers';
import { describe, it } from 'mocha';
import type { AddressBook } from '../../../scripts/deploy/addressBook.ts';
import { callLines, describeCall } from '../../../tasks/lib/governance/describeCall.ts';
import {
  SageTimelock__factory,
  SimpleMultiSig__factory,
  TEEKeyRegistry__factory,
} from '../../../typechain-types/index.ts';

const [REGISTRY, TIMELOCK, MULTISIG] = ['1', '2', '3'].map((digit) => `0x${digit.repeat(40)}`) as [
  string,
  string,
  string,
];
const [FIRST, SECOND] = [
  '0x00000000000000000000000000000000000000AA',
  '0x00000000000000000000000000000000000000bb',
] as const;
const entry = (contract: string, address: string): object => ({
  contract,
  address,
  codeHash: ZeroHash,
  existing: true,
});
const book = {
  contracts: {
    teeKeyRegistry: entry('TEEKeyRegistry', REGISTRY),
    timelock: entry('SageTimelock', TIMELOCK),
    multisig: entry('SimpleMultiSig', MULTISIG),
  },
} as unknown as AddressBook;
const setWeights = TEEKeyRegistry__factory.createInterface().encodeFunctionData('setVoteWeights', [
  [FIRST, SECOND],
  [1n, 2n],
]);

describe('calls as owners are shown them', () => {
  it('keep lists, and name the fields of structs', () => {
    expect(describeCall(book, { target: REGISTRY, value: 0n, data: setWeights }).args).to.deep.equal({
      voters: [FIRST, SECOND],
      weights: [1n, 2n],
    });
    const calls = [{ target: REGISTRY, value: 5n, data: setWeights }];
    const execute = SimpleMultiSig__factory.createInterface().encodeFunctionData('executeWithSignatures', [
      calls,
      1,
      2,
      3,
      [],
    ]);
    expect(describeCall(book, { target: MULTISIG, value: 0n, data: execute }).args).to.deep.equal({
      calls: [{ target: REGISTRY, value: 5n, data: setWeights }],
      nonce: 1n,
      minGas: 2n,
      deadline: 3n,
      confirmations: [],
    });
  });

  it('tell what the timelock will carry out', () => {
    const schedule = SageTimelock__factory.createInterface().encodeFunctionData('schedule', [
      REGISTRY,
      0n,
      setWeights,
      ZeroHash,
      ZeroHash,
      172800n,
    ]);
    const described = describeCall(book, { target: TIMELOCK, value: 0n, data: schedule });
    expect(described.inner?.function).to.equal('setVoteWeights(address[],uint88[])');
    expect(callLines(described)).to.include(`        voters: ${JSON.stringify([FIRST, SECOND])}`);
    expect(callLines(described)).to.include('        weights: ["1","2"]');
  });

  it('mark texts that are no UTF-8', () => {
    const revoke = TEEKeyRegistry__factory.createInterface().encodeFunctionData('revoke', [ZeroHash, 'AAA']);
    const described = describeCall(book, { target: REGISTRY, value: 0n, data: revoke.replace('414141', '41ff41') });
    expect(described.args).to.deep.include({ reason: 'A\ufffdA (not UTF-8)' });
  });

  it('are shown as bytes where the suite does not know them', () => {
    const stranger = { target: FIRST, value: 1n, data: '0x12345678' };
    expect(describeCall(book, stranger)).to.deep.include({ part: null, function: null, args: null });
    expect(callLines(describeCall(book, stranger))).to.deep.equal([
      `${FIRST} (not of this suite): not decoded, with 1 wei`,
      '    data: 0x12345678',
    ]);
  });
});
