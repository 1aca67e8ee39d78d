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
 * `unreachable` service; `unsupported` chain; `skipped` after one of these two.
 */
export type VerificationStatus = 'verified' | 'already' | 'refused' | 'unreachable' | 'unsupported' | 'skipped';

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

/** Hardhat's: the request failed, or was answered by an error of the server's own. */
const NO_REQUEST = 'HHE80001';
const BAD_STATUS = 'HHE80002';
const SERVER_ERROR = /status code (5\d\d|429)/;
/** Hardhat's: the service doesn't know the chain, or has no explorer for it. */
const NOT_SERVED = ['HHE80000', 'HHE80027'];
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
    return { status: statusOf(code, message), message };
  }
}

function statusOf(code: string, message: string): VerificationStatus {
  if (NOT_SERVED.includes(code)) return 'unsupported';
  return code === NO_REQUEST || (code === BAD_STATUS && SERVER_ERROR.test(message)) ? 'unreachable' : 'refused';
}

function withoutKey(text: string, apiKey: string | undefined): string {
  return apiKey === undefined ? text : text.replaceAll(apiKey, '***');
}
