// What audit/TEST-RESULTS.md, INTERFACES.md and STORAGE-LAYOUTS.md say. Steps of npm test hold the files themselves.
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readInterface, renderInterfaces } from '../../scripts/lib/interfaceTable.ts';
import { summarizeSteps, toCommand } from '../../scripts/lib/keepTestResults.ts';
import type { KeptResult } from '../../scripts/lib/results.ts';
import { parseStorageLine, renderStorage } from '../../scripts/lib/storageTable.ts';
import { SECTIONS, renderTestResults } from '../../scripts/lib/testResults.ts';

const HASH = 'ab'.repeat(32);

const MATRIX: KeptResult = {
  tool: 'solc 0.8.30',
  command: 'npm run matrix',
  figures: { runs: 6, failed: 1 },
  rows: [
    { settings: 'IR | on', ir: true, tests: 1234, passed: true },
    { settings: 'IR off', ir: false, tests: 1234, passed: false },
  ],
  date: '2026-01-31',
  commit: 'c'.repeat(40),
  contracts: HASH,
};

function page(results: Record<string, KeptResult>): string {
  const snapshots = { gas: { 'register()': 96_315 }, sizes: { Full: 24_576, Small: 8 } };
  return renderTestResults({ results: new Map(Object.entries(results)), contracts: HASH, ...snapshots });
}

describe('the test results', () => {
  it('tell figures, rows, command, day, commit and contracts', () => {
    const text = page({ matrix: MATRIX });
    expect(text).to.contain(
      '| [Compiler matrix](#compiler-matrix) | runs: 6; failed: 1 | 2026-01-31 | `cccccccccc` | of these contracts |',
    );
    expect(text).to.contain(
      '`npm run matrix` with solc 0.8.30, on 2026-01-31 at commit `cccccccccc`, of these contracts.',
    );
    expect(text).to.contain(
      '| settings | ir | tests | passed |\n|---|---|---:|---|\n| IR \\| on | yes | 1,234 | yes |\n| IR off | no | 1,234 | **no** |',
    );
  });

  it('tell a result of other contracts as such', () => {
    const text = page({ matrix: { ...MATRIX, contracts: 'ef'.repeat(32) } });
    expect(text).to.contain('of OTHER contracts (hash efefefefefef)');
    expect(text).not.to.contain('of these contracts |');
  });

  it('tell what was never run', () => {
    const text = page({});
    expect(text).to.contain('| [Planted bugs](#planted-bugs) | never run |');
    expect(text.match(/\*\*Never run\*\*/g)).to.have.length(SECTIONS.length);
  });

  it('tell gas and sizes', () => {
    const text = page({});
    expect(text).to.contain('| register() | 96,315 |');
    expect(text).to.contain('| Full | 24,576 | 0 |\n| Small | 8 | 24,568 |');
  });

  it('lose no result', () => {
    expect(() => page({ other: MATRIX })).to.throw('audit/results/other.json has no section');
    expect(() => page({ 'property-tests': MATRIX })).not.to.throw();
  });

  it('of npm test name the arguments that were given', () => {
    expect(toCommand([])).to.equal('npm test');
    expect(toCommand(['--prove-red', '--keep-results'])).to.equal('npm test -- --prove-red --keep-results');
  });

  it('of npm test have a row for each step', () => {
    const step = { name: 'forge', group: 'tests', title: 'forge tests', run: () => Promise.reject(new Error()) };
    const result = { name: 'forge', passed: 7, failed: 1, problems: ['a'], note: '8 unit', log: 'b', milliseconds: 5 };
    expect(summarizeSteps([step], [result])).to.deep.equal({
      figures: { passed: 7, failed: 1, steps: 1 },
      rows: [{ step: 'forge', 'what is checked': 'forge tests', passed: 7, failed: 1, note: '8 unit' }],
    });
  });
});

describe('the table of interfaces', () => {
  // From EIP-20, EIP-165 and the Solidity ABI specification.
  const abi = [
    'function transfer(address to, uint256 value) returns (bool)',
    'function supportsInterface(bytes4 interfaceId) view returns (bool)',
    'event Transfer(address indexed from, address indexed to, uint256 value)',
    'error Error(string)',
    'receive() payable',
  ] as unknown as Parameters<typeof readInterface>[0]['abi'];
  const contract = readInterface({ contractName: 'Token', abi });

  it('has selectors and topics', () => {
    const text = renderInterfaces([contract]);
    expect(text).to.contain('| [Token](#token) | 2 | 0 | 1 | 1 | 1 | 1 | yes |');
    expect(text).to.contain('| `0x01ffc9a7` | `supportsInterface(bytes4)` | view | `bool` |');
    expect(text).to.contain('| `0xa9059cbb` | `transfer(address,uint256)` | nonpayable | `bool` |');
    expect(text).to.contain(
      '| `0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef` | `Transfer(address indexed, address indexed, uint256)` |',
    );
    expect(text).to.contain('| `0x08c379a0` | `Error(string)` |');
  });
});

describe('the table of storage layouts', () => {
  it('reads variables and fields of structs', () => {
    expect(parseStorageLine('8+20 _wallets: mapping(uint256 => struct A.B)')).to.deep.equal({
      slot: '8',
      offset: '20',
      name: '_wallets',
      type: 'mapping(uint256 => struct A.B)',
    });
    expect(parseStorageLine('  struct A.B: 0+8 codes: uint64')).to.deep.equal({
      struct: 'struct A.B',
      slot: '0',
      offset: '8',
      name: 'codes',
      type: 'uint64',
    });
  });

  it('refuses what it does not understand', () => {
    expect(() => parseStorageLine('8 _wallets')).to.throw('not a line of a storage layout: 8 _wallets');
  });

  it('tells contracts without storage, and type hashes', () => {
    const text = renderStorage({
      storage: { Empty: [], Full: ['0+0 a: uint8'] },
      typeHashes: { 'A.B_TYPEHASH': { type: 'B(uint256 c)', hash: '0x01' } },
    });
    expect(text).to.contain('## Empty\n\nNo storage.');
    expect(text).to.contain('|  | 0 | 0 | `a` | `uint8` |');
    expect(text).to.contain('| `A.B_TYPEHASH` | `B(uint256 c)` | `0x01` |');
  });
});
