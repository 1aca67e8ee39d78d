import type { Part } from '../plan.ts';
import { textOf } from './textOf.ts';
import type { Finding, FindingStatus, Place } from './types.ts';

/** Collects what was compared, all of it: a difference stops nothing. */
export class Findings {
  readonly list: Finding[] = [];
  readonly #nameOf: (part: Part) => string;

  /** @param nameOf Name of the contract that is a part. */
  constructor(nameOf: (part: Part) => string) {
    this.#nameOf = nameOf;
  }

  /** Compares; lists without their order. Returns whether both are the same. */
  expect(place: Place, found: unknown, expected: unknown, reason?: string): boolean {
    const isSame = textOf(found) === textOf(expected);
    this.add(isSame ? 'ok' : 'differs', place, found, expected, isSame ? undefined : reason);
    return isSame;
  }

  add(status: FindingStatus, place: Place, found: unknown, expected: unknown, reason?: string): void {
    const contract = place.part === 'suite' ? 'suite' : this.#nameOf(place.part);
    const { code, part, field } = place;
    const texts = { found: textOf(found), expected: textOf(expected) };
    this.list.push({ status, code, part, contract, field, ...texts, ...(reason !== undefined && { reason }) });
  }
}
