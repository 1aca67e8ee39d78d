import { argumentFault } from './argumentFault.ts';

const DID = /^did:sage:[a-z0-9-]{1,21}:[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;

/**
 * Checks a DID: `did:sage:{network}:{identifier}`.
 *
 * @param field For the error.
 * @param value What was given.
 * @throws ClientError `argument-invalid`
 */
export function checkDid(field: string, value: unknown): string {
  if (typeof value !== 'string' || !DID.test(value)) {
    throw argumentFault(field, value, 'expected did:sage:{network}:{identifier}, see createDid');
  }
  return value;
}
