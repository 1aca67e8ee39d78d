import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AbiCoder, ContractFactory, Wallet, id } from 'ethers';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { confirmExecution } from '../../../scripts/governance/execution.ts';
import { connectPart } from '../../../tasks/lib/connectPart.ts';
import { readExecutionFile } from '../../../tasks/lib/governance/executionFile.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Failure } from './failure.ts';
import { refusal } from './refusal.ts';

interface Proposed {
  readonly file: string;
  readonly nonce: string;
  readonly digest: string;
  readonly operation: { readonly id: string; readonly delay: string; readonly isEmergency: boolean } | null;
  readonly calls: readonly {
    readonly part: string;
    readonly function: string;
    readonly args: Record<string, unknown>;
    readonly inner: { readonly part: string; readonly function: string; readonly args: unknown } | null;
  }[];
}

/** A signature over 32 zero bytes, by nobody in particular. */
const SIGNATURE = `0x${'11'.repeat(32)}${'22'.repeat(32)}1b`;

describe('sage multisig', () => {
  let desk: Desk;
  let goBack: () => Promise<void>;
  let files = 0;

  const fresh = (): string => join(desk.folder, `execution-${++files}.json`);
  const address = (account: number): string => desk.accounts[account]?.address ?? '';

  const propose = (target: string, call: string, args: unknown[], more: readonly string[] = []): Promise<Proposed> =>
    desk.must<Proposed>([
      ...['multisig', 'propose', '--target', target, '--call', call, '--args', JSON.stringify(args)],
      ...['--out', fresh(), ...more],
    ]);
  const refused = (words: readonly string[], code: string, exitCode: number): Promise<Failure> =>
    refusal(desk, words, code, exitCode);

  before(async () => {
    desk = await openDesk();
    goBack = await desk.snapshot();
  });

  afterEach(() => goBack());

  after(async () => {
    await desk.close();
  });

  it('prints owners and threshold', async () => {
    const data = await desk.must(['multisig', 'owners']);
    expect(data).to.deep.include({ owners: [1, 2, 3].map(address), threshold: '2', withCode: [], proposed: '0' });
    const { out } = await desk.run(['multisig', 'owners']);
    expect(out).to.match(/2 of 3 owners must agree/);
    expect(out).to.include(address(3));
  });

  it('adds an owner by two signatures in a file', async () => {
    const { file, calls, operation, nonce } = await propose('multisig', 'addOwner', [address(5), 3]);
    expect(operation).to.equal(null);
    expect(nonce).to.equal('1');
    expect(calls[0]).to.deep.include({ part: 'multisig', function: 'addOwner(address,uint256)' });
    expect(calls[0]?.args).to.deep.equal({ owner: address(5), newThreshold: '3' });
    const first = await desk.must(['multisig', 'sign', file, '--from', address(1)]);
    expect(first).to.deep.include({ missing: 1, ready: false, signer: address(1) });
    await refused(['multisig', 'execute', file, '--yes'], 'too-few-signatures', 1);
    const second = await desk.must(['multisig', 'sign', file, '--from', address(3)]);
    expect(second).to.deep.include({ missing: 0, ready: true });
    const sent = await desk.must(['multisig', 'execute', file, '--from', address(7)]);
    expect(sent['operations']).to.deep.equal([]);
    expect(await desk.contract('multisig').isOwner(address(5))).to.equal(true);
    expect(await desk.contract('multisig').threshold()).to.equal(3n);
    await refused(['multisig', 'execute', file, '--yes'], 'nonce-used', 1);
    await refused(['multisig', 'sign', file, '--from', address(2)], 'nonce-used', 1);
  });

  it('shows a scheduled call in full before it is signed, and signs only after yes', async () => {
    const { file, operation } = await propose('sageRegistry', 'pause()', [], ['--through', 'timelock']);
    expect(operation).to.deep.include({ delay: '86400', isEmergency: true });
    const words = ['multisig', 'sign', file, '--from', address(2)];
    const declined = await desk.run(words, ['no']);
    expect(declined.exitCode).to.equal(4);
    expect(declined.err).to.match(/timelock\.schedule\(address,uint256,bytes,bytes32,bytes32,uint256\)/);
    expect(declined.err).to.match(/carries out, after the delay:\n +sageRegistry\.pause\(\)/);
    expect(readFileSync(file, 'utf8')).to.match(/"confirmations": \[\]/);
    const agreed = await desk.run(words, ['yes']);
    expect(agreed.exitCode).to.equal(0);
    expect(agreed.out).to.equal('1 more must sign');
    const shown = await desk.must<Proposed & { confirmations: unknown }>(['multisig', 'show', file]);
    expect(shown.confirmations).to.deep.equal([{ owner: address(2), isOwner: true, isValid: true }]);
    expect(shown.calls[0]?.inner).to.deep.include({ part: 'sageRegistry', function: 'pause()', args: {} });
    const nobody = await desk.run(words.with(-1, address(1)));
    expect(nobody.exitCode).to.equal(4);
  });

  it('never counts or replaces a signature silently', async () => {
    const { file } = await propose('multisig', 'changeThreshold', [1]);
    await desk.must(['multisig', 'sign', file, '--from', address(1)]);
    const before = readFileSync(file, 'utf8');
    await refused(['multisig', 'sign', file, '--from', address(1), '--yes'], 'already-signed', 1);
    const error = await refused(['multisig', 'sign', file, '--from', address(9), '--yes'], 'not-owner', 1);
    expect(error).to.deep.include({ field: '--from', value: address(9) });
    expect(readFileSync(file, 'utf8')).to.equal(before);
    await desk.must(['multisig', 'sign', file, '--from', address(1), '--replace']);
    const changed = JSON.parse(before) as { confirmations: object[] };
    changed.confirmations.push({ owner: address(2), signature: SIGNATURE }, { owner: address(9), signature: '0x00' });
    writeFileSync(file, JSON.stringify(changed));
    const shown = await desk.must(['multisig', 'show', file]);
    expect(shown['confirmations']).to.deep.equal([
      { owner: address(1), isOwner: true, isValid: true },
      { owner: address(2), isOwner: true, isValid: false },
      { owner: address(9), isOwner: false, isValid: false },
    ]);
    expect(shown['missing']).to.equal(1);
    const { out } = await desk.run(['multisig', 'show', file]);
    expect(out).to.include(`Signed by ${address(2)}: WRONG SIGNATURE`);
    await refused(['multisig', 'execute', file, '--yes'], 'too-few-signatures', 1);
  });

  it('counts neither a right signature of no owner nor what a contract refuses', async () => {
    const { file } = await propose('multisig', 'changeThreshold', [1]);
    const stranger = desk.accounts[9];
    if (stranger === undefined) throw new Error('no account 9');
    const confirmation = await confirmExecution(desk.contract('multisig'), readExecutionFile(file), stranger);
    // Answers every question with 32 zero bytes.
    await desk.provider.send('anvil_setCode', [address(3), '0x60206000f3']);
    const content = JSON.parse(readFileSync(file, 'utf8')) as object;
    const confirmations = [confirmation, { owner: address(3), signature: SIGNATURE }];
    writeFileSync(file, JSON.stringify({ ...content, confirmations }));
    const shown = await desk.must(['multisig', 'show', file]);
    expect(shown['confirmations']).to.deep.equal([
      { owner: address(9), isOwner: false, isValid: true },
      { owner: address(3), isOwner: true, isValid: false },
    ]);
    expect(shown['missing']).to.equal(2);
  });

  it('sees that the calls of a file were changed after signing', async () => {
    const { file } = await propose('multisig', 'changeThreshold', [1]);
    for (const owner of [1, 2]) await desk.must(['multisig', 'sign', file, '--from', address(owner)]);
    const forged = readFileSync(file, 'utf8').replace(/(0{63})1"/, '$13"');
    expect(forged).not.to.equal(readFileSync(file, 'utf8'));
    writeFileSync(file, forged);
    const error = await refused(['multisig', 'execute', file, '--yes'], 'too-few-signatures', 1);
    expect(error).to.deep.include({ counted: [], threshold: '2' });
  });

  it('refuses files that ended, or of an earlier set of owners', async () => {
    const late = await propose('multisig', 'changeThreshold', [1], ['--hours', '1']);
    const replace = await propose('multisig', 'replaceOwner', [address(3), address(6)], ['--nonce', '2']);
    const void_ = await propose('multisig', 'changeThreshold', [3], ['--nonce', '9']);
    for (const owner of [1, 2]) await desk.must(['multisig', 'sign', replace.file, '--from', address(owner)]);
    await desk.must(['multisig', 'execute', replace.file]);
    await refused(['multisig', 'sign', void_.file, '--from', address(1), '--yes'], 'owners-changed', 1);
    await desk.wait(3601);
    await refused(['multisig', 'sign', late.file, '--from', address(1), '--yes'], 'expired', 1);
    await refused(
      ['multisig', 'propose', '--target', 'multisig', '--call', 'changeThreshold', '--args', '[1]', '--nonce', '2'],
      'nonce-used',
      2,
    );
  });

  it('counts the signature of an owner that is a contract', async () => {
    // Another wallet of the same kind, of one key alone, in the place of owner 3.
    const key = new Wallet(id('tasks: owner of a wallet'));
    const artifact = await desk.hre.artifacts.readArtifact('SimpleMultiSig');
    const factory = ContractFactory.fromSolidity(artifact, desk.accounts[0]);
    const inner = connectPart('multisig', await (await factory.deploy([key.address], 1)).getAddress(), desk.provider);
    const owner = await inner.getAddress();
    const replace = await propose('multisig', 'replaceOwner', [address(3), owner]);
    for (const one of [1, 2]) await desk.must(['multisig', 'sign', replace.file, '--from', address(one)]);
    await desk.must(['multisig', 'execute', replace.file]);
    expect(await desk.must(['multisig', 'owners'])).to.deep.include({ withCode: [owner] });
    const { file, digest } = await propose('multisig', 'changeThreshold', [3]);
    await desk.must(['multisig', 'sign', file, '--from', address(1)]);
    const content = JSON.parse(readFileSync(file, 'utf8')) as { confirmations: object[] };
    const own = key.signingKey.sign(await inner.messageDigest(digest)).serialized;
    const signature = AbiCoder.defaultAbiCoder().encode(['tuple(address,bytes)[]'], [[[key.address, own]]]);
    writeFileSync(
      file,
      JSON.stringify({ ...content, confirmations: [...content.confirmations, { owner, signature }] }),
    );
    expect(await desk.must(['multisig', 'show', file])).to.deep.include({ missing: 0, ready: true });
    await desk.must(['multisig', 'execute', file]);
    expect(await desk.contract('multisig').threshold()).to.equal(3n);
    const wrong = await propose('multisig', 'changeThreshold', [2]);
    const empty = JSON.parse(readFileSync(wrong.file, 'utf8')) as object;
    writeFileSync(wrong.file, JSON.stringify({ ...empty, confirmations: [{ owner, signature }] }));
    expect((await desk.must(['multisig', 'show', wrong.file]))['confirmations']).to.deep.equal([
      { owner, isOwner: true, isValid: false },
    ]);
  });

  it('proposes, confirms and executes on the chain', async () => {
    const proposed = await desk.must([
      ...['multisig', 'propose', '--target', 'multisig', '--call', 'changeThreshold', '--args', '["3"]'],
      ...['--on-chain', '--from', address(1)],
    ]);
    expect(proposed['transactionId']).to.equal('0');
    const early = await refused(['multisig', 'execute', '0', '--from', address(1), '--yes'], 'reverted', 1);
    expect(early).to.deep.include({ error: 'MultiSigTooFewConfirmations' });
    const dry = await desk.run(['multisig', 'confirm', '0', '--from', address(2), '--dry-run']);
    expect(dry.err).to.match(/multisig\.changeThreshold\(uint256\)\n +newThreshold: 3/);
    expect(await desk.contract('multisig').isConfirmed(0, address(2))).to.equal(false);
    const confirmed = await desk.must(['multisig', 'confirm', '0', '--from', address(2)]);
    expect(confirmed).to.deep.include({ confirmedBy: [address(1), address(2)], missing: 0, ready: true });
    const back = await desk.must(['multisig', 'confirm', '0', '--from', address(2), '--revoke']);
    expect(back).to.deep.include({ confirmedBy: [address(1)], missing: 1 });
    await desk.must(['multisig', 'confirm', '0', '--from', address(3)]);
    await desk.must(['multisig', 'execute', '0', '--from', address(1)]);
    expect(await desk.contract('multisig').threshold()).to.equal(3n);
    const shown = await desk.must(['multisig', 'show', '0']);
    expect(shown).to.deep.include({ executed: true, proposer: address(1) });
    const stranger = await refused(['multisig', 'confirm', '7', '--from', address(1), '--yes'], 'reverted', 1);
    expect(stranger).to.deep.include({ error: 'MultiSigUnknownTransaction' });
  });

  it('tries the call before anybody signs it', async () => {
    const words = ['multisig', 'propose', '--target', 'sageRegistry', '--call', 'setGuardian(address)'];
    const args = ['--args', `["${address(6)}"]`, '--out', fresh()];
    const error = await refused([...words, ...args], 'would-fail', 1);
    expect(error).to.deep.include({ error: 'OwnableUnauthorizedAccount' });
    expect(existsSync(args[3] ?? '')).to.equal(false);
    const untried = await desk.must<Proposed>([...words, ...args, '--untried']);
    expect(untried.calls[0]?.function).to.equal('setGuardian(address)');
    await refused([...words, ...args, '--untried'], 'file-exists', 2);
  });

  it('checks target, function, arguments and ether by the ABI', async () => {
    const call = (target: string, name: string, args: string, more: readonly string[] = []): readonly string[] => [
      ...['multisig', 'propose', '--target', target, '--call', name, '--args', args, '--out', fresh(), ...more],
    ];
    expect((await refused(call('registry', 'pause', '[]'), 'unknown-part', 2)).message).to.include('sageRegistry');
    expect((await refused(call('sageRegistry', 'pauze', '[]'), 'unknown-function', 2)).message).to.include('pause()');
    await refused(call('sageRegistry', 'isPaused', '[]'), 'function-reads', 2);
    const args = await refused(call('multisig', 'changeThreshold', '[1.5]'), 'bad-arguments', 2);
    expect(args).to.deep.include({ field: '--args', value: '[1.5]' });
    await refused(call('multisig', 'changeThreshold', '[9007199254740993]'), 'bad-arguments', 2);
    await refused(call('multisig', 'changeThreshold', '[]'), 'bad-arguments', 2);
    await refused(call('multisig', 'changeThreshold', '{}'), 'bad-arguments', 2);
    await refused(call('multisig', 'changeThreshold', '['), 'bad-arguments', 2);
    await refused(call('multisig', 'changeThreshold', '[2]', ['--value', '1']), 'bad-amount', 2);
    await refused(call('multisig', 'changeThreshold', '[2]', ['--through', 'time']), 'bad-way', 2);
    await refused(call('multisig', 'changeThreshold', '[2]', ['--hours', '0']), 'bad-hours', 2);
  });

  it('names the field of a file that is wrong', async () => {
    const { file } = await propose('multisig', 'changeThreshold', [1]);
    const right = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const cases: [Record<string, unknown>, string, string][] = [
      [{ format: 'other' }, 'bad-execution-file', 'format'],
      [{ nonce: 5 }, 'bad-execution-file', 'nonce'],
      [{ calls: [{ target: '0x12', value: '0', data: '0x' }] }, 'bad-execution-file', 'calls[0].target'],
      [
        { confirmations: [{ owner: address(1), signature: '0x1' }] },
        'bad-execution-file',
        'confirmations[0].signature',
      ],
      [{ chainId: '1' }, 'wrong-chain', 'chainId'],
      [{ multisig: address(4) }, 'wrong-multisig', 'multisig'],
    ];
    for (const [change, code, field] of cases) {
      writeFileSync(file, JSON.stringify({ ...right, ...change }));
      expect(await refused(['multisig', 'show', file], code, 2)).to.have.property('field', field);
    }
    writeFileSync(file, 'no json');
    await refused(['multisig', 'show', file], 'bad-json', 2);
    expect((await refused(['multisig', 'show', `${file}.not`], 'file-fault', 2)).message).to.include('ENOENT');
  });
});
