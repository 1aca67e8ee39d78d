// docs/quickstart.md, command by command, as processes of their own against a local node.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { JsonRpcProvider } from 'ethers';
import { after, before, describe, it } from 'mocha';
import { ROOT } from '../../scripts/lib/paths.ts';
import { startAnvil } from '../../scripts/lib/startAnvil.ts';
import type { Anvil } from '../../scripts/lib/startAnvil.ts';
import { typeCommand } from '../../scripts/rehearsal/typeCommand.ts';

const DOCUMENT = readFileSync(join(ROOT, 'docs/quickstart.md'), 'utf8');
const BLOCKS = [...DOCUMENT.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((match) => (match[1] ?? '').trim().split('\n'));
const VARIABLES = Object.fromEntries(
  BLOCKS.filter((line) => line.startsWith('export ')).map((line) => line.slice('export '.length).split('=')),
) as Record<string, string>;
const COMMANDS = BLOCKS.filter((line) => line.startsWith('npx hardhat sage ')).map((line) => line.split(' ').slice(2));

describe('the quickstart', () => {
  let anvil: Anvil;
  let provider: JsonRpcProvider;
  let folder: string;
  let environment: Record<string, string>;

  before(async () => {
    anvil = await startAnvil();
    provider = new JsonRpcProvider(anvil.url);
    folder = mkdtempSync(join(tmpdir(), 'sage-quickstart-'));
    environment = {
      ...VARIABLES,
      LOCALHOST_RPC_URL: anvil.url,
      SAGE_DEPLOYMENTS: join(folder, 'deployments'),
      SAGE_STATE: join(folder, 'state'),
      SAGE_PASSPHRASE: 'correct horse battery staple',
    };
  });

  after(async () => {
    provider.destroy();
    await anvil.stop();
    rmSync(folder, { recursive: true });
  });

  const wait = async (seconds: number): Promise<void> => {
    await provider.send('evm_increaseTime', [seconds]);
    await provider.send('evm_mine', []);
  };

  it('has commands', () => {
    expect(COMMANDS.map(([, noun, verb]) => `${noun ?? ''} ${verb ?? ''}`)).to.deep.equal([
      'deploy run',
      'doctor --network',
      'keys generate',
      'agent register',
      'agent show',
      'verify agent',
    ]);
  });

  for (const words of COMMANDS) {
    it(words.join(' '), async () => {
      const { code, output } = await typeCommand(words, environment, wait);
      expect(code, output).to.equal(0);
    });
  }
});
