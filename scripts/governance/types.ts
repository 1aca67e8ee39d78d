import type { SageTimelock, SimpleMultiSig } from '../../typechain-types/index.js';

/** Who governs a suite: a wallet of several owners proposes, the timelock carries out. Both connected to whoever pays. */
export interface Governance {
  readonly multisig: SimpleMultiSig;
  readonly timelock: SageTimelock;
}

/** A call of another contract. */
export interface Call {
  readonly target: string;
  /** Wei. */
  readonly value: bigint;
  /** Calldata, `0x…`. */
  readonly data: string;
}

/** A call that waits in the timelock, as `schedule`, `execute` and `cancel` need it. */
export interface Operation extends Call {
  /** `hashOperation` of the rest but the delay. */
  readonly id: string;
  /** Id of an operation that must be done before; 32 zero bytes for none. */
  readonly predecessor: string;
  /** 32 bytes that tell equal calls apart. */
  readonly salt: string;
  /** Seconds from being scheduled to being executable. */
  readonly delay: bigint;
}

/** What the owners of the wallet sign: the arguments of `executeWithSignatures` but for the confirmations. */
export interface Execution {
  readonly calls: readonly Call[];
  /** Any number that the wallet hasn't used. */
  readonly nonce: bigint;
  /** Gas that must be left before the calls. */
  readonly minGas: bigint;
  /** Last Unix second. */
  readonly deadline: bigint;
}

/** An owner's EIP-712 signature over an execution. */
export interface Confirmation {
  readonly owner: string;
  /** r ‖ s ‖ v, or what an owner with code accepts (ERC-1271). */
  readonly signature: string;
}

/** A failure of a step of governance that says what to do; no transaction was sent. */
export class GovernanceError extends Error {
  override readonly name = 'GovernanceError';
}
