import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressBookPath, parseAddressBook } from '../deploy/addressBook.ts';
import type { AddressBook } from '../deploy/addressBook.ts';
import { ROOT } from '../lib/paths.ts';
import { PEOPLE, SEPOLIA } from './openStage.ts';
import type { Person, Stage } from './openStage.ts';
import type { Summary } from './types.ts';

const DID = 'did:sage:sepolia:weather-desk';
const FILE = join(ROOT, 'examples/agents/weather.json');
const HOUR = 3600;
const DAY = 24 * HOUR;
/** The minimum delay of the timelock. */
const DELAY = 2 * DAY;
const JUDGES = PEOPLE.filter((person) => person.startsWith('judge'));
/** How many contracts stand when the first run of the deployment is killed. */
const KILLED_AFTER = 4;

/** Plays everything in its order; stops at the first command that doesn't end as it should. */
export async function playScenes(stage: Stage): Promise<Summary> {
  const summary = await deploy(stage);
  await register(stage);
  await rate(stage);
  await validate(stage);
  await change(stage);
  stage.begin('Doctor again');
  await stage.sage('operator', ['doctor', '--no-compile']);
  await stage.sage('operator', ['agent', 'show', DID]);
  await stage.sage('client', ['verify', 'agent', DID]);
  return summary;
}

async function deploy(stage: Stage): Promise<Summary> {
  const { provider } = stage;
  stage.begin('Deploy, killed in the middle and resumed');
  const before = await provider.getBalance(stage.addressOf('deployer'));
  await stage.sage('deployer', ['deploy', 'plan']);
  await stage.sage('deployer', ['deploy', 'run', '--yes', '--no-compile'], {
    killAt: new RegExp(`^${KILLED_AFTER} of \\d+: `),
  });
  await stage.sage('deployer', ['deploy', 'status'], { exitCode: 1 });
  await stage.sage('deployer', ['deploy', 'run', '--yes', '--no-compile']);
  const runs = stage.steps.filter(({ command }) => command.startsWith('sage deploy run'));
  const { contracts } = readBook(stage);
  const gas = await Promise.all(
    Object.values(contracts).map(async (entry) => {
      if ('existing' in entry) return 0n;
      return (await provider.getTransactionReceipt(entry.transaction))?.gasUsed ?? 0n;
    }),
  );
  stage.begin('Doctor');
  await stage.sage('operator', ['addresses']);
  await stage.sage('operator', ['doctor', '--no-compile']);
  return {
    deploymentGas: gas.reduce((sum, one) => sum + one, 0n),
    deploymentCost: before - (await provider.getBalance(stage.addressOf('deployer'))),
    deploymentSeconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
    survived: KILLED_AFTER,
    contracts: gas.length,
  };
}

function readBook({ folder }: Stage): AddressBook {
  const path = addressBookPath(join(folder, 'deployments'), BigInt(SEPOLIA));
  return parseAddressBook(readFileSync(path, 'utf8'), path);
}

async function register(stage: Stage): Promise<void> {
  stage.begin('Register an agent from a file, and rotate its key');
  await stage.sage('operator', ['keys', 'generate', 'first']);
  await stage.sage('operator', ['agent', 'register', FILE, '--did', 'weather-desk', '--key', 'first', '--yes']);
  await stage.sage('operator', ['keys', 'generate', 'second', '--type', 'p256']);
  await stage.sage('operator', ['key', 'rotate', DID, '--old', 'first', '--key', 'second', '--yes']);
  await stage.sage('operator', ['key', 'list', DID]);
}

async function rate(stage: Stage): Promise<void> {
  stage.begin('Feedback that the client signs and another account sends');
  const file = join(stage.folder, 'feedback.json');
  await stage.sage('client', ['feedback', 'sign', DID, '--value', '87', '--tag-1', 'starred', '--out', file]);
  await stage.sage('relayer', ['feedback', 'submit', file, '--yes']);
  // Once only: the chain refuses it the second time.
  await stage.sage('relayer', ['feedback', 'submit', file, '--yes'], { exitCode: 1 });
  await stage.sage('operator', ['feedback', 'list', DID]);
  await stage.sage('operator', ['feedback', 'summary', DID, '--clients', stage.addressOf('client')]);
}

async function validate(stage: Stage): Promise<void> {
  stage.begin('A validation by staked judges, one of whom lies');
  const work = ['--file', FILE];
  const asked = await stage.sage('operator', ['validation', 'request', DID, ...work, '--yes', '--json']);
  const { requestHash } = JSON.parse(asked) as { requestHash: string };
  await stage.sage('operator', ['validation', 'open', requestHash, '--commit-period', String(HOUR), '--yes']);
  const verdicts: readonly [Person, number][] = JUDGES.map((judge, index) => [judge, index === 2 ? 10 : 90]);
  for (const [judge, response] of verdicts) {
    await stage.sage(judge, ['validation', 'commit', requestHash, '--response', String(response), '--yes']);
  }
  await stage.wait(HOUR);
  for (const judge of JUDGES) await stage.sage(judge, ['validation', 'reveal', requestHash, '--yes']);
  await stage.sage('operator', ['validation', 'show', requestHash]);
  await stage.sage('relayer', ['validation', 'finalize', requestHash, '--yes']);
  for (const judge of JUDGES.slice(0, 2)) await stage.sage(judge, ['validation', 'withdraw', '--yes']);
  await stage.sage('operator', ['validation', 'show', requestHash]);
}

async function change(stage: Stage): Promise<void> {
  stage.begin('A rule changed through multisig and timelock');
  const file = join(stage.folder, 'voters.json');
  const [first, second] = ['governor-1', 'governor-2'] as const;
  const voters = JSON.stringify([JUDGES.map((judge) => stage.addressOf(judge)), JUDGES.map(() => '1')]);
  const call = ['--target', 'teeKeyRegistry', '--call', 'setVoteWeights', '--args', voters, '--through', 'timelock'];
  await stage.sage(first, ['multisig', 'propose', ...call, '--out', file]);
  for (const governor of [first, second]) await stage.sage(governor, ['multisig', 'sign', file, '--yes']);
  await stage.sage('relayer', ['multisig', 'execute', file, '--yes']);
  await stage.sage('relayer', ['timelock', 'show', file]);
  await stage.wait(DELAY);
  await stage.sage('relayer', ['timelock', 'execute', file, '--yes']);
  await stage.sage('relayer', ['timelock', 'show', file]);
}
