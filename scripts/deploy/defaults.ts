// What the suite's contracts start with. The contracts are where it is decided; `sage doctor` compares with this copy, and the
// test of a fresh suite holds both together.
import { ZeroAddress } from 'ethers';
import type { Part } from './plan.ts';

/** Parameters by their names in `getParameters`, as decimal text. Only those that governance can change. */
export const DEFAULT_PARAMETERS = {
  /** Wei, seconds, basis points. */
  teeKeyRegistry: {
    stake: '1000000000000000000',
    votingPeriod: '604800',
    trustPeriod: '15552000',
    approvalBps: '6600',
    participationBps: '1000',
    slashBps: '5000',
    feeBps: '1000',
  },
  /** Wei, points of a response, basis points, seconds. */
  stakedValidation: {
    minDeposit: '10000000000000000',
    baseStake: '100000000000000000',
    tolerance: '10',
    fullSlashDistance: '30',
    consensusBps: '6600',
    rewardBps: '1000',
    slashBps: '10000',
    revealPeriod: '86400',
    minValidators: '3',
  },
} as const satisfies Partial<Record<Part, Readonly<Record<string, string>>>>;

/** Parameters of `SageRegistryV3` that nobody can change: seconds, numbers, bytes, gas. */
export const SAGE_CONSTANTS: Readonly<Record<string, string>> = {
  minCommitmentAge: '60',
  maxCommitmentAge: '3600',
  maxAgentsPerOwner: '100',
  maxActiveKeys: '10',
  maxCardUriLength: '1024',
  hookGas: '50000',
  erc1271Gas: '400000',
};

/** Least answer of a listed validator that makes feedback validated. */
export const DEFAULT_GOVERNANCE_THRESHOLD = '80';

/** Hook, and whether it is called before and after a registration. */
export const DEFAULT_HOOK = `${ZeroAddress}, before false, after false`;
