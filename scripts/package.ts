// npm run package: builds the sdk as it is published, packs it, and tries the tarball out in an empty project.
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { ROOT, packageBin } from './lib/paths.ts';
import { describeFailure, run, stopChildrenOnSignals } from './lib/process.ts';
import type { Outcome } from './lib/process.ts';
import { DIST, buildPackage, builtName, exportPaths } from './lib/sdkPackage.ts';
import { PAGE_PACKAGES, tryPage } from './lib/sdkPage.ts';
import { typedProgram, userProgram } from './lib/sdkPrograms.ts';
import { runCommand } from './lib/usage.ts';

const USAGE = `Usage: npm run package -- [options]
  --out DIR   where the tarball goes; sdk/typescript/dist by default
  --no-check  build and pack only
  --browser   also open a page built with Vite in headless Chromium, which is installed for it (67 MB)
  --json      {tarball, checks: [{name, passed, detail}]}
Needs the npm registry for the check, which installs the tarball into an empty project.
Exit code 1 when a check fails.`;

interface Check {
  readonly name: string;
  readonly passed: boolean;
  readonly detail: string;
}

/** What a bundle of some imports may weigh, minified and gzipped, with all dependencies: about a tenth above today. */
const BUDGETS: readonly (readonly [name: string, source: string, kilobytes: number])[] = [
  [
    'size of core: verify and sign HTTP messages',
    `export { createSigningKey, createVerificationKey, signMessage, verifyMessage } from 'PACKAGE/http';`,
    40,
  ],
  ['size of sessions', `export { createMemorySessionStore, createSessionEndpoint } from 'PACKAGE/session';`, 66],
  ['size of one function of the root: the rest is shaken off', `export { parseItem } from 'PACKAGE';`, 5],
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: DIST },
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
  stopChildrenOnSignals();
  await buildPackage();
  const tarball = await pack(resolve(values.out));
  const checks = values['no-check'] ? [] : await check(tarball, values.browser);
  const failed = checks.filter(({ passed }) => !passed).length;
  if (values.json) {
    console.log(JSON.stringify({ tarball, checks }, undefined, 2));
  } else {
    console.log(`packed ${tarball}`);
    for (const { name, passed, detail } of checks) console.log(`${passed ? 'ok  ' : 'FAIL'}  ${name}: ${detail}`);
    console.log(`${checks.length - failed} passed, ${failed} failed`);
  }
  process.exitCode = failed === 0 ? 0 : 1;
}

function npm(args: readonly string[], cwd: string): Promise<Outcome> {
  return run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, timeoutMs: 300_000 });
}

async function pack(out: string): Promise<string> {
  mkdirSync(out, { recursive: true });
  const outcome = await npm(['pack', '--json', '--pack-destination', out], DIST);
  const failure = describeFailure(outcome);
  if (failure !== undefined) throw new Error(`npm pack: ${failure}\n${outcome.output}`);
  const { name, version } = builtName();
  const file = `${name.slice(1).replace('/', '-')}-${version}.tgz`;
  if (!readdirSync(out).includes(file)) throw new Error(`npm pack wrote no ${file}:\n${outcome.output}`);
  return join(out, file);
}

/** Installs the tarball into an empty project, and does there what users do. */
async function check(tarball: string, withBrowser: boolean): Promise<readonly Check[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sage-package-'));
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'user', private: true }));
    const installed = await npm(['install', '--ignore-scripts', '--prefer-offline', tarball], folder);
    const checks = [toCheck('install into an empty project', installed)];
    if (checks[0]?.passed !== true) return checks;
    const { name } = builtName();
    const program = async (file: string, kind: 'import' | 'require'): Promise<Outcome> => {
      writeFileSync(join(folder, file), userProgram(name, kind, exportPaths()));
      return run(process.execPath, [file], { cwd: folder, timeoutMs: 60_000 });
    };
    checks.push(toCheck('ES modules', await program('user.mjs', 'import')));
    checks.push(toCheck('CommonJS', await program('user.cjs', 'require')));
    checks.push(toCheck('types, module node16', await typeCheck(folder, name)));
    for (const [title, source, kilobytes] of BUDGETS) {
      checks.push(await checkSize(folder, title, source.replace('PACKAGE', name), kilobytes));
    }
    if (withBrowser) checks.push(await checkPage(folder, name));
    return checks;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checkPage(folder: string, name: string): Promise<Check> {
  const title = 'a page built with Vite, in headless Chromium';
  const installed = await npm(['install', '--ignore-scripts', '--prefer-offline', ...PAGE_PACKAGES], folder);
  if (describeFailure(installed) !== undefined) return toCheck(title, installed);
  const outcome = await tryPage(folder, name, exportPaths());
  const result = toCheck(title, outcome);
  return result.passed ? { ...result, detail: outcome.stdout.trim() } : result;
}

function toCheck(name: string, outcome: Outcome): Check {
  const failure = describeFailure(outcome);
  return {
    name,
    passed: failure === undefined,
    detail: failure === undefined ? 'works' : `${failure}\n${outcome.output}`,
  };
}

async function typeCheck(folder: string, name: string): Promise<Outcome> {
  for (const file of ['typed.mts', 'typed.cts']) writeFileSync(join(folder, file), typedProgram(name, exportPaths()));
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
  // The paths for Node name types of Node, as a user of Node has them.
  symlinkSync(join(ROOT, 'node_modules', '@types', 'node'), join(folder, 'node_modules', '@types', 'node'), 'junction');
  symlinkSync(join(ROOT, 'node_modules', 'undici-types'), join(folder, 'node_modules', 'undici-types'), 'junction');
  const compilerOptions = {
    module: 'node16',
    moduleResolution: 'node16',
    target: 'es2022',
    lib: ['es2023', 'dom'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.mts', 'typed.cts'] }));
  return run(process.execPath, [packageBin('typescript', 'tsc'), '-p', folder], { cwd: folder, timeoutMs: 120_000 });
}

async function checkSize(folder: string, name: string, source: string, kilobytes: number): Promise<Check> {
  const outfile = join(folder, 'bundle.js');
  await build({
    stdin: { contents: source, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outfile,
    logLevel: 'silent',
  });
  const size = gzipSync(readFileSync(outfile), { level: 9 }).length / 1024;
  return { name, passed: size <= kilobytes, detail: `${size.toFixed(1)} of ${kilobytes} KiB, minified and gzipped` };
}

await runCommand(main);
