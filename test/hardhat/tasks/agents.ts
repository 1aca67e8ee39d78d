// Keys and agents for tests of tasks, made without the tasks that are tested.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  createDid,
  createRegistrationCommitment,
  createSalt,
  prepareCommitRegistration,
  prepareRegisterAgent,
  proveKeys,
} from '../../../sdk/typescript/src/client/index.ts';
import type { Hex } from '../../../sdk/typescript/src/client/index.ts';
import {
  createAgreementKey,
  createRegistrySigner,
  encryptKey,
  generatePrivateJwk,
} from '../../../sdk/typescript/src/signers/index.ts';
import type { AgreementKey, PrivateJwk, RegistrySigner } from '../../../sdk/typescript/src/signers/index.ts';
import { writeKeystoreFile } from '../../../sdk/typescript/src/signers/node/index.ts';
import type { Desk } from './desk.ts';

export const PASSPHRASE = 'correct horse';
/** The cheapest that is accepted: what scrypt costs is not what these tests are about. */
const N = 2 ** 14;

/** Writes a new key into the desk's folder of keys. */
export async function putKey(
  desk: Desk,
  name: string,
  type: RegistrySigner['keyType'] = 'secp256k1',
): Promise<RegistrySigner> {
  return createRegistrySigner(type, await put(desk, name, type));
}

/** The same for a key that can't sign. */
export async function putAgreementKey(desk: Desk, name: string): Promise<AgreementKey> {
  return createAgreementKey(await put(desk, name, 'x25519'));
}

async function put(desk: Desk, name: string, type: 'x25519' | RegistrySigner['keyType']): Promise<PrivateJwk> {
  const jwk = generatePrivateJwk(type);
  const folder = join(desk.state, 'keys');
  mkdirSync(folder, { recursive: true });
  await writeKeystoreFile(join(folder, `${name}.json`), await encryptKey(jwk, PASSPHRASE, { n: N }));
  return jwk;
}

/** Registers an agent for an account of the desk, by the library alone. */
export async function registerAgent(
  desk: Desk,
  identifier: string,
  signers: readonly RegistrySigner[],
  account = 0,
): Promise<{ readonly agentId: bigint; readonly did: string }> {
  const owner = desk.accounts[account];
  if (owner === undefined) throw new Error(`no account ${account}`);
  const address = desk.contract('sageRegistry').target as Hex;
  const contract = { chainId: BigInt(desk.book.chainId), address };
  const did = createDid(desk.book.network, identifier);
  const committer = owner.address as Hex;
  const keys = await proveKeys({ contract, did, owner: committer, firstNonce: 0, keys: signers });
  const salt = createSalt();
  const { digest } = createRegistrationCommitment({ contract, committer, did, keys, agentURI: '', salt });
  await (await owner.sendTransaction(prepareCommitRegistration(address, digest))).wait();
  await desk.wait(60);
  await (await owner.sendTransaction(prepareRegisterAgent(address, { identifier, keys, agentURI: '', salt }))).wait();
  return { agentId: await desk.contract('sageRegistry').agentByDID(did), did };
}

/** What a task tells of a failure with `--json`. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly value?: unknown;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Runs a task that must fail with an exit code, and gives the error that it tells. */
export async function failOf(desk: Desk, words: readonly string[], exitCode: number): Promise<Failure> {
  const answer = await desk.run([...words, '--json']);
  expect(answer.exitCode, answer.out).to.equal(exitCode);
  return (JSON.parse(answer.out) as { readonly error: Failure }).error;
}
