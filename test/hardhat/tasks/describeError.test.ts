import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { makeError } from 'ethers';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import { describe, it } from 'mocha';
import { ROOT } from '../../../scripts/lib/paths.ts';
import { ChainError } from '../../../sdk/typescript/src/chain/ChainError.ts';
import { parseDid } from '../../../sdk/typescript/src/index.ts';
import { TaskError } from '../../../tasks/lib/TaskError.ts';
import { describeError } from '../../../tasks/lib/describeError.ts';
import { SageRegistryV3__factory } from '../../../typechain-types/index.ts';
import config from '../../../hardhat.config.ts';

const REVERTS = SageRegistryV3__factory.createInterface();

function revertWith(data: string): Error {
  const transaction = { to: null, data: '0x' };
  return makeError('execution reverted', 'CALL_EXCEPTION', {
    action: 'estimateGas',
    data,
    reason: null,
    transaction,
    invocation: null,
    revert: null,
  });
}

describe('errors as tasks tell them', () => {
  it('names the field, the value and the way out', () => {
    const error = new TaskError('bad-address', 'give 0x and 40 hex digits', { field: '--from', value: 'me' });
    expect(describeError(error)).to.deep.equal({
      code: 'bad-address',
      message: '--from: "me"; give 0x and 40 hex digits',
      field: '--from',
      value: 'me',
      details: {},
      exitCode: 2,
    });
  });

  it("puts a contract's refusal into words", () => {
    const described = describeError(
      new Error('sending failed', {
        cause: revertWith(REVERTS.encodeErrorResult('SageDidUnknown', ['did:sage:local:nobody'])),
      }),
    );
    expect(described).to.deep.include({ code: 'reverted', exitCode: 1 });
    expect(described?.details).to.deep.include({ error: 'SageDidUnknown', args: { did: 'did:sage:local:nobody' } });
    expect(described?.message).to.match(/^the contract refused: SageDidUnknown\. .*did:sage:local:nobody/);
  });

  it('shows the bytes of a refusal that nobody knows', () => {
    expect(describeError(revertWith('0xdeadbeef'))).to.deep.equal({
      code: 'reverted',
      message: 'the contract refused without a reason that is known: 0xdeadbeef; nothing was sent',
      details: { data: '0xdeadbeef' },
      exitCode: 1,
    });
  });

  it('keeps the codes of the library', () => {
    let thrown: unknown;
    try {
      parseDid('did:web:example.com');
    } catch (error) {
      thrown = error;
    }
    expect(describeError(thrown)).to.deep.include({ code: 'did-malformed', exitCode: 2 });
  });

  it('says that a chain can not be asked', async () => {
    const closed = { type: 'http', chainType: 'l1', url: 'http://127.0.0.1:1', accounts: 'remote' } as const;
    const hre = await createHardhatRuntimeEnvironment({ ...config, networks: { closed } }, { network: 'closed' }, ROOT);
    const connection = await hre.network.create();
    const thrown: unknown = await connection.ethers.provider.getBlockNumber().catch((error: unknown) => error);
    expect(describeError(thrown)).to.deep.include({ code: 'chain-unreadable', exitCode: 3 });
    await connection.close();
  });

  it('says that a server failed, which is no refusal', async () => {
    const server = createServer((_request, response) => response.writeHead(502).end('bad gateway'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const failing = { type: 'http', chainType: 'l1', url: `http://127.0.0.1:${port}`, accounts: 'remote' } as const;
    const networks = { networks: { failing } };
    const hre = await createHardhatRuntimeEnvironment({ ...config, ...networks }, { network: 'failing' }, ROOT);
    const connection = await hre.network.create();
    const thrown: unknown = await connection.ethers.provider.getBlockNumber().catch((error: unknown) => error);
    await connection.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(describeError(thrown)).to.deep.include({
      code: 'chain-unreadable',
      message: "the chain could not be read: HTTP status 502; check the network's URL and try again",
      exitCode: 3,
    });
  });

  it('leaves the answer open where the library could not read the chain', () => {
    expect(describeError(new ChainError('chain-stale', 'too old'))).to.include({ code: 'chain-stale', exitCode: 3 });
    expect(describeError(new ChainError('options-invalid', 'no'))).to.include({ code: 'options-invalid', exitCode: 2 });
  });

  it('passes on what the node says', () => {
    const refusal = Object.assign(new Error('insufficient funds for gas * price + value'), { code: -32003 });
    expect(describeError(new Error('could not send', { cause: refusal }))).to.deep.equal({
      code: 'node-refused',
      message: 'the node refused: insufficient funds for gas * price + value',
      exitCode: 1,
    });
  });

  it('leaves mistakes of ours to be shown with their stack', () => {
    expect(describeError(new TypeError('x is undefined'))).to.equal(undefined);
  });
});
