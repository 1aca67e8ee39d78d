// npm run build: compiles the contracts and writes their bindings into an empty typechain-types/ and bindings/abi/, so that
// nothing of a renamed contract stays behind.
import { rmSync } from 'node:fs';
import { writeBindings } from './lib/bindings/bindingsFiles.ts';
import { renderBindings } from './lib/bindings/renderBindings.ts';
import { BINDINGS, DEPLOYMENTS, TYPECHAIN, packageBin } from './lib/paths.ts';
import { describeFailure, run } from './lib/process.ts';

rmSync(TYPECHAIN, { recursive: true, force: true });
const outcome = await run(process.execPath, [packageBin('hardhat'), 'build', ...process.argv.slice(2)]);
process.stdout.write(outcome.output);
const failure = describeFailure(outcome);
if (failure !== undefined) {
  console.error(`hardhat build: ${failure}`);
  process.exitCode = 1;
} else {
  writeBindings(BINDINGS, renderBindings(DEPLOYMENTS));
}
