import { verifyContract } from '@nomicfoundation/hardhat-verify/verify';
import type { DeployedEntry } from '../../scripts/deploy/addressBook.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { hardhatErrorCode } from '../lib/hardhatErrorCode.ts';
import { withConsoleLog } from '../lib/withConsoleLog.ts';

/** In the order in which they are asked. */
export const SERVICES = ['etherscan', 'blockscout', 'sourcify'] as const;
export type Service = (typeof SERVICES)[number];

/**
 * `verified` just now; `already` before; `refused` by the service, or not sent because the code isn't that of the sources;
 * `unreachable` service; `skipped` because the service wasn't reachable before.
 */
export type VerificationStatus = 'verified' | 'already' | 'refused' | 'unreachable' | 'skipped';

/** How one contract fared at one service. */
export interface Verification extends Outcome {
  readonly service: Service;
  readonly part: string;
  /** Name of the artifact. */
  readonly contract: string;
  readonly address: string;
}

export interface Outcome {
  readonly status: VerificationStatus;
  /** What the service, or the library that asks it, said; absent where it is verified. */
  readonly message?: string;
}

/** Hardhat's: request failed, answer with an error's status, polling failed, answer not understood. */
const UNREACHABLE = ['HHE80001', 'HHE80002'];
/** Hardhat's: the service says on submission that it has the sources. */
const ALREADY = 'HHE80022';

/**
 * Verifies one contract with one service: the compiler's standard JSON input, the version, and the encoded arguments.
 *
 * @param apiKey Is taken out of whatever a service says.
 * @throws Whatever isn't an error of Hardhat's own.
 */
export async function verifyContractAt(
  context: TaskContext,
  service: Service,
  { contract, address, constructorArguments, transaction }: DeployedEntry,
  apiKey: string | undefined,
): Promise<Outcome> {
  const { sourceName } = await context.hre.artifacts.readArtifact(contract);
  const lines: string[] = [];
  try {
    await withConsoleLog(
      (line) => lines.push(line),
      () =>
        verifyContract(
          {
            address,
            constructorArgs: [...constructorArguments],
            contract: `${sourceName}:${contract}`,
            provider: service,
            creationTxHash: transaction,
          },
          context.hre,
        ),
    );
    // The library returns the same for both and tells which in words.
    return { status: lines.some((line) => line.includes('already been verified')) ? 'already' : 'verified' };
  } catch (error) {
    const code = hardhatErrorCode(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    if (code === ALREADY) return { status: 'already' };
    const message = withoutKey(error.message, apiKey).replaceAll(/\s*\n\s*/g, ' ').trim();
    return { status: UNREACHABLE.includes(code) ? 'unreachable' : 'refused', message };
  }
}

function withoutKey(text: string, apiKey: string | undefined): string {
  return apiKey === undefined ? text : text.replaceAll(apiKey, '***');
}
