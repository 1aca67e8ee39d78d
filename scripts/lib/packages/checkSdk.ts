import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packageBin } from '../paths.ts';
import { describeFailure, run } from '../process.ts';
import type { Outcome } from '../process.ts';
import { builtName, exportPaths } from '../sdkPackage.ts';
import { PAGE_PACKAGES, tryPage } from '../sdkPage.ts';
import { typedProgram, userProgram } from '../sdkPrograms.ts';
import { toCheck } from './check.ts';
import type { Check } from './check.ts';
import { install } from './npm.ts';
import { linkPackages, withProject } from './withProject.ts';

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

/**
 * Installs the tarball of the sdk into an empty project, and does there what users do.
 *
 * @param withBrowser Whether to open a page in Chromium, too.
 */
export function checkSdk(tarball: string, withBrowser: boolean): Promise<readonly Check[]> {
  return withProject(async (folder) => {
    const checks = [toCheck('install into an empty project', await install(folder, [tarball]))];
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
  });
}

async function checkPage(folder: string, name: string): Promise<Check> {
  const title = 'a page built with Vite, in headless Chromium';
  const installed = await install(folder, PAGE_PACKAGES);
  if (describeFailure(installed) !== undefined) return toCheck(title, installed);
  const outcome = await tryPage(folder, name, exportPaths());
  const result = toCheck(title, outcome);
  return result.passed ? { ...result, detail: outcome.stdout.trim() } : result;
}

async function typeCheck(folder: string, name: string): Promise<Outcome> {
  for (const file of ['typed.mts', 'typed.cts']) writeFileSync(join(folder, file), typedProgram(name, exportPaths()));
  // The paths for Node name types of Node, as a user of Node has them.
  linkPackages(folder, ['@types/node', 'undici-types']);
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
