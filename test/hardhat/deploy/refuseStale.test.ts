// Code that was built from other files must not be deployed under the present commit.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import hre from 'hardhat';
import { after, beforeEach, describe, it } from 'mocha';
import { DeployConfigError } from '../../../scripts/deploy/errors.ts';
import { readCode } from '../../../scripts/deploy/readCode.ts';
import { importedBy, refuseStale } from '../../../scripts/deploy/refuseStale.ts';
import { ROOT } from '../../../scripts/lib/paths.ts';

const SETTINGS = { evmVersion: 'cancun', optimizer: { runs: 200, enabled: true }, viaIR: true };
const INPUT = {
  sources: {
    'project/contracts/A.sol': { content: 'contract A {}\n' },
    'npm/@openzeppelin/contracts@5.7.0/utils/B.sol': { content: 'contract B {}\n' },
    'npm/solady@0.1.26/src/C.sol': { content: 'contract C {}\n' },
  },
  settings: { ...SETTINGS, remappings: ['x'], outputSelection: {} },
};
const FILES = {
  'contracts/A.sol': 'contract A {}\n',
  'node_modules/@openzeppelin/contracts/utils/B.sol': 'contract B {}\n',
  'node_modules/solady/src/C.sol': 'contract C {}\n',
};

describe('a build that is older than the files', () => {
  const root = mkdtempSync(join(tmpdir(), 'sage-stale-'));
  const compilers = [{ version: '0.8.36', settings: { ...SETTINGS, outputSelection: { '*': {} } } }];
  const [first, , third] = Object.keys(INPUT.sources) as [string, string, string];
  const check = ({ version = '0.8.36', settings = {}, isWhole = true, imported = [] as string[] } = {}): void =>
    refuseStale(
      { root, compilers, isWhole },
      version,
      { ...INPUT, settings: { ...INPUT.settings, ...settings } },
      imported,
    );

  beforeEach(() => {
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  });

  after(() => rmSync(root, { recursive: true }));

  it('is one of other files, or of missing ones', () => {
    expect(() => check()).to.not.throw();
    writeFileSync(join(root, 'contracts/A.sol'), 'contract A { }\n');
    rmSync(join(root, 'node_modules/solady'), { recursive: true });
    expect(() => check())
      .to.throw(DeployConfigError, 'npx hardhat build --force')
      .that.deep.includes({ field: 'sources', value: [first, third] });
  });

  it('is judged by what the contracts import, apart from main networks', () => {
    rmSync(join(root, 'contracts/A.sol'));
    expect(() => check({ isWhole: false, imported: [third] })).to.not.throw();
    expect(() => check({ isWhole: true, imported: [third] }))
      .to.throw(DeployConfigError)
      .that.deep.includes({ field: 'sources', value: [first] });
    const importing = (...names: string[]): { ast: { nodes: { nodeType: string; absolutePath: string }[] } } => ({
      ast: { nodes: names.map((absolutePath) => ({ nodeType: 'ImportDirective', absolutePath })) },
    });
    const sources = { a: importing('b'), b: importing('c', 'a'), c: importing(), d: importing('a') };
    expect([...importedBy({ sources }, ['a'])].sort()).to.deep.equal(['a', 'b', 'c']);
  });

  it('is one of another compiler or of other settings', () => {
    expect(() => check({ version: '0.8.35' }))
      .to.throw(DeployConfigError)
      .that.includes({ field: 'solidity' });
    expect(() => check({ settings: { optimizer: { enabled: true, runs: 1 } } }))
      .to.throw(DeployConfigError)
      .that.includes({ field: 'solidity' });
  });

  it('is refused before it is deployed', async () => {
    const { compilers: own } = hre.config.solidity.profiles['default'] ?? { compilers: [] };
    const contracts = ['SimpleMultiSig', 'P256Verifier'];
    const { code } = await readCode(hre.artifacts, contracts, { root: ROOT, compilers: own, isWhole: false });
    expect(Object.keys(code)).to.deep.equal(contracts);
    const project = { root, compilers: own, isWhole: false };
    const elsewhere = await readCode(hre.artifacts, contracts, project).catch((error: unknown) => error);
    expect(elsewhere).to.be.instanceOf(DeployConfigError).and.include({ field: 'sources' });
  });
});
