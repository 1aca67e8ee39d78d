import { chainClassOf } from '../chainClassOf.ts';
import type { ChainClass } from '../config.ts';
import type { Part } from '../plan.ts';
import { PUBLIC_REGISTRIES, findPublicRegistry } from '../publicRegistries.ts';
import type { PublicRegistry } from '../publicRegistries.ts';
import type { Findings } from './Findings.ts';
import type { Suite } from './Suite.ts';

/**
 * The chain's class against that of the book, and every address of the book against the registries that are announced for the
 * classes: one of the test networks has no place on a main network, though it may have code there.
 *
 * @param booked Class of the chain as the book has it.
 */
export function checkChain({ reader }: Suite, findings: Findings, chainId: bigint, booked: ChainClass): void {
  const known = chainClassOf(chainId);
  const place = { code: 'chain-class', part: 'suite', field: `class of chain ${chainId}` } as const;
  if (known !== undefined) findings.expect(place, booked, known, 'found is what the book says');
  const chainClass = known ?? booked;
  for (const { part, address, deployment } of reader.contracts) {
    const announced = findPublicRegistry(address);
    if (announced !== undefined) checkAnnounced(findings, part, announced, chainClass);
    else if (deployment === undefined) noteUnannounced(findings, part, address, chainClass);
  }
}

function checkAnnounced(findings: Findings, part: Part, announced: PublicRegistry, chainClass: ChainClass): void {
  const field = `announced part of ${announced.address}`;
  findings.expect({ code: 'chain-class', part, field }, announced.part, part);
  const place = { code: 'chain-class', part, field: `chain class of ${announced.address}` } as const;
  findings.expect(place, announced.chainClass, chainClass, 'that it has code here does not make it right');
}

function noteUnannounced(findings: Findings, part: Part, address: string, chainClass: ChainClass): void {
  if (chainClass === 'local') return;
  if (part !== 'identityRegistry' && part !== 'reputationRegistry') return;
  const expected = PUBLIC_REGISTRIES[chainClass][part];
  const reason = 'it was there before the suite and is not the one that is announced for this class of chains';
  findings.add('note', { code: 'chain-class', part, field: 'existing registry' }, address, expected, reason);
}
