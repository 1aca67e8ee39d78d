// Whoever talks to a deployed ERC-8004 registry can talk to ours: each function, event and error of the standard is in
// our build, to the letter.
import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import hre from 'hardhat';
import {
  isProxyOrOwnership,
  readAbi,
  reduceAbi,
  signatureOf,
  type AbiItem,
  type Entry,
} from './erc8004-abi/standard.ts';

const REGISTRIES = [
  { contract: 'ERC8004IdentityRegistry', file: 'IdentityRegistry.json', entries: 43 },
  { contract: 'ERC8004ReputationRegistryV2', file: 'ReputationRegistry.json', entries: 13 },
  { contract: 'ERC8004ValidationRegistry', file: 'ValidationRegistry.json', entries: 9 },
] as const;

// Errors that the signature library brings into the deployed build. Ours never fails with them: a signature that the new
// wallet did not make is refused with an error that names agent and wallet.
const NEVER_RAISED = new Set([
  'error ECDSAInvalidSignature()',
  'error ECDSAInvalidSignatureLength(uint256)',
  'error ECDSAInvalidSignatureS(bytes32)',
]);

const sharedSetting = process.env['SAGE_SHARED'];
const shared = resolve(hre.config.paths.root, sharedSetting ?? '../shared', 'erc8004', 'abi');

function committed(file: string): Entry[] {
  return reduceAbi(readAbi(join(import.meta.dirname, 'erc8004-abi', file)));
}

async function ours(contract: string): Promise<Entry[]> {
  const { abi } = await hre.artifacts.readArtifact(contract);
  return reduceAbi(abi as readonly AbiItem[]);
}

describe('A31: ABI of the ERC-8004 registries', () => {
  for (const { contract, file, entries } of REGISTRIES) {
    describe(contract, () => {
      it('has the whole standard in the copy that it is compared with', () => {
        expect(committed(file)).to.have.lengthOf(entries);
      });

      it('has every function, event and error of the standard, to the letter', async () => {
        const built = new Map((await ours(contract)).map((entry) => [signatureOf(entry), entry]));
        for (const entry of committed(file)) {
          const signature = signatureOf(entry);
          if (NEVER_RAISED.has(signature)) {
            expect(built.has(signature), `${signature} is listed as never raised`).to.equal(false);
            continue;
          }
          expect(built.get(signature), signature).to.deep.equal(entry);
        }
      });

      it('has no other event or error under a name of the standard', async () => {
        const standard = committed(file);
        const names = new Set(standard.filter(({ type }) => type !== 'function').map(({ name }) => name));
        const signatures = new Set(standard.map(signatureOf));
        const strangers = (await ours(contract)).filter(
          (entry) => entry.type !== 'function' && names.has(entry.name) && !signatures.has(signatureOf(entry)),
        );
        expect(strangers.map(signatureOf)).to.deep.equal([]);
      });

      it('has nothing of a proxy or an owner', async () => {
        const names = (await ours(contract)).map(({ name }) => name);
        expect(names.filter(isProxyOrOwnership)).to.deep.equal([]);
      });

      // Only where the published files are at hand; a path that was asked for must be there.
      if (sharedSetting !== undefined || existsSync(shared)) {
        it('is compared with a true copy of the published ABI', () => {
          const published = reduceAbi(readAbi(join(shared, file))).filter(({ name }) => !isProxyOrOwnership(name));
          expect(committed(file)).to.deep.equal(published);
        });
      }
    });
  }
});
