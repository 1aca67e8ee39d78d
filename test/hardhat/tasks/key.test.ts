import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import type { RegistrySigner } from '../../../sdk/typescript/src/signers/index.ts';
import { failOf, putAgreementKey, putKey, registerAgent } from './agents.ts';
import type { Failure } from './agents.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

describe('sage key', () => {
  let desk: Desk;
  let back: () => Promise<void>;
  let agentId: bigint;
  let did: string;
  let first: RegistrySigner;
  let second: RegistrySigner;

  before(async () => {
    desk = await openDesk();
    first = await putKey(desk, 'first');
    second = await putKey(desk, 'second', 'p256');
    ({ agentId, did } = await registerAgent(desk, 'key-tests', [first]));
    back = await desk.snapshot();
  });

  afterEach(() => back());

  after(async () => {
    await desk.close();
  });

  const sage = (): ReturnType<typeof desk.contract<'sageRegistry'>> => desk.contract('sageRegistry');
  const isValid = (keyId: string): Promise<boolean> => sage().isKeyValid(agentId, keyId);

  const fails = (words: readonly string[], exitCode: number): Promise<Failure> => failOf(desk, words, exitCode);

  it('test_attack_A39: key add gives the agent a key that the contract finds valid', async () => {
    const told = await desk.must(['key', 'add', did, '--key', 'second']);
    expect(told).to.include({ agentId: agentId.toString(), did, keyId: second.keyId, type: 'p256' });
    expect(await isValid(second.keyId)).to.equal(true);
    expect(await isValid(first.keyId)).to.equal(true);
  });

  it('adds an X25519 key with a key that attests it, and not without', async () => {
    const agreement = await putAgreementKey(desk, 'agreement');
    const words = ['key', 'add', agentId.toString(), '--key', 'agreement', '--yes'];
    expect(await fails(words, 2)).to.include({ code: 'attester-missing', field: '--key', value: 'agreement' });
    await desk.must(['key', 'add', did, '--key', 'agreement', '--attester', 'first']);
    expect((await sage().getKey(agentId, agreement.keyId)).state).to.equal(3n);
    expect(await isValid(agreement.keyId)).to.equal(true);
  });

  it('tells the refusal of the chain with its arguments, and sends nothing', async () => {
    const block = await desk.provider.getBlockNumber();
    const error = await fails(['key', 'add', did, '--key', 'first', '--yes'], 1);
    expect(error.code).to.equal('reverted');
    expect(error.details).to.deep.include({
      error: 'SageKeyKnown',
      args: { agentId: agentId.toString(), keyId: first.keyId },
    });
    expect(await desk.provider.getBlockNumber()).to.equal(block);
  });

  it('test_attack_A39: key rotate revokes one key and adds another', async () => {
    await desk.must(['key', 'rotate', did, '--old', 'first', '--key', 'second']);
    expect(await isValid(first.keyId)).to.equal(false);
    expect(await isValid(second.keyId)).to.equal(true);
    const missing = await fails(['key', 'rotate', did, '--key', 'second', '--yes'], 2);
    expect(missing).to.include({ code: 'option-missing', field: '--old' });
  });

  it('test_attack_A39: key revoke asks, and revokes for ever once it was confirmed', async () => {
    const words = ['key', 'revoke', did, '--key', first.keyId];
    const declined = await desk.run(words, ['no']);
    expect(declined.exitCode).to.equal(4);
    expect(await isValid(first.keyId)).to.equal(true);
    const { exitCode, out, err } = await desk.run(words, ['yes']);
    expect(exitCode).to.equal(0);
    expect(err).to.contain(`Revokes the key ${first.keyId} of ${did} for ever.`);
    expect(out).to.contain(`The key ${first.keyId} of ${did} is revoked.`);
    expect(await isValid(first.keyId)).to.equal(false);
    const again = await fails(['key', 'revoke', did, '--key', 'first', '--yes'], 1);
    expect(again.details).to.include({ error: 'SageKeyAlreadyRevoked' });
  });

  it('declares since when a key was compromised', async () => {
    const { validFrom } = await sage().getKey(agentId, first.keyId);
    await desk.wait(100);
    const since = Number(validFrom) + 30;
    const iso = new Date(since * 1000).toISOString().replace('.000Z', 'Z');
    await desk.must(['key', 'revoke', did, '--key', 'first', '--compromised', iso]);
    expect((await sage().getKey(agentId, first.keyId)).compromisedSince).to.equal(BigInt(since));
    const at = (time: number): string[] => ['key', 'at', did, '--key', 'first', '--time', String(time)];
    expect(await desk.must(at(since - 1))).to.deep.include({ isValid: true, time: since - 1 });
    const { exitCode, out } = await desk.run(at(since));
    expect(exitCode).to.equal(1);
    expect(out).to.contain(`was not in force at ${iso}`);
    const bad = await fails(['key', 'revoke', did, '--key', 'first', '--compromised', 'today', '--yes'], 2);
    expect(bad).to.include({ code: 'bad-time', field: '--compromised', value: 'today' });
  });

  it('test_attack_A39: key at tells what isKeyValidAt and isKeyInForceAt tell, and nothing of the future', async () => {
    const edwards = await putKey(desk, 'edwards', 'ed25519');
    await desk.must(['key', 'add', did, '--key', 'edwards']);
    expect(await desk.must(['key', 'at', did, '--key', 'edwards'])).to.include({
      keyId: edwards.keyId,
      type: 'ed25519',
      state: 'proof-emitted',
      isValid: false,
      isInForce: true,
    });
    const stranger = await desk.run(['key', 'at', did, '--key', `0x${'11'.repeat(32)}`]);
    expect(stranger.exitCode).to.equal(1);
    expect(stranger.out).to.contain('the agent never had it');
    const later = await fails(['key', 'at', did, '--key', 'first', '--time', '99999999999'], 3);
    expect(later).to.include({ code: 'time-in-future', field: '--time' });
  });

  it('test_attack_A39: key list shows every key with its times, as a table and as JSON', async () => {
    await desk.must(['key', 'rotate', did, '--old', 'first', '--key', 'second']);
    const { out } = await desk.run(['key', 'list', did]);
    expect(out).to.match(new RegExp(`^${first.keyId} +secp256k1 +proved +no +no +\\S+Z +\\S+Z$`, 'm'));
    expect(out).to.match(new RegExp(`^${second.keyId} +p256 +proved +yes +yes +\\S+Z$`, 'm'));
    const { keys } = await desk.must<{ keys: readonly Record<string, unknown>[] }>(['key', 'list', agentId.toString()]);
    expect(keys.map((key) => [key['keyId'], key['isValid']])).to.deep.equal([
      [first.keyId, false],
      [second.keyId, true],
    ]);
    const { validUntil } = await sage().getKey(agentId, first.keyId);
    expect(keys[0]).to.include({ validUntil: Number(validUntil), compromisedSince: null });
    const unknown = await fails(['key', 'list', 'did:sage:local:nobody'], 1);
    expect(unknown.details).to.deep.include({ error: 'SageDidUnknown', args: { did: 'did:sage:local:nobody' } });
  });

  it('sends nothing with --dry-run', async () => {
    const block = await desk.provider.getBlockNumber();
    expect(await desk.must(['key', 'add', did, '--key', 'second', '--dry-run'])).to.include({ sent: false });
    expect(await desk.provider.getBlockNumber()).to.equal(block);
  });

  it('refuses a key file that is not there, one of a wrong passphrase, and a stranger as sender', async () => {
    const missing = await fails(['key', 'add', did, '--key', 'nowhere', '--yes'], 2);
    expect(missing).to.include({ code: 'key-file-missing' });
    const words = ['key', 'add', did, '--key', 'second', '--from', desk.accounts[5]?.address ?? '', '--yes'];
    const stranger = await fails(words, 1);
    expect(stranger.details).to.include({ error: 'SageNotController' });
  });
});
