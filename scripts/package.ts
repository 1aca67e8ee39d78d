// npm run package: builds the packages as they are published, packs them, and tries the tarballs out in empty projects.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CONTRACTS_DIST, buildContractsPackage } from './lib/bindings/contractsPackage.ts';
import type { Check } from './lib/packages/check.ts';
import { checkContracts } from './lib/packages/checkContracts.ts';
import { checkSdk } from './lib/packages/checkSdk.ts';
import { pack } from './lib/packages/npm.ts';
import { stopChildrenOnSignals } from './lib/process.ts';
import { DIST, buildPackage } from './lib/sdkPackage.ts';
import { UsageError, runCommand } from './lib/usage.ts';

const USAGE = `Usage: npm run package -- [options]
  --only NAME  contracts or sdk; both by default
  --out DIR    where the tarballs go; dist and sdk/typescript/dist by default
  --no-check   build and pack only
  --browser    also open a page built with Vite in headless Chromium, which is installed for it (67 MB)
  --json       {packages: [{name, tarball, checks: [{name, passed, detail}]}]}
Needs the npm registry for the check, which installs the tarballs into empty projects, and what \`npm run build\` built.
Exit code 1 when a check fails.`;

interface Package {
  readonly name: string;
  readonly dist: string;
  readonly build: () => Promise<void>;
  readonly check: (tarball: string, withBrowser: boolean) => Promise<readonly Check[]>;
}

interface Result {
  readonly name: string;
  readonly tarball: string;
  readonly checks: readonly Check[];
}

const PACKAGES: readonly Package[] = [
  {
    name: 'contracts',
    dist: CONTRACTS_DIST,
    build: () => buildContractsPackage(CONTRACTS_DIST),
    check: (tarball) => checkContracts(tarball),
  },
  { name: 'sdk', dist: DIST, build: buildPackage, check: checkSdk },
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      out: { type: 'string' },
      'no-check': { type: 'boolean', default: false },
      browser: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const chosen = PACKAGES.filter(({ name }) => values.only === undefined || name === values.only);
  if (chosen.length === 0) throw new UsageError(`--only takes contracts or sdk, got ${values.only ?? ''}`);
  stopChildrenOnSignals();
  const results: Result[] = [];
  for (const { name, dist, build, check } of chosen) {
    console.error(`building ${name} …`);
    await build();
    const tarball = await pack(dist, resolve(values.out ?? dist));
    if (!values['no-check']) console.error(`trying ${name} out …`);
    const checks = values['no-check'] ? [] : await check(tarball, values.browser);
    results.push({ name, tarball, checks });
    if (!values.json) print(results.at(-1));
  }
  const failed = results.flatMap(({ checks }) => checks).filter(({ passed }) => !passed).length;
  if (values.json) console.log(JSON.stringify({ packages: results }, undefined, 2));
  process.exitCode = failed === 0 ? 0 : 1;
}

function print(result: Result | undefined): void {
  if (result === undefined) return;
  const { tarball, checks } = result;
  console.log(`packed ${tarball}`);
  for (const { name, passed, detail } of checks) console.log(`${passed ? 'ok  ' : 'FAIL'}  ${name}: ${detail}`);
  const failed = checks.filter(({ passed }) => !passed).length;
  console.log(`${checks.length - failed} passed, ${failed} failed`);
}

await runCommand(main);
