// The package of the contracts: what is generated for it, what it exports, and what may be in it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as abis from '../../bindings/abi/index.ts';
import {
  UnknownDeploymentError,
  addressesOf,
  getAddress,
  getAddressBook,
  listChainIds,
} from '../../bindings/addresses/index.ts';
import * as bindings from '../../bindings/index.ts';
import { AddressBookError } from '../../scripts/deploy/addressBook.ts';
import type { AddressBook } from '../../scripts/deploy/addressBook.ts';
import { readArtifact } from '../../scripts/lib/artifacts.ts';
import { abiName } from '../../scripts/lib/bindings/abiName.ts';
import { compareBindings, writeBindings } from '../../scripts/lib/bindings/bindingsFiles.ts';
import { checkPacked } from '../../scripts/lib/bindings/checkPacked.ts';
import { readRootPackage } from '../../scripts/lib/bindings/contractsPackage.ts';
import { renderBindings } from '../../scripts/lib/bindings/renderBindings.ts';
import { toContractsExports } from '../../scripts/lib/bindings/toContractsExports.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import * as contracts from '../../typechain-types/index.js';

const OWNER = '0x00000000000000000000000000000000000000A1';
const SAGE = '0x00000000000000000000000000000000000000b2';
const TIMELOCK = '0x00000000000000000000000000000000000000C3';
const HASH = `0x${'ab'.repeat(32)}`;

function book(chainId: string, chainClass: AddressBook['chainClass'] = 'test'): AddressBook {
  const entry = (contract: string, address: string) => ({ contract, address, codeHash: HASH, existing: true }) as const;
  return {
    format: 1,
    chainId,
    network: 'base',
    chainClass,
    governance: { owners: [OWNER, TIMELOCK], threshold: 2, guardian: OWNER, delay: 172_800 },
    commit: '0'.repeat(40),
    compiler: { version: '0.8.36', evmVersion: 'cancun', viaIR: true, runs: 200 },
    deployedAt: '2026-01-01T00:00:00.000Z',
    contracts: { timelock: entry('SageTimelock', TIMELOCK), sageRegistry: entry('SageRegistryV3', SAGE) },
  };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sage-bindings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function keep(name: string, content: unknown): void {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
}

describe('ABIs as literals', () => {
  it('every contract that has a factory has its ABI, as it was built', () => {
    const names = Object.keys(contracts)
      .filter(
        (name) =>
          name.endsWith('__factory') && !(name in contracts.factories.base || name in contracts.factories.libraries),
      )
      .map((name) => name.slice(0, -'__factory'.length));
    expect(names).to.include.members(['SageRegistryV3', 'ISageRegistryV3', 'StakedValidation']);
    expect(Object.keys(abis).sort()).to.deep.equal(names.map(abiName).sort());
    expect(abis.teeKeyRegistryAbi).to.deep.equal(readArtifact('TEEKeyRegistry').abi);
    expect(bindings.sageRegistryV3Abi).to.equal(abis.sageRegistryV3Abi);
  });

  it('names: the first capitals become small', () => {
    for (const [contract, name] of [
      ['SageRegistryV3', 'sageRegistryV3Abi'],
      ['ERC8004IdentityRegistry', 'erc8004IdentityRegistryAbi'],
      ['TEEKeyRegistry', 'teeKeyRegistryAbi'],
      ['ITEEKeyRegistry', 'iTEEKeyRegistryAbi'],
      ['IOwnerSet', 'iOwnerSetAbi'],
      ['P256Verifier', 'p256VerifierAbi'],
      ['Item', 'itemAbi'],
    ] as const) {
      expect(abiName(contract)).to.equal(name);
    }
  });

  it('files that are missing, changed or left over are found', () => {
    const files = renderBindings(folder);
    writeBindings(folder, files);
    expect(compareBindings(folder, files)).to.deep.equal([]);
    rmSync(join(folder, 'abi', 'IOwnerSet.ts'));
    writeFileSync(join(folder, 'abi', 'SageTimelock.ts'), 'export const sageTimelockAbi = [] as const;\n');
    writeFileSync(join(folder, 'abi', 'Gone.ts'), '');
    expect(compareBindings(folder, files)).to.deep.equal([
      'missing: bindings/abi/IOwnerSet.ts',
      'out of date: bindings/abi/SageTimelock.ts',
      'left over: bindings/abi/Gone.ts',
    ]);
    writeBindings(folder, files);
    expect(compareBindings(folder, files)).to.deep.equal([]);
  });
});

describe('addresses by chain', () => {
  it('are those of the books, of the package or of the caller', () => {
    const books = [book('8453'), book('10')];
    expect(listChainIds(books)).to.deep.equal(['8453', '10']);
    expect(getAddressBook(10n, books)).to.equal(books[1]);
    expect(getAddress(8453, 'sageRegistry', books)).to.equal(SAGE);
    expect(addressesOf(book('1'))).to.deep.equal({ timelock: TIMELOCK, sageRegistry: SAGE });
  });

  it('are never made up: an unknown chain or part is an error that tells what is known', () => {
    expect(() => getAddressBook(424_242, [book('10')]))
      .to.throw(UnknownDeploymentError, 'the address books know no suite on chain 424242; known: 10.')
      .that.deep.includes({ chainId: '424242', known: ['10'] })
      .and.has.property('part', undefined);
    expect(() => getAddress(10, 'multisig', [book('10')]))
      .to.throw(UnknownDeploymentError, 'know no multisig on chain 10; known: timelock, sageRegistry.')
      .that.deep.includes({ chainId: '10', part: 'multisig' });
    expect(() => getAddress(31_337, 'sageRegistry')).to.throw(UnknownDeploymentError, 'no suite on chain 31337');
  });

  it('the books of public chains are published, by number; local chains are not', () => {
    for (const chainId of ['8453', '10']) keep(`${chainId}.json`, book(chainId));
    keep('31337.json', book('31337', 'local'));
    keep('notes.json', {});
    const text = renderBindings(folder).get('addresses/books.ts') ?? '';
    expect([...text.matchAll(/^ {2}\{"format":1,"chainId":"(\d+)"/gm)].map(([, id]) => id)).to.deep.equal([
      '10',
      '8453',
    ]);
    expect(renderBindings(join(folder, 'none')).get('addresses/books.ts')).to.contain('AddressBook[] = [];');
  });

  it('a book that is wrong, or under a wrong name, stops the build', () => {
    keep('10.json', { ...book('10'), format: 2 });
    expect(() => renderBindings(folder)).to.throw(AddressBookError, '10.json: format is 2, expected 1');
    keep('10.json', book('8453'));
    expect(() => renderBindings(folder)).to.throw('is the book of chain 8453: rename it');
  });
});

describe('the package of the contracts', () => {
  it('every import path leads to a source of the repository', () => {
    const { exports } = readRootPackage();
    expect(Object.keys(exports)).to.deep.equal([
      '.',
      './abi',
      './abi/*',
      './addresses',
      './errors',
      './ethers',
      './*.sol',
    ]);
    for (const [path, source] of Object.entries(exports)) {
      expect(existsSync(join(ROOT, source.replace('*', 'SageRegistryV3'))), path).to.equal(true);
    }
  });

  it('exports types and code for import and for require, and files as they are', () => {
    const sources = { '.': 'a', './abi': 'b', './abi/*': 'c', './ethers': 'd', './*.sol': 'e' };
    expect(toContractsExports(sources, true)).to.deep.equal({
      '.': pair('./lib/index', './lib/index', 'd.cts', 'cjs'),
      './abi': pair('./lib/abi/index', './lib/abi/index', 'd.cts', 'cjs'),
      './abi/*': pair('./lib/abi/*', './lib/abi/*', 'd.cts', 'cjs'),
      './ethers': pair('./lib/ethers/esm/index', './lib/ethers/cjs/index', 'd.ts', 'js'),
      './*.sol': './*.sol',
      './deployments/*.json': './deployments/*.json',
      './package.json': './package.json',
    });
    expect(toContractsExports(sources, false)).not.to.have.property('./deployments/*.json');
  });

  it('holds what it exports', () => {
    const exports = { '.': { import: { default: './lib/index.js' } }, './*.sol': './*.sol' };
    expect(checkPacked(exports, ['lib/index.js', 'SageTimelock.sol'])).to.deep.equal([]);
    expect(checkPacked(exports, ['package.json'])).to.deep.equal([
      '. leads to ./lib/index.js, which is not packed',
      './*.sol leads to ./*.sol, which is not packed',
    ]);
  });

  it('holds nothing else: no test, tool, key or setting', () => {
    const good = [
      'package.json',
      'README.md',
      'LICENSE',
      'licenses/noble-hashes.txt',
      'deployments/8453.json',
      'SageTimelock.sol',
      'interfaces/IOwnerSet.sol',
      'lib/index.js',
      'lib/abi/SageTimelock.d.cts',
      'lib/chunk-AB12.cjs',
      'lib/ethers/esm/factories/interfaces/IOwnerSet__factory.d.ts',
      'lib/ethers/cjs/package.json',
    ];
    expect(checkPacked({}, good)).to.deep.equal([]);
    for (const bad of [
      '.env',
      '.npmrc',
      'deployments/31337.key.json',
      'test/SageTimelock.t.sol',
      'SageTimelock.t.sol',
      'lib/index.test.js',
      'lib/abi/keystore.json',
      'scripts/build.ts',
      'lib/ethers/esm/hardhat.d.ts.map',
    ]) {
      expect(checkPacked({}, [...good, bad]), bad).to.deep.equal([`${bad} is packed and should not be`]);
    }
  });

  it('an unknown package: a plain message and exit code 2', () => {
    const entry = ['--import', 'tsx', join(ROOT, 'scripts', 'package.ts'), '--only', 'wallet'];
    const { status, stderr } = spawnSync(process.execPath, entry, { cwd: ROOT, encoding: 'utf8' });
    expect(stderr).to.match(/^--only takes contracts or sdk, got wallet/);
    expect(status).to.equal(2);
  });
});

function pair(module: string, common: string, types: string, code: string): unknown {
  return {
    import: { types: `${module}.d.ts`, default: `${module}.js` },
    require: { types: `${common}.${types}`, default: `${common}.${code}` },
  };
}
