// The chain reader over a client of viem, which speaks HTTP with a local node: reads, reverts with data, the chain's id, and what
// goes wrong on the way.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { JsonRpcProvider, Wallet, getBytes, id } from 'ethers';
import type { JsonRpcSigner } from 'ethers';
import hre from 'hardhat';
import type { JsonRpcServer } from 'hardhat/types/network';
import { after, before, describe, it } from 'mocha';
import { createPublicClient, createWalletClient, http } from 'viem';
import type { PublicClient } from 'viem';
import {
  ChainError,
  createChainReader,
  createHttpRpc,
  fromEthersProvider,
  fromViemClient,
  hashPersonalMessage,
} from '../../sdk/typescript/src/chain/index.ts';
import type { ChainErrorCode, ChainReader, Rpc } from '../../sdk/typescript/src/chain/index.ts';
import { findRevert } from '../../sdk/typescript/src/chain/findRevert.ts';
import { replay, verifyAgent } from '../../sdk/typescript/src/verdict/index.ts';
import { secp256k1Key } from '../../scripts/lib/demoKeys.ts';
import { proveKeys } from '../../scripts/start/agentKeys.ts';
import { deploySuite } from '../../scripts/deploy/deploySuite.ts';
import { HARDFORK } from '../../scripts/start/chain.ts';
import type { Registries } from '../../scripts/start/chain.ts';
import { SageRegistryV3__factory } from '../../typechain-types/index.js';
import type { SageRegistryV3 } from '../../typechain-types/index.js';

const DID = 'did:sage:local:viem';
const MINUTE = 60;

describe('the chain reader over viem and HTTP', () => {
  let node: JsonRpcServer;
  let url: string;
  let provider: JsonRpcProvider;
  let owner: JsonRpcSigner;
  let sage: SageRegistryV3;
  let chainId: number;
  let client: PublicClient;
  const stray: Server[] = [];

  const connect = (to: string): PublicClient => createPublicClient({ transport: http(to, { retryCount: 0 }) });

  async function createReader(rpc: Rpc, ofChain = chainId): Promise<ChainReader> {
    const { timestamp = 0 } = (await provider.getBlock('latest')) ?? {};
    const sageRegistry = (await sage.getAddress()) as `0x${string}`;
    return createChainReader({
      chainId: ofChain,
      rpcs: [rpc],
      contracts: { sageRegistry },
      now: () => timestamp + 1,
      maxAge: 0,
    });
  }

  async function expectFault(action: () => Promise<unknown>, code: ChainErrorCode): Promise<ChainError> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof ChainError)) throw error;
      expect(error.code, error.message).to.equal(code);
      return error;
    }
    return expect.fail(`${code} expected`);
  }

  /** An endpoint that answers everything with the same text. */
  async function serve(status: number, text: string): Promise<string> {
    const server = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
    stray.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  before(async () => {
    const override = { hardfork: HARDFORK, accounts: { count: 3 } };
    node = await hre.network.createServer({ network: 'default', override }, '127.0.0.1', 0);
    const { address, port } = await node.listen();
    url = `http://${address}:${port}`;
    provider = new JsonRpcProvider(url, undefined, { cacheTimeout: -1, polling: true, pollingInterval: 20 });
    owner = await provider.getSigner(1);
    const spare = await provider.getSigner(2);
    const { contracts, chainId: deployedOn } = await deploySuite(
      {
        network: 'local',
        governance: { owners: [owner.address, spare.address], threshold: 2, guardian: owner.address },
      },
      await provider.getSigner(0),
      (contract) => hre.artifacts.readArtifact(contract),
    );
    chainId = Number(deployedOn);
    const found = contracts.find(({ part }) => part === 'sageRegistry');
    sage = SageRegistryV3__factory.connect(found?.address ?? '', owner);
    const inputs = await proveKeys({ sage } as Registries, [secp256k1Key(id('viem: key'))], DID, owner.address, 0);
    const salt = id('viem: salt');
    await (
      await sage.commitRegistration(await sage.registrationCommitment(owner.address, 'viem', inputs, '', salt))
    ).wait();
    await provider.send('evm_increaseTime', [MINUTE]);
    await (await sage.registerAgentWithReveal('viem', inputs, '', salt)).wait();
    client = connect(url);
  });

  after(async () => {
    provider.destroy();
    for (const server of stray) server.close();
    await node.close();
  });

  it('gives what our own transport and ethers give, answer for answer', async () => {
    const bundles = [];
    for (const rpc of [fromViemClient(client), createHttpRpc(url), fromEthersProvider(provider)]) {
      const verdict = await verifyAgent(DID, { reader: await createReader(rpc), now: () => 1 });
      expect(verdict.code, verdict.message).to.equal('ok');
      bundles.push(JSON.parse(JSON.stringify(verdict.bundle())));
    }
    expect(bundles[1]).to.deep.equal(bundles[0]);
    expect(bundles[2]).to.deep.equal(bundles[0]);
    expect((await replay(bundles[0])).code).to.equal('ok');
  });

  it('reads logs and code, and other clients of viem serve as well', async () => {
    for (const one of [client, createWalletClient({ transport: http(url) })]) {
      const facts = await (await createReader(fromViemClient(one))).open();
      const agentId = await sage.agentByDID(DID);
      const keyId = (await sage.keyIdOf(0, secp256k1Key(id('viem: key')).publicKey)) as `0x${string}`;
      const { value } = await facts.keyBytes(agentId, keyId);
      expect(getBytes(value.publicKey)).to.deep.equal(getBytes(secp256k1Key(id('viem: key')).publicKey));
      const wallet = new Wallet(id('viem: account'));
      const signature = (await wallet.signMessage('hello')) as `0x${string}`;
      const account = wallet.address as `0x${string}`;
      const digest = hashPersonalMessage('hello');
      expect((await facts.accountSignature(account, digest, signature)).value).to.deep.equal({
        isValid: true,
        method: 'ecdsa',
      });
    }
  });

  it('a revert with data is an answer: its selector says that there is no such DID', async () => {
    const facts = await (await createReader(fromViemClient(client))).open();
    const { value, answers } = await facts.agentByDid('did:sage:local:nobody');
    expect(value).to.equal(undefined);
    const [answer] = answers;
    const error = sage.interface.getError('SageDidUnknown');
    expect(answer)
      .to.have.property('revert')
      .that.matches(new RegExp(`^${error?.selector ?? 'none'}`));
    const data = sage.interface.encodeFunctionData('didOf', [10n ** 6n]);
    const to = await sage.getAddress();
    const thrown: unknown = await fromViemClient(client)
      .request({ method: 'eth_call', params: [{ to, data }, 'latest'] })
      .catch((fault: unknown) => fault);
    const expected = sage.interface.encodeErrorResult('SageAgentNotBound', [10n ** 6n]);
    expect(findRevert(thrown)).to.equal(expected);
  });

  it('a node of another chain is refused', async () => {
    const reader = await createReader(fromViemClient(client), 1);
    const fault = await expectFault(() => reader.open(), 'chain-wrong');
    expect(fault.message).to.contain(`serves chain ${chainId}, not 1`);
  });

  it('what the node refuses, or nobody answers, is unreachable with its reason', async () => {
    const facts = await (await createReader(fromViemClient(client))).open();
    const refused = await fromViemClient(client)
      .request({ method: 'eth_noSuchMethod', params: [] })
      .catch((fault: unknown) => fault);
    expect(findRevert(refused)).to.equal(undefined);
    expect((refused as Error).message).to.contain('eth_noSuchMethod');
    expect(facts.block.finality).to.equal('latest');

    const closed = await serve(200, '{}');
    await new Promise((resolve) => stray.pop()?.close(resolve));
    const cases = [
      [closed, /HTTP request failed/],
      [await serve(500, '{"reason":"down"}'), /Internal Server Error/],
      [await serve(429, '{}'), /Too Many Requests/],
      [
        await serve(200, '{"jsonrpc":"2.0","id":1,"error":{"code":-32005,"message":"over the limit"}}'),
        /over the limit/,
      ],
      [await serve(200, 'no json'), /HTTP request failed|JSON/],
      [await serve(200, '{"jsonrpc":"2.0","id":1,"result":null}'), /eth_chainId/],
    ] as const;
    for (const [to, reason] of cases) {
      const reader = await createReader(fromViemClient(connect(`${to}/v2/secret`)));
      const fault = await expectFault(() => reader.open(), 'chain-unreachable');
      expect(fault.message).to.match(reason);
      expect(fault.message).to.not.contain('secret');
    }
  });

  it('keys in the paths of URLs stay out of messages, those of ethers too', async () => {
    const to = await serve(500, '{}');
    const broken = new JsonRpcProvider(`${to}/v2/secret`, chainId, { staticNetwork: true });
    const reader = await createReader(fromEthersProvider(broken));
    const fault = await expectFault(() => reader.open(), 'chain-unreachable');
    expect(fault.message).to.contain('server response 500').and.to.not.contain('secret');
    broken.destroy();
  });

  it('a block that the node has undone is told', async () => {
    const snapshot: unknown = await provider.send('evm_snapshot', []);
    await provider.send('evm_mine', []);
    const reader = await createReader(fromViemClient(client));
    const facts = await reader.open();
    await provider.send('evm_revert', [snapshot]);
    await provider.send('evm_increaseTime', [MINUTE]);
    await provider.send('evm_mine', []);
    await expectFault(() => facts.agentByDid(DID), 'chain-reorganised');
    const fresh = await (await createReader(fromViemClient(client))).open();
    expect((await fresh.agentByDid(DID)).value).to.equal(await sage.agentByDID(DID));
  });
});
