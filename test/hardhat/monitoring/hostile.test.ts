// What anybody can send to the contracts must not keep the watcher from reading on.
import { AbiCoder, concat, id } from 'ethers';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { emitUnreadable } from '../../../monitoring/provoke/emitUnreadable.ts';
import { commit, finalize, openRound, proposeKey, settle, vote } from '../../../monitoring/provoke/judging.ts';
import { registerDid } from '../../../monitoring/provoke/registerDid.ts';
import { WHO } from '../../../monitoring/provoke/World.ts';
import type { RawTransaction, World } from '../../../monitoring/provoke/World.ts';
import type { Notification } from '../../../monitoring/types.ts';
import { readState } from '../../../monitoring/WatchState.ts';
import { secp256k1Key } from '../../../scripts/lib/demoKeys.ts';
import { confirmExecution, prepareExecution } from '../../../scripts/governance/execution.ts';
import { watchWorld } from './watchWorld.ts';

/** No UTF-8: a lone first byte of a sequence, or a byte that never occurs. */
const NO_TEXT = '0xff';

describe('monitoring: what strangers send', function () {
  this.timeout(60_000);
  const watched = watchWorld();
  const { open } = watched;
  let world: World;

  before(() => {
    world = watched.world;
  });

  const pause = (): Promise<unknown> => world.send(WHO.guardian, 'sageRegistry', 'pause');
  const names = (told: readonly Notification[]): string[] => told.map(({ kind, alert }) => `${kind} ${alert}`);

  /** A call with other types than the ABI has: `bytes` are encoded as `string` is, and may be anything. */
  function callWith(signature: string, types: readonly string[], values: readonly unknown[]): string {
    return concat([id(signature).slice(0, 10), AbiCoder.defaultAbiCoder().encode(types, values)]);
  }

  describe('texts that are no UTF-8', () => {
    it('a card: reads on', async () => {
      const session = await open();
      const agentId = await registerDid(world, WHO.stranger, 'hostile');
      const types = ['uint256', 'bytes', 'bytes32'];
      const call = callWith('setCard(uint256,string,bytes32)', types, [agentId, NO_TEXT, id('card')]);
      await world.sendRaw(WHO.stranger, world.target('sageRegistry'), call);
      await pause();
      expect(names((await session.step()).told)).to.deep.equal(['raised paused']);
    });

    it('the evidence of a TEE key: judges its proposal like any other', async () => {
      const session = await open();
      const registry = world.contract('teeKeyRegistry');
      const { keyType, publicKey } = secp256k1Key(id('TEE hostile'));
      const { stake, votingPeriod } = await registry.getParameters();
      const types = ['uint8', 'bytes', 'uint8', 'bytes32', 'bytes', 'bytes32'];
      const values = [keyType, publicKey, 0, id('measurement'), '0x6970ff', id('hash')];
      const call = callWith('propose(uint8,bytes,uint8,bytes32,string,bytes32)', types, values);
      await world.sendRaw(WHO.stranger, world.target('teeKeyRegistry'), call, { value: stake });
      const proposal = {
        proposalId: String(await registry.getProposalCount()),
        keyId: await registry.keyIdOf(keyType, publicKey),
        endsAt: (await world.time()) + Number(votingPeriod),
      };
      await session.step();
      const [proposed] = (readState(session.stateFile)?.events ?? []).filter(({ name }) => name === 'TEEKeyProposed');
      expect(proposed?.args['evidenceURI']).to.equal('ip\ufffd');
      await vote(world, proposal, [1, 2], true);
      await settle(world, proposal);
      expect(names((await session.step()).told)).to.deep.equal(['raised tee-key-approved']);
    });

    it('the reason of a revocation: tells it with what can be read', async () => {
      const session = await open();
      const { keyId } = await proposeKey(world, 'revoked');
      const call = callWith('revoke(bytes32,string)', ['bytes32', 'bytes'], [keyId, '0x6f6bff']);
      await world.sendRaw(WHO.guardian, world.target('teeKeyRegistry'), call);
      const { told } = await session.step();
      expect(names(told)).to.deep.equal(['raised tee-key-revoked']);
      expect(told[0]?.fields['reason']).to.equal('ok\ufffd');
    });
  });

  it('signed calls without their last padding: the amount counts as unknown, and so as large', async () => {
    const session = await open();
    const multisig = world.contract('multisig', WHO.stranger);
    const calls = [{ target: world.address(WHO.stranger), value: 0n, data: '0x' }];
    const execution = await prepareExecution(multisig, calls);
    const confirmations = [];
    for (const index of WHO.owners.slice(0, 2)) {
      const owner = world.accounts[index];
      if (owner !== undefined) confirmations.push(await confirmExecution(multisig, execution, owner));
    }
    confirmations.sort((a, b) => (BigInt(a.owner) < BigInt(b.owner) ? -1 : 1));
    const { nonce, minGas, deadline } = execution;
    const whole = world.encode('multisig', 'executeWithSignatures', [calls, nonce, minGas, deadline, confirmations]);
    // A signature has 65 bytes: 31 of its last word are padding, which the contract doesn't miss.
    expect(whole.slice(-62)).to.equal('0'.repeat(62));
    await world.sendRaw(WHO.stranger, world.target('multisig'), whole.slice(0, -62));
    const { told } = await session.step();
    expect(names(told)).to.deep.equal(['raised large-payout']);
    expect(told[0]?.fields['amount']).to.equal('unknown');
  });

  it('a log that does not decode: told with its place, and what comes after it as well', async () => {
    const session = await open();
    const { block } = await emitUnreadable(world, 'sageRegistry', 'GuardianSet(address)');
    await world.send(WHO.guardian, 'stakedValidation', 'pause');
    const { told } = await session.step();
    expect(names(told)).to.deep.equal(['raised watcher-log-unreadable', 'raised paused']);
    expect(told[0]).to.deep.include({ severity: 'critical', part: 'sageRegistry', block, logIndex: 0 });
    expect(told[0]?.fields).to.deep.equal({ event: 'GuardianSet', problem: 'data out-of-bounds' });
    expect((await session.step()).told).to.deep.equal([]);
  });

  describe('many logs and large blocks', () => {
    const receive = (): RawTransaction => ({ account: WHO.stranger, to: world.target('multisig') });

    it('does not ask for events that no rule looks at', async () => {
      const session = await open();
      session.node.fault = 'few-logs';
      await world.inOneBlock([receive(), receive(), receive()]);
      await pause();
      expect(names((await session.step()).told)).to.deep.equal(['raised paused']);
    });

    it('asks about one block by contracts and events when the node refuses it whole', async () => {
      const session = await open();
      session.node.fault = 'few-logs';
      const proposal = await proposeKey(world, 'crowd');
      const ballot = world.encode('teeKeyRegistry', 'vote', [proposal.proposalId, true]);
      const registry = world.target('teeKeyRegistry');
      await world.inOneBlock([
        { account: WHO.guardian, to: world.target('sageRegistry'), data: world.encode('sageRegistry', 'pause') },
        { account: WHO.voters[1] ?? 0, to: registry, data: ballot },
        {
          account: WHO.guardian,
          to: world.target('stakedValidation'),
          data: world.encode('stakedValidation', 'pause'),
        },
        {
          account: WHO.guardian,
          to: registry,
          data: world.encode('teeKeyRegistry', 'revoke', [proposal.keyId, 'leaked']),
        },
        { account: WHO.voters[0] ?? 0, to: registry, data: ballot },
      ]);
      const { told } = await session.step();
      // In the order of the chain, whatever the parts were asked in.
      expect(told.map(({ logIndex }) => logIndex)).to.deep.equal([...told.map(({ logIndex }) => logIndex)].sort());
      expect(names(told).sort()).to.deep.equal([
        'raised paused',
        'raised paused',
        'raised tee-key-revoked',
        'raised vote-heavy-voter',
      ]);
    });

    it('reads a block of more than 4,000,000 bytes', async () => {
      const session = await open();
      const to = world.address(WHO.agent);
      const large = { account: WHO.stranger, to, data: `0x${'00'.repeat(450_000)}` };
      await world.inOneBlock([large, large, large, large, large]);
      const block: unknown = await world.provider.send('eth_getBlockByNumber', ['latest', true]);
      expect(JSON.stringify(block).length).to.be.greaterThan(4_000_000);
      await pause();
      expect(names((await session.step()).told)).to.deep.equal(['raised paused']);
    });
  });

  it('a round with too few commitments: nobody had to reveal, so nobody withheld', async () => {
    const session = await open();
    const round = await openRound(world, 'lonely');
    await commit(world, round, 1);
    await finalize(world, round);
    expect(names((await session.step()).told)).to.deep.equal(['raised request-participation-low']);
    expect(readState(session.stateFile)?.revealShare).to.equal(null);
  });
});
