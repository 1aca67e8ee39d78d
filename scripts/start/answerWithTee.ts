import { keccak256, toUtf8Bytes } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import type { Accounts, Registries } from './chain.ts';
import { toDataUri } from './dataUri.ts';
import { demoNumber } from './demoNumber.ts';
import { TEE_KEY, TEE_MEASUREMENT } from './trustTeeKey.ts';
import type { RegisteredAgent } from './types.ts';

const HOUR = 3600;
/** The numbers of `IStakedValidation.Mode`. */
const TEE_MODE = 1;

/**
 * Has an agent's work checked by code in a TEE instead of by validators: the answer counts by the signature of the key that
 * was voted in.
 *
 * @param owner Owner of the agent.
 * @returns The hash of the request.
 */
export async function answerWithTee(
  { validation, staked, teeKeys }: Registries,
  { teeOperator }: Accounts,
  { agentId, from }: RegisteredAgent,
  owner: HardhatEthersSigner,
): Promise<string> {
  const validator = await staked.getAddress();
  const document = { task: 'Run the checks of this agent in the TEE.', agentId: Number(agentId), note: 'demo data' };
  const requestHash = await validation.boundRequestHash(
    agentId,
    validator,
    keccak256(toUtf8Bytes(JSON.stringify(document))),
  );
  await (
    await validation.connect(owner).validationRequest(validator, agentId, toDataUri(document), requestHash)
  ).wait();
  const { parameters } = await staked.getParameters();
  const terms = { mode: TEE_MODE, commitPeriod: HOUR, minValidators: 0, measurement: TEE_MEASUREMENT };
  await (await staked.connect(owner).openRequest(requestHash, terms, { value: parameters.minDeposit })).wait();

  const response = demoNumber(80, 100, from.file.name, 'tee');
  const evidenceHash = keccak256(toUtf8Bytes(JSON.stringify({ requestHash, response, note: 'demo data' })));
  const payee = teeOperator.address;
  const { latest } = await staked.getRequest(requestHash);
  const digest = await staked.teeVerdictDigest(requestHash, latest.round, response, evidenceHash, payee);
  const { keyType, publicKey } = TEE_KEY;
  const keyId = await teeKeys.keyIdOf(keyType, publicKey);
  const answer = { keyType, keyId, response, evidenceHash, payee, signature: TEE_KEY.sign(digest) };
  await (await staked.connect(teeOperator).answerWithTEE(requestHash, answer)).wait();
  return requestHash;
}
