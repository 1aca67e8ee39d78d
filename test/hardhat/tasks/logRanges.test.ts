// Nodes that answer for few blocks at once, as most public ones do: what is looked up in the log is found all the same.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { id } from 'ethers';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import { after, before, describe, it } from 'mocha';
import config from '../../../hardhat.config.ts';
import { secp256k1Key } from '../../../scripts/lib/demoKeys.ts';
import { ROOT } from '../../../scripts/lib/paths.ts';
import { authorize } from './authorize.ts';
import { runTask } from './desk.ts';
import type { Answer, Desk } from './desk.ts';
import { AGENT, CLIENT, HOUR, OWNER, TASK, openBench } from './validationSupport.ts';
import type { Bench } from './validationSupport.ts';

/** Blocks that the node answers for at once. */
const MOST = 40;

interface Request {
  readonly id: number;
  readonly method: string;
  readonly params: readonly { readonly fromBlock: string; readonly toBlock: string }[];
}

/** A node with short ranges, in front of another. */
async function limitRanges(url: string): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      const { id: number, method, params } = JSON.parse(body) as Request;
      const [range] = params;
      const error = { code: -32005, message: `more than ${MOST} blocks` };
      const isTooLong =
        method === 'eth_getLogs' && range !== undefined && !(Number(range.toBlock) - Number(range.fromBlock) < MOST);
      response.setHeader('content-type', 'application/json');
      if (isTooLong) return response.end(JSON.stringify({ jsonrpc: '2.0', id: number, error }));
      const headers = { 'content-type': 'application/json' };
      return response.end(await (await fetch(url, { method: 'POST', headers, body })).text());
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describe('a node with short ranges of logs', () => {
  let bench: Bench;
  let desk: Desk;
  let server: Server;
  let hre: HardhatRuntimeEnvironment;
  const run = (...words: string[]): Promise<Answer> => runTask(hre, words, desk.wait);
  const find = async (...words: string[]): Promise<Record<string, unknown>> => {
    const { exitCode, out, err } = await run(...words, '--json');
    expect(exitCode, out + err).to.equal(0);
    return JSON.parse(out) as Record<string, unknown>;
  };
  const mine = (): Promise<unknown> => desk.provider.send('anvil_mine', ['0x64']);

  before(async () => {
    bench = await openBench();
    ({ desk } = bench);
    server = await limitRanges(desk.url);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const live = { type: 'http', chainType: 'l1', url, accounts: 'remote' } as const;
    const { deployments, state } = desk;
    const sage = { deployments, state, passphrase: 'correct horse' };
    hre = await createHardhatRuntimeEnvironment({ ...config, networks: { live }, sage }, { network: 'live' }, ROOT);
    await mine();
  });

  after(async () => {
    server.closeAllConnections();
    server.close();
    await desk.close();
  });

  it('has the operation of the timelock and the proposal of the wallet', async () => {
    const file = join(desk.folder, 'pause.json');
    const call = ['--target', 'sageRegistry', '--call', 'pause()', '--args', '[]', '--out', file];
    const { operation } = await desk.must<{ operation: { id: string } }>(['timelock', 'schedule', ...call]);
    for (const owner of [1, 2]) await desk.must(['multisig', 'sign', file, ...bench.from(owner)]);
    await desk.must(['multisig', 'execute', file]);
    const wallet = desk.contract('multisig', 1);
    await (await wallet.propose(await wallet.getAddress(), 0, '0x')).wait();
    await mine();
    expect(await find('timelock', 'show', operation.id)).to.include({ state: 'waiting' });
    const { transactionId } = (await wallet.queryFilter(wallet.filters.TransactionProposed()))[0]?.args ?? {};
    expect(await find('multisig', 'show', String(transactionId))).to.include({ executed: false });
  });

  it('has the proposal of a TEE key', async () => {
    await bench.trust(secp256k1Key(id('tee')));
    await mine();
    expect((await run('tee', 'vote', '1', 'for', '--yes')).err).to.include('Evidence at ipfs://evidence; ');
  });

  it('has the task of a rating', async () => {
    await authorize(desk, CLIENT, { taskId: TASK, validator: bench.staked, minResponse: 50 });
    await desk.must(['feedback', 'give', AGENT, '--value', '90', '--task', TASK, ...bench.from(CLIENT)]);
    const about = ['--task', TASK, '--client', bench.at(CLIENT), ...bench.from(OWNER)];
    const { requestHash } = await bench.sage<{ requestHash: string }>('request', AGENT, ...about);
    await bench.sage('open', requestHash, '--commit-period', String(HOUR), ...bench.from(OWNER));
    await bench.judge(requestHash, [80, 85, 90]);
    await mine();
    const told = await find('validation', 'finalize', requestHash, '--mark-task', '--yes');
    expect(told['task']).to.deep.include({ isMarked: true, taskId: TASK });
  });
});
