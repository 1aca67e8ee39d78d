// Signatures of accounts on a chain in this process: with a key, by a contract, and by one that is not deployed yet.
import { expect } from 'chai';
import {
  AbiCoder,
  Signature,
  TypedDataEncoder,
  Wallet,
  ZeroAddress,
  ZeroHash,
  concat,
  getCreate2Address,
  id,
  keccak256,
} from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import hre from 'hardhat';
import { after, before, describe, it } from 'mocha';
import { HARDFORK } from '../../scripts/start/chain.ts';
import {
  ChainError,
  ChainFacts,
  FactCache,
  createChainReader,
  fromEthersProvider,
  hashPersonalMessage,
  replayChain,
} from '../../sdk/typescript/src/chain/index.ts';
import type { AccountSignatureFacts, Rpc } from '../../sdk/typescript/src/chain/index.ts';
import { hashTypedData } from '../../sdk/typescript/src/client/index.ts';

type Hex = `0x${string}`;

const MAGIC = '6492'.repeat(16);
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const NOBODY: Hex = `0x${'77'.repeat(20)}`;
const DIGEST = id('message') as Hex;
const CONFIRM = '631626ba7e60e01b600052';
/** Returns the code that follows: codecopy(0, 11, size), return(0, size). */
const deploying = (runtime: string): Hex =>
  `0x60${(runtime.length / 2).toString(16).padStart(2, '0')}80600b6000396000f3${runtime}`;
/** Confirms a signature whose first byte is 1: its selector times that byte, at the upper end of the word. */
const WALLET = deploying('60643560001a631626ba7e60e01b0260005260206000f3');
/** Creates (CREATE2, salt 0) what it is called with. */
const FACTORY = deploying('3660006000376000366000600' + '0f500');

describe('signatures of accounts on a chain', () => {
  const wallet = new Wallet(id('sdk: account'));
  const account = wallet.address as Hex;
  let rpc: Rpc;
  let close: () => Promise<void>;
  let deployer: HardhatEthersSigner;
  let factory: Hex;
  let hasCode: (address: string) => Promise<boolean>;
  let timeNow: () => Promise<number>;

  before(async () => {
    const connection = await hre.network.create({ network: 'default', override: { hardfork: HARDFORK } });
    const { provider } = connection.ethers;
    close = () => connection.close();
    rpc = fromEthersProvider(provider);
    hasCode = async (address) => (await provider.getCode(address)) !== '0x';
    timeNow = async () => (await provider.getBlock('latest'))?.timestamp ?? 0;
    [deployer] = (await connection.ethers.getSigners()) as [HardhatEthersSigner];
    factory = await deploy(FACTORY);
  });

  after(() => close());

  async function deploy(data: string): Promise<Hex> {
    const receipt = await (await deployer.sendTransaction({ data })).wait();
    return receipt?.contractAddress as Hex;
  }

  async function open(endpoint: Rpc = rpc): Promise<ChainFacts> {
    const at = await timeNow();
    const contracts = { sageRegistry: factory };
    return createChainReader({ chainId: 31_337, rpcs: [endpoint], contracts, now: () => at + 1, maxAge: 0 }).open();
  }

  /** Asks the chain, and then the recording, as JSON carries it. */
  async function judge(address: Hex, digest: Hex, signature: Hex): Promise<AccountSignatureFacts> {
    const facts = await open();
    const { value, answers } = await facts.accountSignature(address, digest, signature);
    const recorded = JSON.parse(JSON.stringify(answers)) as typeof answers;
    const replayed = new ChainFacts({
      pinned: replayChain(facts.block, recorded),
      contracts: facts.contracts,
      logsFrom: 0,
      cache: new FactCache(10),
    });
    expect(await replayed.accountSignature(address, digest, signature)).to.deep.equal({ value, answers });
    return value;
  }

  function wrap(to: string, data: string, signature: string): Hex {
    return `${AbiCoder.defaultAbiCoder().encode(['address', 'bytes', 'bytes'], [to, data, signature])}${MAGIC}` as Hex;
  }

  it('EIP-191 and EIP-712 with the key of the account', async () => {
    const message = (await wallet.signMessage('héllo')) as Hex;
    const digest = hashPersonalMessage('héllo');
    expect(hashPersonalMessage(new TextEncoder().encode('héllo'))).to.equal(digest);
    expect(await judge(account, digest, message)).to.deep.equal({ isValid: true, method: 'ecdsa' });
    expect(await judge(account, DIGEST, message)).to.deep.equal({ isValid: false, method: 'ecdsa' });
    expect(await judge(NOBODY, digest, message)).to.deep.equal({ isValid: false, method: 'ecdsa' });

    const domain = { name: 'Mail', chainId: 31_337, verifyingContract: NOBODY };
    const types = { Mail: [{ name: 'to', type: 'address' }] };
    const typed = hashTypedData({ domain, types, primaryType: 'Mail', message: { to: account } } as never);
    expect(typed).to.equal(TypedDataEncoder.hash(domain, types, { to: account }));
    const signature = (await wallet.signTypedData(domain, types, { to: account })) as Hex;
    expect(await judge(account, typed, signature)).to.deep.equal({ isValid: true, method: 'ecdsa' });
  });

  it('ECDSA has one spelling: low s, v 27 or 28, 65 bytes', async () => {
    const { r, s, v, yParity, compactSerialized } = wallet.signingKey.sign(DIGEST);
    expect(await judge(account, DIGEST, Signature.from({ r, s, v }).serialized as Hex)).to.include({ isValid: true });
    const high = (ORDER - BigInt(s)).toString(16).padStart(64, '0');
    const others = [
      concat([r, `0x${high}`, v === 27 ? '0x1c' : '0x1b']),
      concat([r, s, yParity === 0 ? '0x00' : '0x01']),
      concat([r, s, '0x1d']),
      concat([r, s, `0x${v.toString(16)}`, '0x00']),
      concat([r, s]),
      concat([ZeroHash, s, '0x1b']),
      concat([r, ZeroHash, '0x1b']),
      `0x${'ff'.repeat(64)}1b`,
      compactSerialized,
      '0x',
      '0x01',
    ];
    for (const signature of others) {
      const value = await judge(account, DIGEST, signature as Hex);
      expect(value, signature).to.deep.equal({ isValid: false, method: 'ecdsa' });
    }
  });

  it('ERC-1271: the contract decides, and only by the whole word', async () => {
    const method = 'erc1271';
    const cases: readonly (readonly [string, Hex, boolean])[] = [
      ['confirms', WALLET, true],
      ['confirms in more than a word', deploying(`${CONFIRM}60406000f3`), true],
      ['answers four bytes', deploying(`${CONFIRM}60046000f3`), false],
      ['answers 31 bytes', deploying(`${CONFIRM}601f6000f3`), false],
      ['has something after the value', deploying(`${CONFIRM}6001601f5360206000f3`), false],
      ['answers nothing', deploying('00'), false],
      ['answers true', deploying('600160005260206000f3'), false],
      ['reverts with the value', deploying(`${CONFIRM}60206000fd`), false],
    ];
    for (const [name, code, isValid] of cases) {
      expect(await judge(await deploy(code), DIGEST, '0x01'), name).to.deep.equal({ isValid, method });
    }
    expect(await judge(await deploy(WALLET), DIGEST, '0x00')).to.deep.equal({ isValid: false, method });
  });

  it('ERC-6492: an account that is not deployed yet, and the same one when it is', async () => {
    const undeployed = getCreate2Address(factory, ZeroHash, keccak256(WALLET)) as Hex;
    const method = 'erc6492';
    const cases: readonly (readonly [Hex, boolean])[] = [
      [wrap(factory, WALLET, '0x01'), true],
      [wrap(factory, WALLET, '0x00'), false],
      [wrap(factory, '0x00', '0x01'), false],
      [wrap(ZeroAddress, WALLET, '0x01'), false],
      [wrap(factory, concat([WALLET, new Uint8Array(50_000)]), '0x01'), false],
      [`0x01${MAGIC}`, false],
      [`0x${MAGIC}`, false],
    ];
    for (const [signature, isValid] of cases) {
      expect(await judge(undeployed, DIGEST, signature), signature.slice(0, 300)).to.deep.equal({ isValid, method });
    }
    expect(await hasCode(undeployed)).to.equal(false);
    await (await deployer.sendTransaction({ to: factory, data: WALLET })).wait();
    expect(await hasCode(undeployed)).to.equal(true);
    for (const [signature, isValid] of cases.slice(0, 2)) {
      expect(await judge(undeployed, DIGEST, signature)).to.deep.equal({ isValid, method });
    }
    const needless = wrap(ZeroAddress, '0x', '0x01');
    expect(await judge(undeployed, DIGEST, needless)).to.deep.equal({ isValid: true, method });
  });

  it('a failure of the endpoint is no answer, and neither is an argument of another form', async () => {
    const code = async (promise: Promise<unknown>): Promise<unknown> =>
      promise.then(
        () => 'none',
        (error: unknown) => (error instanceof ChainError ? error.code : error),
      );
    const contract = await deploy(WALLET);
    const wrapped = wrap(factory, WALLET, '0x01');
    for (const failing of ['eth_getCode', 'eth_call']) {
      const facts = await open({
        request: (args) =>
          args.method === failing ? Promise.reject(new Error('down')) : Promise.resolve(rpc.request(args)),
      });
      for (const signature of ['0x01', wrapped] as const) {
        expect(await code(facts.accountSignature(contract, DIGEST, signature)), failing).to.equal('chain-unreachable');
      }
    }
    const facts = await open();
    expect(await code(facts.accountSignature('0x77', DIGEST, '0x'))).to.equal('options-invalid');
    expect(await code(facts.accountSignature(NOBODY, '0x01', '0x'))).to.equal('options-invalid');
    expect(await code(facts.accountSignature(NOBODY, DIGEST, '0x1'))).to.equal('options-invalid');
  });

  it('a recording answers nothing that was not asked', async () => {
    const facts = await open();
    const replayed = replayChain(facts.block, []);
    for (const question of [replayed.code(NOBODY), replayed.call(null, '0x00'), replayed.call(NOBODY, '0x00')]) {
      const error: unknown = await question.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).to.be.instanceOf(ChainError).with.property('code', 'recording-incomplete');
    }
  });
});
