import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

describe('sage addresses', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk();
  });

  after(async () => {
    await desk.close();
  });

  it('prints every part of the suite', async () => {
    const { out, exitCode } = await desk.run(['addresses']);
    expect(exitCode).to.equal(0);
    for (const [part, { contract, address }] of Object.entries(desk.book.contracts)) {
      expect(out).to.match(new RegExp(`^${part} +${contract} +${address}$`, 'm'));
    }
  });

  it('prints one JSON document', async () => {
    const { contracts, chainId } = await desk.must<{ contracts: Record<string, string>; chainId: string }>([
      'addresses',
    ]);
    expect(chainId).to.equal('31337');
    expect(contracts['sageRegistry']).to.equal(desk.book.contracts.sageRegistry?.address);
  });

  it('says where it looked when there is no suite', async () => {
    const { out, exitCode } = await desk.run(['addresses', '--json', '--deployments', desk.folder]);
    expect(exitCode).to.equal(2);
    expect(JSON.parse(out)).to.have.nested.property('error.code', 'bad-address-book');
    expect(JSON.parse(out)).to.have.nested.property('error.value', `${desk.folder}/31337.json`);
  });
});
