import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRootPackage } from '../bindings/contractsPackage.ts';
import { ROOT, forgeBinary, packageBin } from '../paths.ts';
import { run } from '../process.ts';
import type { Outcome } from '../process.ts';
import { startAnvil } from '../startAnvil.ts';
import { toCheck } from './check.ts';
import type { Check } from './check.ts';
import {
  COMMONJS_PROGRAM,
  COMMONJS_TYPES,
  ETHERS_PROGRAM,
  SOLIDITY_READER,
  SOLIDITY_TEST,
  VIEM_PROGRAM,
  foundryConfig,
  hardhatConfig,
} from './contractsPrograms.ts';
import { install } from './npm.ts';
import { linkPackages, withProject } from './withProject.ts';

/** Installed for the check only. */
const VIEM = 'viem@2.56.9';

/** Installs the tarball of the contracts into empty projects, and does there what users of ethers, viem, Foundry and Hardhat do. */
export async function checkContracts(tarball: string): Promise<readonly Check[]> {
  const chain = await startAnvil();
  try {
    const ethers = await withProject((folder) => checkEthers(folder, tarball, chain.url));
    const viem = await withProject((folder) => checkViem(folder, tarball, chain.url, ethers.address));
    const foundry = await withProject((folder) => checkFoundry(folder, tarball));
    const hardhat = await withProject((folder) => checkHardhat(folder, tarball));
    return [...ethers.checks, ...viem, ...foundry, ...hardhat];
  } finally {
    await chain.stop();
  }
}

async function checkEthers(
  folder: string,
  tarball: string,
  url: string,
): Promise<{ checks: readonly Check[]; address: string }> {
  const { ethers } = readRootPackage().devDependencies;
  const installed = toCheck('install with ethers', await install(folder, [tarball, `ethers@${ethers ?? ''}`]));
  if (!installed.passed) return { checks: [installed], address: '' };
  const checks = [installed, toCheck('ethers: types', await compile(folder, { 'user.mts': ETHERS_PROGRAM }))];
  const ran = await runProgram(folder, 'user.mjs', { RPC_URL: url });
  checks.push(toCheck('ethers: deploy, write, read and explain through a factory', ran));
  checks.push(toCheck('CommonJS: types', await compile(folder, { 'types.cts': COMMONJS_TYPES })));
  writeFileSync(join(folder, 'user.cjs'), COMMONJS_PROGRAM);
  checks.push(toCheck('CommonJS: every path', await runProgram(folder, 'user.cjs', {})));
  return { checks, address: ran.stdout.trim() };
}

async function checkViem(folder: string, tarball: string, url: string, address: string): Promise<readonly Check[]> {
  const installed = toCheck('install with viem, without ethers', await install(folder, [tarball, VIEM]));
  if (!installed.passed) return [installed];
  return [
    installed,
    toCheck('viem: types inferred from the ABIs', await compile(folder, { 'user.mts': VIEM_PROGRAM })),
    toCheck('viem: read and explain', await runProgram(folder, 'user.mjs', { RPC_URL: url, REGISTRY: address })),
  ];
}

async function checkFoundry(folder: string, tarball: string): Promise<readonly Check[]> {
  const installed = toCheck('install for Foundry', await install(folder, [tarball]));
  if (!installed.passed) return [installed];
  const files = {
    'foundry.toml': foundryConfig(join(ROOT, 'scripts', 'toolchain', 'solc.mjs').replaceAll('\\', '/')),
    'src/Reader.sol': SOLIDITY_READER,
    'test/Reader.t.sol': SOLIDITY_TEST,
  };
  for (const part of ['src', 'test']) mkdirSync(join(folder, part));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const tested = await run(forgeBinary(), ['test', '--root', folder], { cwd: folder, timeoutMs: 600_000 });
  const check = toCheck('Foundry: an interface imported, a contract deployed from the sources', tested);
  // Without a test found, forge ends well.
  const ran = tested.stdout.includes('1 tests passed, 0 failed');
  return [installed, ran ? check : { ...check, passed: false, detail: tested.output }];
}

async function checkHardhat(folder: string, tarball: string): Promise<readonly Check[]> {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }));
  const installed = toCheck('install for Hardhat', await install(folder, [tarball]));
  if (!installed.passed) return [installed];
  linkPackages(folder, ['hardhat']);
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'Reader.sol'), SOLIDITY_READER);
  const soljson = join(ROOT, 'node_modules', 'solc', 'soljson.js');
  writeFileSync(join(folder, 'hardhat.config.js'), hardhatConfig(soljson));
  const options = { cwd: folder, timeoutMs: 300_000 };
  const built = await run(process.execPath, [packageBin('hardhat'), 'build'], options);
  const check = toCheck('Hardhat: an interface imported and compiled', built);
  const artifact = join(folder, 'artifacts', 'src', 'Reader.sol', 'Reader.json');
  return [installed, existsSync(artifact) ? check : { ...check, passed: false, detail: built.output }];
}

/** Strict. Also writes the JavaScript. */
function compile(folder: string, files: Readonly<Record<string, string>>): Promise<Outcome> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  linkPackages(folder, ['@types/node', 'undici-types']);
  const compilerOptions = {
    module: 'node16',
    moduleResolution: 'node16',
    target: 'es2022',
    lib: ['es2023', 'dom'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    // The declarations of the package and of what it needs are checked as well.
    skipLibCheck: false,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: Object.keys(files) }));
  return run(process.execPath, [packageBin('typescript', 'tsc'), '-p', folder], { cwd: folder, timeoutMs: 120_000 });
}

function runProgram(folder: string, file: string, env: Record<string, string>): Promise<Outcome> {
  return run(process.execPath, [file], { cwd: folder, env, timeoutMs: 60_000 });
}
