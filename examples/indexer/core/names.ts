// The members of the contracts' enums in their order, as the rows name them.

/** `KeyType`. */
export const KEY_TYPES = ['Secp256k1', 'P256', 'Ed25519', 'X25519', 'Erc1271'] as const;
/** `KeyState`. */
export const KEY_STATES = ['None', 'Proved', 'ProofEmitted', 'Attested', 'AttestationEmitted'] as const;
/** `FeedbackClass`. */
export const FEEDBACK_CLASSES = ['Open', 'TaskBacked', 'Validated'] as const;
/** `IStakedValidation.Mode`. */
export const MODES = ['Stake', 'TEE', 'Hybrid'] as const;
/** `IStakedValidation.Status`. */
export const STATUSES = ['None', 'Open', 'Decided', 'Disputed', 'Expired'] as const;
/** `IStakedValidation.VerdictState`. */
export const VERDICT_STATES = ['None', 'Committed', 'Revealed'] as const;
/** `IStakedValidation.Settlement`. */
export const SETTLEMENTS = ['Returned', 'Agreed', 'Dissented', 'Withheld'] as const;
/** `TEEKind`. */
export const TEE_KINDS = ['SGX', 'SEV', 'TrustZone', 'Nitro', 'TDX'] as const;
/** `ITEEKeyRegistry.ProposalStatus`. */
export const PROPOSAL_STATUSES = ['None', 'Open', 'Approved', 'Rejected', 'Lapsed', 'Withdrawn'] as const;

/**
 * The member of an enum with this number.
 *
 * @throws {RangeError} For a number that the contract's enum doesn't have: the contract is another one than this was written for.
 */
export function memberOf<const Names extends readonly string[]>(names: Names, number: number): Names[number] {
  const name = names[number];
  if (name === undefined) throw new RangeError(`the enum ${names.join(', ')} has no number ${number}`);
  return name;
}
