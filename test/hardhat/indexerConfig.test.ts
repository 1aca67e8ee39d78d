import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { IndexerConfigError, readChains } from '../../examples/indexer/core/addressBook.ts';

const ADDRESS = '0x00000000000000000000000000000000000000Ab';
const BOOK = {
  format: 1,
  chainId: '11155111',
  network: 'sepolia',
  contracts: {
    identityRegistry: { contract: 'ERC8004IdentityRegistry', address: ADDRESS, existing: true },
    sageRegistry: { contract: 'SageRegistryV3', address: ADDRESS, block: 123 },
    multisig: { contract: 'SimpleMultiSig', address: ADDRESS, block: 120 },
  },
};

describe("the indexer example's settings", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'sage-indexer-config-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const write = (book: unknown): string => {
    const path = join(folder, '11155111.json');
    writeFileSync(path, typeof book === 'string' ? book : JSON.stringify(book));
    return path;
  };
  const env = (changes: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    SAGE_CHAINS: '11155111',
    PONDER_RPC_URL_11155111: 'https://one.example, https://two.example',
    ...changes,
  });
  const refuse = (changes: Readonly<Record<string, string>>, message: string): void => {
    expect(() => readChains(env(changes), folder)).to.throw(IndexerConfigError, message);
  };

  it('reads chains, nodes, and the parts whose events it knows', () => {
    write(BOOK);
    expect(readChains(env({ SAGE_START_BLOCK_11155111: '7' }), folder)).to.deep.equal([
      {
        chainId: 11155111,
        rpcs: ['https://one.example', 'https://two.example'],
        places: {
          Identity: { address: ADDRESS.toLowerCase(), startBlock: 7 },
          Sage: { address: ADDRESS.toLowerCase(), startBlock: 123 },
        },
      },
    ]);
    expect(readChains(env({ SAGE_DEPLOYMENTS: folder }), 'elsewhere')[0]?.places.Identity?.startBlock).to.equal(0);
  });

  it('refuses settings that are missing or wrong, and says which', () => {
    write(BOOK);
    refuse({ SAGE_CHAINS: ' ' }, 'SAGE_CHAINS is empty: name the chain ids, such as 11155111');
    refuse({ SAGE_CHAINS: 'sepolia' }, 'SAGE_CHAINS holds "sepolia": give a whole number from 1');
    refuse({ SAGE_CHAINS: '1' }, 'PONDER_RPC_URL_1 is empty: name a node of the chain');
    refuse({ SAGE_START_BLOCK_11155111: '-1' }, 'SAGE_START_BLOCK_11155111 holds "-1": give a whole number from 0');
  });

  it('refuses address books that it cannot use, and says where', () => {
    const path = join(folder, '11155111.json');
    const cases: readonly (readonly [book: unknown, message: string])[] = [
      ['{', `${path} can't be read (`],
      [[], `${path}: the whole is [], not an object`],
      [{ ...BOOK, format: 2 }, `${path}: format is 2, 1 is known`],
      [{ ...BOOK, chainId: '1' }, `${path}: chainId is "1", not "11155111": take the right book`],
      [{ ...BOOK, contracts: {} }, `${path}: contracts.identityRegistry is missing`],
      [
        { ...BOOK, contracts: { identityRegistry: { address: '0x1', block: 1 } } },
        `${path}: contracts.identityRegistry.address is "0x1", not an address`,
      ],
      [
        { ...BOOK, contracts: { identityRegistry: { address: ADDRESS } } },
        `${path}: contracts.identityRegistry.block is missing, not a block number`,
      ],
    ];
    for (const [book, message] of cases) {
      write(book);
      refuse({}, message);
    }
    refuse({ SAGE_DEPLOYMENTS: join(folder, 'none') }, 'deploy first, or set SAGE_DEPLOYMENTS');
  });
});
