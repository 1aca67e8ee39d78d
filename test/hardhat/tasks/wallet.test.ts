import { expect } from 'chai';
import { AbiCoder, Wallet, ZeroAddress } from 'ethers';
import { after, afterEach, before, describe, it } from 'mocha';
import { createWalletMessageRequest } from '../../../sdk/typescript/src/client/index.ts';
import type { Hex } from '../../../sdk/typescript/src/client/index.ts';
import { failOf, putKey, registerAgent } from './agents.ts';
import type { Failure } from './agents.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

interface Request {
  readonly digest: string;
  readonly deadline: number;
  readonly typedData: {
    readonly domain: Record<string, string>;
    readonly types: Record<string, { name: string; type: string }[]>;
    readonly message: Record<string, unknown>;
  };
}

describe('sage wallet', () => {
  let desk: Desk;
  let back: () => Promise<void>;
  let agent: string;
  let account: string;

  before(async () => {
    desk = await openDesk();
    const { did } = await registerAgent(desk, 'wallet-tests', [await putKey(desk, 'agent')]);
    agent = did;
    account = desk.accounts[6]?.address ?? '';
    back = await desk.snapshot();
  });

  afterEach(() => back());

  after(async () => {
    await desk.close();
  });

  const walletOf = async (): Promise<string> => {
    const agentId = await desk.contract('sageRegistry').agentByDID(agent);
    return desk.contract('identityRegistry').getAgentWallet(agentId);
  };

  const codeOf = (words: readonly string[], exitCode: number): Promise<Failure> =>
    failOf(desk, [...words, '--yes'], exitCode);

  it('test_attack_A39: wallet set has an account of the network consent', async () => {
    const { exitCode, err } = await desk.run(['wallet', 'set', agent, '--wallet', account], ['yes']);
    expect(exitCode).to.equal(0);
    expect(err).to.contain(`Makes ${account} the wallet of agent`);
    expect(await walletOf()).to.equal(account);
  });

  it('has a key file consent, for its own account only', async () => {
    const { address = '' } = await putKey(desk, 'payee');
    await desk.must(['wallet', 'set', agent, '--wallet', address, '--key', 'payee']);
    expect((await walletOf()).toLowerCase()).to.equal(address);
    const other = await codeOf(['wallet', 'set', agent, '--wallet', account, '--key', 'payee'], 2);
    expect(other).to.include({ code: 'key-other-account', field: '--key', value: 'payee' });
    await putKey(desk, 'no-account', 'p256');
    const noAccount = await codeOf(['wallet', 'set', agent, '--wallet', account, '--key', 'no-account'], 2);
    expect(noAccount).to.include({ code: 'key-other-account' });
  });

  it('test_attack_A39: wallet request is what a wallet elsewhere signs', async () => {
    const elsewhere = Wallet.createRandom();
    const words = [agent, '--wallet', elsewhere.address];
    const { typedData, deadline } = await desk.must<Request>(['wallet', 'request', ...words]);
    const { EIP712Domain: _, ...types } = typedData.types;
    const signature = await elsewhere.signTypedData(typedData.domain, types, typedData.message);
    const set = ['wallet', 'set', ...words, '--signature', signature];
    expect(await codeOf(set, 2)).to.include({ code: 'option-missing', field: '--deadline' });
    const late = await codeOf([...set, '--deadline', String(deadline - 1)], 1);
    expect(late).to.have.nested.property('details.error', 'IdentityInvalidWalletSignature');
    await desk.must([...set, '--deadline', String(deadline)]);
    expect(await walletOf()).to.equal(elsewhere.address);
    const again = await codeOf([...set, '--deadline', String(deadline)], 1);
    expect(again).to.have.nested.property('details.error', 'IdentityWalletDeadlineNotLater');
  });

  it('has a contract (ERC-1271) confirm what its owners signed', async () => {
    const multisig = desk.contract('multisig');
    const wallet = await multisig.getAddress();
    const { digest, deadline } = await desk.must<Request>(['wallet', 'request', agent, '--wallet', wallet]);
    const contract = { chainId: BigInt(desk.book.chainId), address: wallet as Hex };
    const { typedData } = createWalletMessageRequest(contract, digest as Hex, await multisig.ownersVersion());
    const owners = desk.accounts
      .slice(1, 3)
      .sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1));
    const sign = async (owner: (typeof owners)[number]): Promise<[string, string]> => {
      const types = Object.fromEntries(Object.entries(typedData.types).map(([name, fields]) => [name, [...fields]]));
      return [owner.address, await owner.signTypedData(typedData.domain, types, typedData.message)];
    };
    const confirmations = await Promise.all(owners.map(sign));
    const encode = (some: readonly [string, string][]): string =>
      AbiCoder.defaultAbiCoder().encode(['tuple(address,bytes)[]'], [some]);
    const set = ['wallet', 'set', agent, '--wallet', wallet, '--deadline', String(deadline), '--signature'];
    const tooFew = await codeOf([...set, encode(confirmations.slice(0, 1))], 1);
    expect(tooFew).to.have.nested.property('details.error', 'IdentityInvalidWalletSignature');
    await desk.must([...set, encode(confirmations)]);
    expect(await walletOf()).to.equal(wallet);
  });

  it('refuses a wallet for which nobody here can sign, and no address', async () => {
    const { address } = Wallet.createRandom();
    expect(await codeOf(['wallet', 'set', agent, '--wallet', address], 2)).to.include({
      code: 'no-account',
      field: '--wallet',
      value: address,
    });
    expect(await codeOf(['wallet', 'set', agent, '--wallet', '0x12'], 2)).to.include({ code: 'bad-address' });
    expect(await codeOf(['wallet', 'set', agent], 2)).to.include({ code: 'bad-address', field: '--wallet' });
    const both = ['wallet', 'set', agent, '--wallet', address, '--deadline', '1'];
    expect(await codeOf(both, 2)).to.include({ code: 'option-conflict', field: '--deadline' });
    const stranger = desk.accounts[7]?.address ?? '';
    const refused = await codeOf(['wallet', 'set', agent, '--wallet', account, '--from', stranger], 1);
    expect(refused).to.have.nested.property('details.error', 'IdentityNotAuthorized');
  });

  it('test_attack_A39: wallet unset leaves none', async () => {
    const before = await walletOf();
    expect(before).to.equal(desk.accounts[0]?.address);
    expect(await desk.must(['wallet', 'unset', agent])).to.include({ before });
    expect(await walletOf()).to.equal(ZeroAddress);
  });
});
