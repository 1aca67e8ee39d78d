import { formatEther } from 'ethers';
import { formatInteger } from '../lib/table.ts';
import type { Step, Summary } from './types.ts';

/** docs/rehearsal.md. */
export function renderTranscript(steps: readonly Step[], summary: Summary): string {
  const { deploymentGas, deploymentCost, deploymentSeconds, survived, contracts } = summary;
  const lines = [
    '# Rehearsal',
    '',
    'Written by `npm run rehearse -- --write`: every command of an operator on a chain of its own with the chain id of Sepolia, as it was',
    'typed and answered. Each person has a key of their own; whoever waits has the clock of the chain moved forward.',
    '',
    `The deployment: ${contracts} contracts, ${formatInteger(Number(deploymentGas))} gas, ${formatEther(deploymentCost)} ETH at this chain's price, ${deploymentSeconds.toFixed(0)} s`,
    `in two runs, the first killed after ${survived} contracts.`,
  ];
  for (const scene of new Set(steps.map((step) => step.scene))) {
    lines.push('', `## ${scene}`);
    for (const { who, command, exitCode, seconds, output } of steps.filter((step) => step.scene === scene)) {
      const ended = exitCode === null ? 'killed' : `exit code ${exitCode}`;
      lines.push('', '```', `${who}$ npx hardhat ${command}`, output, '```', '', `(${ended}, ${seconds.toFixed(1)} s)`);
    }
  }
  return `${lines.join('\n')}\n`;
}
