import { argumentFault } from '../checks/argumentFault.ts';
import { checkHex } from '../checks/checkHex.ts';
import { checkInteger } from '../checks/checkInteger.ts';
import type { Address, Hex, Integer } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/** Who answers; the numbers of the contract's `Mode`. */
const MODES = { stake: 0, tee: 1, hybrid: 2 } as const;
const HOUR = 3600n;
const DAY = 86_400n;
const NONE = `0x${'0'.repeat(64)}` as const;

/** `IStakedValidation.Terms`, and the deposit. */
export interface OpenRequestOptions {
  readonly requestHash: Hex;
  readonly mode: keyof typeof MODES;
  /** Seconds for commits, or for the answer with `tee`: 1 hour to 30 days. */
  readonly commitPeriod: Integer;
  /** Least number of revealed verdicts: from the contract's parameter, never below 3, to 100; 0 with `tee`. */
  readonly minValidators: Integer;
  /** The code that must hold the TEE key; for any trusted key, and with `stake`, leave it out. */
  readonly measurement?: Hex;
  /** Wei, from the contract's parameter on. */
  readonly deposit: Integer;
}

/**
 * Prepares `openRequest`, for the agent's side or whom it authorized.
 *
 * @param contract The StakedValidation.
 * @param options Terms and deposit.
 * @throws ClientError `argument-invalid`
 */
export function prepareOpenRequest(contract: Address, options: OpenRequestOptions): PreparedCall {
  const { mode, measurement = NONE } = options;
  if (!Object.hasOwn(MODES, mode)) throw argumentFault('mode', mode, 'expected stake, tee or hybrid');
  const [least, most] = mode === 'tee' ? [0n, 0n] : [3n, 100n];
  const code = checkHex('measurement', measurement, 32);
  if (mode === 'stake' && code !== NONE) throw argumentFault('measurement', code, 'leave it out where no TEE answers');
  const terms = {
    mode: MODES[mode],
    commitPeriod: Number(checkInteger('commitPeriod', options.commitPeriod, HOUR, 30n * DAY)),
    minValidators: Number(checkInteger('minValidators', options.minValidators, least, most)),
    measurement: code,
  };
  const values = [checkHex('requestHash', options.requestHash, 32), terms];
  const deposit = checkInteger('deposit', options.deposit, 1n, 2n ** 96n - 1n);
  return prepareCall(contract, DECLARATIONS.StakedValidation.openRequest, values, deposit);
}
