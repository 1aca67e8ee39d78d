// Questions at a terminal: away from stdout, where the answer of a task goes, and without showing what is secret.
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import hre from 'hardhat';
import { describe, it } from 'mocha';
import { askTerminal } from '../../../tasks/lib/askTerminal.ts';

/** A terminal at which one types, and what it shows. */
function openTerminal(): { input: PassThrough; output: PassThrough; shown: () => string } {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = new PassThrough();
  let shown = '';
  output.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  return { input, output, shown: () => shown };
}

describe('questions', () => {
  it('show what is typed, unless it is secret', async () => {
    const open = openTerminal();
    const answer = askTerminal('Go on? (yes/no)', false, open);
    open.input.write('yes\r');
    expect(await answer).to.equal('yes');
    expect(open.shown()).to.include('Go on? (yes/no): ').and.include('yes\r');
    const secret = openTerminal();
    const passphrase = askTerminal('Passphrase', true, secret);
    secret.input.write('correct horse\r');
    expect(await passphrase).to.equal('correct horse');
    expect(secret.shown()).to.equal('Passphrase: \n');
  });

  it('count as declined when they are broken off', async () => {
    for (const end of ['\u0003', '\u0004']) {
      const { input, output } = openTerminal();
      const answer = askTerminal('Go on?', false, { input, output }).catch((error: unknown) => error);
      input.write(end);
      expect(await answer).to.include({ code: 'declined', exitCode: 4 });
    }
  });

  it('go to stderr, those of others too', async () => {
    const write = process.stderr.write.bind(process.stderr);
    let shown = '';
    process.stderr.write = (text: string | Uint8Array) => (shown += String(text)) !== '';
    try {
      await hre.interruptions.displayMessage('keystore', 'unlocked');
    } finally {
      process.stderr.write = write;
    }
    expect(shown).to.equal('[keystore] unlocked\n');
    for (const name of ['requestInput', 'requestSecretInput'] as const) {
      expect(await hre.hooks.hasHandlers('userInterruptions', name)).to.equal(true);
    }
  });
});
