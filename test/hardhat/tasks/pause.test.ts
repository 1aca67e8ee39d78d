import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

/** Index of the guardian among the desk's accounts. */
const GUARDIAN = 4;

describe('sage pause', () => {
  let desk: Desk;
  let guardian: string;
  let restore: () => Promise<void>;

  before(async () => {
    desk = await openDesk();
    guardian = desk.accounts[GUARDIAN]?.address ?? '';
    restore = await desk.snapshot();
  });

  beforeEach(async () => {
    await restore();
  });

  after(async () => {
    await desk.close();
  });

  for (const part of ['sageRegistry', 'stakedValidation'] as const) {
    it(`stops ${part} at once`, async () => {
      const answer = await desk.must<{ part: string; sent: boolean }>(['pause', part, '--from', guardian]);
      expect(answer).to.deep.include({ part, sent: true });
      expect(await desk.contract(part).isPaused()).to.equal(true);
    });
  }

  it('says what it does, and asks', async () => {
    const { out, err, exitCode } = await desk.run(['pause', 'sageRegistry', '--from', guardian], ['yes']);
    expect(exitCode).to.equal(0);
    expect(err).to.match(
      /^Pauses sageRegistry: no agent can be registered or bound until governance calls unpause\(\)/m,
    );
    expect(out).to.match(/^sageRegistry is paused/m);
  });

  it('does nothing without a yes, and nothing with --dry-run', async () => {
    expect((await desk.run(['pause', 'sageRegistry', '--from', guardian], ['no'])).exitCode).to.equal(4);
    expect((await desk.run(['pause', 'sageRegistry', '--from', guardian, '--dry-run'])).exitCode).to.equal(0);
    expect(await desk.contract('sageRegistry').isPaused()).to.equal(false);
  });

  it('is refused to anybody else, and a second time', async () => {
    const stranger = await desk.run(['pause', 'sageRegistry', '--yes', '--json']);
    expect(stranger.exitCode).to.equal(1);
    expect(JSON.parse(stranger.out)).to.have.nested.property('error.details.error', 'SageNotGuardian');
    await desk.must(['pause', 'stakedValidation', '--from', guardian]);
    const again = await desk.run(['pause', 'stakedValidation', '--from', guardian, '--yes', '--json']);
    expect(again.exitCode).to.equal(1);
    expect(JSON.parse(again.out)).to.have.nested.property('error.details.error', 'StakedPaused');
  });

  it('knows only what can be paused', async () => {
    const { out, exitCode } = await desk.run(['pause', 'timelock', '--from', guardian, '--yes', '--json']);
    expect(exitCode).to.equal(2);
    const { error } = JSON.parse(out) as { error: Record<string, unknown> };
    expect(error).to.include({ code: 'bad-part', field: 'part', value: 'timelock' });
  });
});
