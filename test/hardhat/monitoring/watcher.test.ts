import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { DEFAULT_CONFIGURATION } from '../../../monitoring/configuration.ts';
import { enrichEvent } from '../../../monitoring/enrichEvent.ts';
import { History } from '../../../monitoring/History.ts';
import { MonitorError } from '../../../monitoring/MonitorError.ts';
import { signBody } from '../../../monitoring/outputs/webhook.ts';
import { finalize, openRound, proposeKey } from '../../../monitoring/provoke/judging.ts';
import { SECRET } from '../../../monitoring/provoke/Session.ts';
import type { World } from '../../../monitoring/provoke/World.ts';
import { WHO } from '../../../monitoring/provoke/World.ts';
import { findingsOf } from '../../../monitoring/rules/findingsOf.ts';
import { suiteOf } from '../../../monitoring/suite.ts';
import type { Notification } from '../../../monitoring/types.ts';
import { readState } from '../../../monitoring/WatchState.ts';
import { watchWorld } from './watchWorld.ts';

const { thresholds } = DEFAULT_CONFIGURATION;

describe('monitoring: the watcher', function () {
  this.timeout(60_000);
  const watched = watchWorld();
  const { open, openNew } = watched;
  let world: World;

  before(() => {
    world = watched.world;
  });

  const pause = (): Promise<unknown> => world.send(WHO.guardian, 'sageRegistry', 'pause');
  const summary = (told: readonly Notification[]): string[] => told.map(({ kind, alert }) => `${kind} ${alert}`);

  async function rejection(promise: Promise<unknown>): Promise<unknown> {
    return promise.then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  async function expectMonitorError(promise: Promise<unknown>, code: string, message: string): Promise<void> {
    const error = await rejection(promise);
    expect(error).to.be.instanceOf(MonitorError);
    expect((error as MonitorError).code).to.equal(code);
    expect((error as MonitorError).message).to.equal(message);
  }

  describe('what it tells', () => {
    it('nothing of a quiet chain, with ordinary traffic', async () => {
      const session = await open();
      await world.send(WHO.stranger, 'identityRegistry', 'register(string)', ['ipfs://one']);
      await proposeKey(world, 'ordinary');
      await world.wait(3600);
      expect((await session.step()).told).to.deep.equal([]);
      expect((await session.step()).told).to.deep.equal([]);
    });

    it('nothing of the deployment, even from its first block on, and what came after it', async () => {
      const session = await openNew({ start: 'deployment' });
      const { told } = await session.step();
      expect(summary(told)).to.deep.equal([
        'raised timelock-scheduled',
        'raised tee-voters-changed',
        'raised tee-voters-changed',
        'raised tee-voters-changed',
        'raised timelock-executed',
      ]);
    });

    it('all of an event', async () => {
      const session = await open();
      const { block } = await world.send(WHO.guardian, 'sageRegistry', 'pause');
      const { told } = await session.step();
      const mined = await world.provider.getBlock(block);
      const [log] = await world.provider.getLogs({ fromBlock: block, toBlock: block });
      expect(told).to.deep.equal([
        {
          schema: 'sage-alert/1',
          kind: 'raised',
          id: `paused:${mined?.hash}:${log?.index}`,
          alert: 'paused',
          severity: 'critical',
          title: 'A contract was paused',
          chainId: '31337',
          part: 'sageRegistry',
          contract: world.at('sageRegistry'),
          block,
          blockHash: mined?.hash,
          transaction: log?.transactionHash,
          logIndex: log?.index,
          time: new Date((mined?.timestamp ?? 0) * 1000).toISOString(),
          fields: { by: world.address(WHO.guardian) },
        },
      ]);
    });

    it('no disabled alert', async () => {
      const session = await open({ configuration: { disabled: ['paused'] } });
      await pause();
      expect((await session.step()).told).to.deep.equal([]);
      expect(session.lines).to.deep.equal([]);
      expect(readState(session.stateFile)?.outbox).to.deep.equal([]);
    });

    it('counts and gauges of a disabled alert all the same', async () => {
      const session = await open({ configuration: { disabled: ['request-stuck'] } });
      const { metrics } = await session.restart();
      const round = await openRound(world, 'forgotten');
      await world.wait(round.revealEnd + 3600 - (await world.time()));
      expect((await session.step()).told).to.deep.equal([]);
      const text = await metrics.text();
      expect(text).to.match(/^sage_staked_stuck_requests 1$/m);
      expect(text).to.match(/^sage_alerts_active\{alert="request-stuck",severity="warning"\} 1$/m);
      expect(text).to.match(/^sage_alerts_raised_total\{alert="request-stuck",severity="warning"\} 1$/m);
      const { metrics: again } = await session.restart();
      expect(await again.text()).to.match(/^sage_alerts_raised_total\{alert="request-stuck",severity="warning"\} 1$/m);
      await finalize(world, round);
      expect(summary((await session.step()).told)).to.deep.equal(['raised request-participation-low']);
      expect(await again.text()).to.match(/^sage_staked_stuck_requests 0$/m);
    });

    it('an amount that it cannot read as unknown, and so as large', async () => {
      const session = await open();
      const hash = `0x${'11'.repeat(32)}` as const;
      const event = {
        part: 'multisig',
        address: world.at('multisig'),
        name: 'SignedTransactionExecuted',
        args: { nonce: '5', executor: world.address(WHO.stranger), digest: hash },
        block: 1,
        blockHash: hash,
        time: 1,
        transaction: hash,
        logIndex: 0,
      } as const;
      const relay = { calldata: () => Promise.resolve({ to: world.at('timelock') as '0x', data: '0x' as const }) };
      const history = new History();
      const enriched = await enrichEvent(event, history, suiteOf(world.book), relay);
      const { thresholds } = session.configuration;
      expect(findingsOf(enriched, { history, thresholds })).to.deep.equal([
        { alert: 'large-payout', fields: { kind: 'wallet transaction', amount: 'unknown', nonce: '5' } },
      ]);
    });
  });

  describe('confirmations', () => {
    it('waits for them', async () => {
      const session = await open({ configuration: { confirmations: 3 } });
      await pause();
      for (let blocks = 0; blocks < 3; blocks++) {
        expect((await session.step()).told).to.deep.equal([]);
        await world.mine();
      }
      expect(summary((await session.step()).told)).to.deep.equal(['raised paused']);
    });

    it('never tells what a reorganisation removed before', async () => {
      const session = await open({ configuration: { confirmations: 3 } });
      const before = await world.snapshot();
      await pause();
      await world.mine();
      await session.step();
      await world.revert(before);
      for (let blocks = 0; blocks < 6; blocks++) await world.mine();
      expect((await session.step()).told).to.deep.equal([]);
    });
  });

  describe('reorganisations', () => {
    it('retracts what was removed, with the same id, and raises what came instead', async () => {
      const session = await open();
      await session.step();
      const before = await world.snapshot();
      await pause();
      const [first] = (await session.step()).told;
      await world.revert(before);
      await world.wait(30);
      await pause();
      const { told } = await session.step();
      expect(summary(told)).to.deep.equal(['raised watcher-reorganisation', 'retracted paused', 'raised paused']);
      expect(told[1]?.id).to.equal(first?.id);
      expect(told[2]?.id).to.not.equal(first?.id);
    });

    it('forgets what was open in removed blocks', async () => {
      const session = await open();
      await session.step();
      const before = await world.snapshot();
      await proposeKey(world, 'gone');
      await session.step();
      expect(readState(session.stateFile)?.events.some(({ name }) => name === 'TEEKeyProposed')).to.equal(true);
      await world.revert(before);
      await world.wait(30);
      await world.wait(30 * 86_400);
      expect(summary((await session.step()).told)).to.deep.equal(['raised watcher-reorganisation']);
      expect(readState(session.stateFile)?.events.some(({ name }) => name === 'TEEKeyProposed')).to.equal(false);
    });

    it('stops when all remembered blocks were replaced', async () => {
      const session = await openNew({ configuration: { reorganisationDepth: 2 } });
      const before = await world.snapshot();
      for (let blocks = 0; blocks < 3; blocks++) await world.mine();
      const block = await world.provider.getBlockNumber();
      await session.step();
      await world.revert(before);
      await world.wait(99);
      for (let blocks = 0; blocks < 3; blocks++) await world.mine();
      await expectMonitorError(
        session.step(),
        'reorganisation-too-deep',
        `all of the last 2 blocks that were read were replaced, down to ${block - 1}; remove the state file, start with --from, and set reorganisationDepth higher`,
      );
    });
  });

  describe('going on', () => {
    it('after a stop, with what happened meanwhile, once', async () => {
      const session = await open();
      await session.step();
      await session.restart();
      await pause();
      expect(summary((await session.step()).told)).to.deep.equal(['raised paused']);
      await session.restart();
      expect((await session.step()).told).to.deep.equal([]);
      expect(summary(session.lines)).to.deep.equal(['raised paused']);
    });

    it('delivers after a stop what was kept and not delivered', async () => {
      const session = await open({ webhook: true });
      session.receiver.status = 503;
      await pause();
      const { isComplete } = await session.step();
      expect(isComplete).to.equal(false);
      expect(summary(session.lines)).to.deep.equal(['raised paused', 'raised watcher-webhook-failing']);
      session.receiver.deliveries.splice(0);
      session.receiver.status = 204;
      await session.restart();
      expect((await session.step()).isComplete).to.equal(true);
      const ids = session.receiver.deliveries.map(({ headers }) => headers['x-sage-id']);
      const [paused, failing, resolved] = session.lines;
      expect(ids).to.deep.equal([`${paused?.id}:raised`, `${failing?.id}:raised`, `${resolved?.id}:resolved`]);
      expect(resolved?.id).to.equal(failing?.id);
      expect(readState(session.stateFile)?.outbox).to.deep.equal([]);
    });

    it('without a webhook that the configuration no longer has: nothing waits for it, and it fails no longer', async () => {
      const session = await open({ webhook: true });
      session.receiver.status = 503;
      await pause();
      expect((await session.step()).isComplete).to.equal(false);
      const without = await open({ state: session.stateFile });
      const { told, isComplete } = await without.step();
      expect(summary(told)).to.deep.equal(['resolved watcher-webhook-failing']);
      expect(isComplete).to.equal(true);
      const state = readState(without.stateFile);
      expect(state?.outbox).to.deep.equal([]);
      expect(state?.active).to.deep.equal([]);
      expect(session.receiver.deliveries.length).to.be.greaterThan(0);
    });

    it('stops within a step when it is told to, and reads on from there', async () => {
      const stop = new AbortController();
      const session = await openNew({
        configuration: { maxRange: 1, reorganisationDepth: 1, thresholds: { ...thresholds, failedWindowBlocks: 1 } },
        start: 'deployment',
        stop: stop.signal,
        onLine: (line) => {
          if (line.startsWith('read up to block 3 ')) stop.abort();
        },
      });
      const { told, isComplete } = await session.step();
      expect(isComplete).to.equal(false);
      expect(told).to.deep.equal([]);
      const { processed, active } = readState(session.stateFile) ?? {};
      expect(processed).to.equal(3);
      expect(active).to.deep.equal([]);
      const next = await open({ state: session.stateFile });
      const first = (await next.step()).told[0];
      expect(first?.alert).to.equal('timelock-scheduled');
    });

    it('refuses a state of another chain, of other addresses, and one that is broken', async () => {
      const state = readState(watched.base);
      if (state === undefined) throw new Error('no state');
      const path = join(world.folder, 'other.json');
      writeFileSync(path, JSON.stringify({ ...state, genesis: `0x${'00'.repeat(32)}` }));
      const elsewhere = await open({ state: path });
      await expectMonitorError(
        elsewhere.step(),
        'state-elsewhere',
        `the state is of a chain that begins with 0x${'00'.repeat(32)}, that of the node begins with ${state.genesis}; name another state file`,
      );
      writeFileSync(path, JSON.stringify({ ...state, suite: '00' }));
      const others = await open({ state: path });
      await expectMonitorError(
        others.step(),
        'state-elsewhere',
        `${others.stateFile} is of other addresses; name another state file`,
      );
      writeFileSync(path, JSON.stringify({ ...state, processed: 'ten' }));
      const broken = await open({ state: path });
      await expectMonitorError(
        broken.step(),
        'state-invalid',
        `${broken.stateFile} processed is "ten"; restore it, or remove it and start with --from BLOCK, the last block that was told`,
      );
    });

    it('keeps only what later events need', async () => {
      const session = await open({ configuration: { reorganisationDepth: 5 } });
      await pause();
      await session.step();
      await world.provider.send('anvil_mine', ['0x10']);
      await session.step();
      const state = readState(session.stateFile);
      expect(state?.raised).to.deep.equal([]);
      expect(state?.recent).to.have.length(5);
      expect(state?.events.map(({ name }) => name).sort()).to.deep.equal([
        'MinDelayChange',
        'TEEKeyParametersSet',
        'ThresholdChanged',
      ]);
    });
  });

  describe('nodes that fail', () => {
    it('reads on where it stopped when the node is back', async () => {
      const session = await open();
      session.node.fault = 'down';
      await pause();
      expect(summary((await session.step()).told)).to.deep.equal(['raised watcher-node-down']);
      expect((await session.step()).told).to.deep.equal([]);
      session.node.fault = 'none';
      expect(summary((await session.step()).told)).to.deep.equal(['raised paused', 'resolved watcher-node-down']);
    });

    it('asks again when a question fails now and then', async () => {
      // The node is asked for its chain before the question itself: both fail once.
      const session = await open({ configuration: { retries: 2 } });
      session.node.fault = 'flaky';
      await pause();
      expect(summary((await session.step()).told)).to.deep.equal(['raised paused']);
    });

    it('halves ranges that the node refuses', async () => {
      const session = await open();
      session.node.fault = 'short-ranges';
      await pause();
      await world.provider.send('anvil_mine', ['0xa']);
      expect(summary((await session.step()).told)).to.deep.equal(['raised paused']);
      const [whole, ...parts] = session.node.ranges;
      if (whole === undefined) throw new Error('no logs were asked for');
      expect(whole[1] - whole[0]).to.equal(10);
      const answered = parts.filter(([from, to]) => to - from < 3).sort((a, b) => a[0] - b[0]);
      expect(answered[0]?.[0]).to.equal(whole[0]);
      expect(answered.at(-1)?.[1]).to.equal(whole[1]);
      for (const [index, [from]] of answered.entries()) {
        if (index > 0) expect(from).to.equal((answered[index - 1]?.[1] ?? 0) + 1);
      }
    });

    it('takes up nothing of an answer that is broken', async () => {
      const session = await open();
      session.node.fault = 'broken-logs';
      await pause();
      const { processed } = readState(session.stateFile) ?? { processed: -1 };
      const { told } = await session.step();
      expect(summary(told)).to.deep.equal(['raised watcher-node-garbage']);
      expect(told[0]?.fields['code']).to.equal('rpc-malformed');
      expect(readState(session.stateFile)?.processed).to.equal(processed);
      session.node.fault = 'none';
      expect(summary((await session.step()).told)).to.deep.equal(['raised paused', 'resolved watcher-node-garbage']);
    });
  });

  describe('the webhook', () => {
    it('signs what it sends', async () => {
      const session = await open({ webhook: true });
      await pause();
      const { told } = await session.step();
      const [delivery] = session.receiver.deliveries;
      if (delivery === undefined) throw new Error('nothing was delivered');
      const { headers, body } = delivery;
      expect(JSON.parse(body)).to.deep.equal(told[0]);
      expect(headers['content-type']).to.equal('application/json');
      expect(headers['x-sage-signature']).to.equal(signBody(SECRET, String(headers['x-sage-timestamp']), body));
      expect(headers['x-sage-timestamp']).to.equal(String(await world.time()));
    });

    it("makes the signature that Python's hmac makes", () => {
      const expected = 'sha256=d3793e2b4103edfbd98cc19591832f5fad701d413db9fcae0ae7dab8184ed207';
      expect(signBody('Jefe', '1700000000', '{}')).to.equal(expected);
    });

    it('does not insist where the receiver refuses for good, and tells neither URL nor secret', async () => {
      const session = await open({ webhook: true });
      session.receiver.status = 404;
      await pause();
      await session.step();
      expect(session.receiver.deliveries).to.have.length(1);
      const everything = [...session.said, JSON.stringify(session.lines), readFileSync(session.stateFile, 'utf8')];
      expect(everything.join('\n')).to.include('answered with HTTP status 404');
      expect(everything.join('\n')).to.not.match(/a-secret-path|correct horse/);
    });
  });
});
