// npm run format: forge fmt for Solidity, Prettier for everything else.
import { forgeBinary, packageBin } from './lib/paths.ts';
import { describeFailure, run } from './lib/process.ts';

const TOOLS = [
  { name: 'forge fmt', program: forgeBinary(), args: ['fmt'] },
  {
    name: 'prettier',
    program: process.execPath,
    args: [packageBin('prettier'), '--write', '--log-level', 'warn', '.'],
  },
];

for (const { name, program, args } of TOOLS) {
  const outcome = await run(program, args);
  const failure = describeFailure(outcome);
  process.stdout.write(outcome.output);
  console.log(`${name}: ${failure ?? 'done'}`);
  if (failure !== undefined) process.exitCode = 1;
}
