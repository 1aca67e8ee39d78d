// The inputs with which the deployed registries were measured, and others of the same form.
import { hashOf } from './chain.ts';

export const URI46 = 'ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79o';
export const OTHER_URI46 = 'ipfs://QmT5NvUtoM5nWFfrQdVrFtvGfKFmG7AHE8P34i';
export const URI53 = 'ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG';
export const ENDPOINT40 = 'https://agent.example.com/a2a/v1/tasks/0';
export const VALUE = 87;
export const TAG1 = 'starred';
export const TAG2 = 'week';
export const HASH = hashOf('document');
export const NO_HASH = `0x${'00'.repeat(32)}`;

const KIBIBYTE = 1024;

/** A data URI of exactly 1,024 bytes; different texts differ in all of their length. */
export function dataUri1KiB(text: string): string {
  const head = 'data:application/json;base64,';
  let body = '';
  for (let i = 0; body.length < KIBIBYTE; i++)
    body += Buffer.from(hashOf(`${text} ${i}`).slice(2), 'hex').toString('base64url');
  return (head + body).slice(0, KIBIBYTE);
}
