// bindings/ must be what the contracts and address books give, and the package made of it must hold what it exports and
// nothing else. Builds it into a folder of its own; needs no network.
import { join } from 'node:path';
import { compareBindings } from '../lib/bindings/bindingsFiles.ts';
import { checkPacked } from '../lib/bindings/checkPacked.ts';
import { buildContractsPackage } from '../lib/bindings/contractsPackage.ts';
import { renderBindings } from '../lib/bindings/renderBindings.ts';
import { listPacked } from '../lib/packages/npm.ts';
import { BINDINGS, DEPLOYMENTS, ROOT, readJson } from '../lib/paths.ts';

const OUT = join(ROOT, 'cache', 'bindings-dist');

const stale = compareBindings(BINDINGS, renderBindings(DEPLOYMENTS));
const problems = stale.length > 0 ? [...stale, 'npm run build writes them anew'] : await checkPackage();
for (const problem of problems) console.log(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

async function checkPackage(): Promise<string[]> {
  await buildContractsPackage(OUT);
  const { exports } = readJson(join(OUT, 'package.json')) as { exports: Parameters<typeof checkPacked>[0] };
  const files = await listPacked(OUT);
  console.log(`${files.length} files in the package`);
  return checkPacked(exports, files);
}
