// The sources of the suite, sent to services that compile them. Time goes into the compiler: three contracts stand for all.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Interface } from 'ethers';
import { after, afterEach, before, describe, it } from 'mocha';
import { addressBookPath } from '../../../scripts/deploy/addressBook.ts';
import type { AddressBook, DeployedEntry } from '../../../scripts/deploy/addressBook.ts';
import type { Part } from '../../../scripts/deploy/plan.ts';
import { startAnvil } from '../../../scripts/lib/startAnvil.ts';
import type { Verification } from '../../../tasks/deploy/verifyContractAt.ts';
import { openDesk } from './desk.ts';
import type { Answer, Desk } from './desk.ts';
import { API_KEY, startVerifier } from './verifierStandIn.ts';
import type { VerifierStandIn } from './verifierStandIn.ts';
void startAnvil; void afterEach; 
const CHAIN = 11155111;
const PARTS: Part[] = ['p256Verifier', 'taskValidationPolicy', 'registrationRateHook'];

interface Report {
  readonly isComplete: boolean;
  readonly contracts: readonly Verification[];
}

describe('sage deploy verify', () => {
  let desk: Desk;
  let services: VerifierStandIn;
  let folder: string;

  before(async () => {
    desk = await openDesk({ chainId: CHAIN });
    services = await startVerifier(desk.provider);
    const { config } = desk.hre;
    const explorer = (name: 'etherscan' | 'blockscout'): { name: string; url: string; apiUrl: string } => ({
      name,
      url: services.url,
      apiUrl: `${services.url}/${name}/api`,
    });
    const descriptor = config.chainDescriptors.get(BigInt(CHAIN));
    if (descriptor === undefined) throw new Error('Hardhat knows the chain');
    descriptor.blockExplorers = { etherscan: explorer('etherscan'), blockscout: explorer('blockscout') };
    config.verify.sourcify.apiUrl = `${services.url}/sourcify`;
    folder = join(desk.folder, 'some');
    mkdirSync(folder);
  });

  after(async () => {
    await services.close();
    await desk.close();
  });

  it('x', async () => {
    for (const s of ['etherscan','blockscout','sourcify']) {
    const t = Date.now();
    const contracts = Object.fromEntries(PARTS.map((part) => [part, desk.book.contracts[part]]));
    writeFileSync(addressBookPath(folder, BigInt(CHAIN)), JSON.stringify({ ...desk.book, contracts }));
    Object.defineProperty(desk.hre.config.verify.etherscan, 'apiKey', {value: {get: async () => API_KEY}});
    const a = await desk.run(['deploy', 'verify', '--service', s, '--deployments', folder]);
    console.log(a, Date.now() - t);
    }
  });
});
export type { AddressBook, DeployedEntry, Report, Answer };
void Interface; void expect;
