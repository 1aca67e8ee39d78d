import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { ROOT } from '../../../scripts/lib/paths.ts';

interface Step {
  readonly id?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

interface Job {
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const text = readFileSync(join(ROOT, '.github', 'workflows', 'deploy-sepolia.yml'), 'utf8');
const { plan, deploy } = (parse(text) as { readonly jobs: Readonly<Record<'plan' | 'deploy', Job>> }).jobs;
const GOVERNANCE = ['SEPOLIA_OWNERS', 'SEPOLIA_THRESHOLD', 'SEPOLIA_GUARDIAN', 'SEPOLIA_DELAY'];

function stepWith({ steps }: Job, command: string): Step {
  const found = steps.find(({ run = '' }) => run.includes(command));
  if (found === undefined) throw new Error(`no step runs ${command}`);
  return found;
}

describe('workflow deploy-sepolia: what is deployed is what was approved', () => {
  const planned = stepWith(plan, 'sage deploy plan');

  it('hands on from the plan what it was made with', () => {
    const handedOn = stepWith(plan, 'GITHUB_OUTPUT');
    for (const name of [...GOVERNANCE, 'DEPLOYER']) {
      expect(handedOn.env?.[name], name).to.equal(planned.env?.[name]);
      expect(handedOn.run, name).to.include(`${name}=$${name}`);
      expect(plan.outputs?.[name], name).to.equal(`\${{ steps.${handedOn.id}.outputs.${name} }}`);
    }
  });

  it('deploys that, and reads no variable anew', () => {
    expect(JSON.stringify(deploy)).to.not.include('vars.');
    for (const command of ['sage deploy run --no-compile --dry-run', 'sage deploy run --no-compile --yes']) {
      const { env } = stepWith(deploy, command);
      for (const name of GOVERNANCE) expect(env?.[name], name).to.equal(`\${{ needs.plan.outputs.${name} }}`);
    }
  });

  it('sends nothing by a key of another account than the plan has', () => {
    const dry = deploy.steps.findIndex(({ run = '' }) => run.includes('--dry-run'));
    const sending = deploy.steps.findIndex(({ run = '' }) => run.includes('--yes'));
    expect(deploy.steps[dry]?.env?.['DEPLOYER']).to.equal('${{ needs.plan.outputs.DEPLOYER }}');
    expect(deploy.steps[dry]?.run).to.match(/jq .*\.deployer/);
    expect(dry).to.be.greaterThan(-1).and.lessThan(sending);
  });
});
