// npm run build: compiles the contracts and writes their bindings into an empty typechain-types/, so that nothing of a
// renamed contract stays behind.
import { rmSync } from 'node:fs';
import { TYPECHAIN, packageBin } from './lib/paths.ts';
import { describeFailure, run } from './lib/process.ts';

rmSync(TYPECHAIN, { recursive: true, force: true });
const outcome = await run(process.execPath, [packageBin('hardhat'), 'build', ...process.argv.slice(2)]);
process.stdout.write(outcome.output);
const failure = describeFailure(outcome);
if (failure !== undefined) {
  console.error(`hardhat build: ${failure}`);
  process.exitCode = 1;
}
