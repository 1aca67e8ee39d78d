// The events of SAGE's contracts, as human-readable ABIs, which viem, ox and ethers all read. `npm test` compares each list
// with what the compiler made of the contract.

/** Events of two steps of ownership (OpenZeppelin's Ownable2Step). */
const OWNERSHIP_EVENTS = [
  'event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner)',
  'event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)',
] as const;

/** `ERC8004IdentityRegistry`; all but the ERC-4906 ones are those of the deployed ERC-8004 registries as well. */
export const IDENTITY_EVENTS = [
  'event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId)',
  'event ApprovalForAll(address indexed owner, address indexed operator, bool approved)',
  'event BatchMetadataUpdate(uint256 _fromTokenId, uint256 _toTokenId)',
  'event EIP712DomainChanged()',
  'event MetadataSet(uint256 indexed agentId, string indexed indexedMetadataKey, string metadataKey, bytes metadataValue)',
  'event MetadataUpdate(uint256 _tokenId)',
  'event Registered(uint256 indexed agentId, string agentURI, address indexed owner)',
  'event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)',
  'event URIUpdated(uint256 indexed agentId, string newURI, address indexed updatedBy)',
] as const;

/** `SageRegistryV3`. */
export const SAGE_EVENTS = [
  ...OWNERSHIP_EVENTS,
  'event AgentClaimed(uint256 indexed agentId, address indexed owner, uint24 indexed epoch)',
  'event AgentDeactivated(uint256 indexed agentId, address indexed by)',
  'event AgentReactivated(uint256 indexed agentId, address indexed by)',
  'event AgentRegistered(uint256 indexed agentId, address indexed owner, string indexed indexedDid, string did)',
  'event CardSet(uint256 indexed agentId, string uri, bytes32 contentHash)',
  'event ControlConfirmed(uint256 indexed agentId, address indexed owner)',
  'event EIP712DomainChanged()',
  'event EpochEnded(uint256 indexed agentId, uint24 indexed epoch, uint40 endedAt)',
  'event GuardianSet(address guardian)',
  'event HookFailed(address indexed hook, uint256 indexed agentId, bytes reason)',
  'event HookSet(address indexed hook, bool before, bool afterwards)',
  'event KeyAdded(uint256 indexed agentId, bytes32 indexed keyId, uint8 keyType, uint8 state, uint24 nonce, bytes publicKey)',
  'event KeyProofEmitted(uint256 indexed agentId, bytes32 indexed keyId, bytes proof)',
  'event KeyRevoked(uint256 indexed agentId, bytes32 indexed keyId, uint40 compromisedSince, uint24 nonce)',
  'event Paused(address indexed by)',
  'event RegistrationCommitted(address indexed committer, bytes32 indexed commitment)',
  'event RegistrationRevealed(address indexed committer, bytes32 indexed commitment)',
  'event Unpaused(address indexed by)',
] as const;

/** `ERC8004ReputationRegistryV2`; the first three are those of the deployed ERC-8004 registries as well. */
export const REPUTATION_EVENTS = [
  'event NewFeedback(uint256 indexed agentId, address indexed clientAddress, uint64 feedbackIndex, int128 value, uint8 valueDecimals, string indexed indexedTag1, string tag1, string tag2, string endpoint, string feedbackURI, bytes32 feedbackHash)',
  'event FeedbackRevoked(uint256 indexed agentId, address indexed clientAddress, uint64 indexed feedbackIndex)',
  'event ResponseAppended(uint256 indexed agentId, address indexed clientAddress, uint64 feedbackIndex, address indexed responder, string responseURI, bytes32 responseHash)',
  'event ClientExcluded(uint256 indexed agentId, address indexed client)',
  'event ClientExclusionAnnounced(uint256 indexed agentId, address indexed client, uint256 from)',
  'event ClientReinstated(uint256 indexed agentId, address indexed client)',
  'event EIP712DomainChanged()',
  'event NonceUsed(address indexed client, uint256 nonce)',
  'event TaskAuthorized(uint256 indexed agentId, address indexed client, bytes32 indexed taskId, uint256 deadline, address validator, uint256 minResponse, bytes32 salt)',
  'event TaskCommitted(address indexed client, bytes32 indexed commitment)',
  'event TaskFeedbackGiven(address indexed client, bytes32 indexed taskId, uint64 feedbackIndex)',
  'event TaskValidated(uint256 indexed agentId, address indexed client, bytes32 indexed taskId, uint64 feedbackIndex, address validator, uint256 response, uint256 threshold)',
  'event TaskValidationWithdrawn(uint256 indexed agentId, address indexed client, bytes32 indexed taskId, uint64 feedbackIndex, address validator, uint256 response)',
] as const;

/** `ERC8004ValidationRegistry`; both are those of the deployed ERC-8004 registries as well. */
export const VALIDATION_EVENTS = [
  'event ValidationRequest(address indexed validatorAddress, uint256 indexed agentId, string requestURI, bytes32 indexed requestHash)',
  'event ValidationResponse(address indexed validatorAddress, uint256 indexed agentId, bytes32 indexed requestHash, uint8 response, string responseURI, bytes32 responseHash, string tag)',
] as const;

/** `StakedValidation`. */
export const STAKED_EVENTS = [
  ...OWNERSHIP_EVENTS,
  'event EIP712DomainChanged()',
  'event Paused(address indexed by)',
  'event StakedGuardianSet(address guardian)',
  'event StakedParametersSet(uint256 indexed version, (uint80 minDeposit, uint80 baseStake, uint8 tolerance, uint8 fullSlashDistance, uint16 consensusBps, uint16 rewardBps, uint16 slashBps, uint24 revealPeriod, uint8 minValidators) parameters)',
  'event StakedRequestFinalized(bytes32 indexed requestHash, uint16 round, uint8 status, uint8 response, uint256 refund, uint256 rewardPerHead, uint256 toTreasury)',
  'event StakedRequestOpened(bytes32 indexed requestHash, uint256 indexed agentId, address indexed requester, uint16 round, (uint8 mode, uint32 commitPeriod, uint8 minValidators, bytes32 measurement) terms, uint256 deposit, uint256 parametersVersion, uint256 commitEnd, uint256 revealEnd)',
  'event StakedRequesterAuthorized(bytes32 indexed requestHash, address indexed requester, address indexed by)',
  'event StakedTEEAnswered(bytes32 indexed requestHash, bytes32 indexed keyId, uint16 round, uint8 response, bytes32 evidenceHash, address payee)',
  'event StakedTreasuryPaid(address indexed to, uint256 amount)',
  'event StakedVerdictCommitted(bytes32 indexed requestHash, address indexed validator, uint16 round, uint256 index, bytes32 commitment, uint256 stake)',
  'event StakedVerdictRevealed(bytes32 indexed requestHash, address indexed validator, uint16 round, uint8 response, bytes32 salt)',
  'event StakedVerdictSettled(bytes32 indexed requestHash, address indexed validator, uint16 round, uint8 settlement, uint256 payout)',
  'event StakedWithdrawn(address indexed account, address indexed to, uint256 amount)',
  'event Unpaused(address indexed by)',
] as const;

/** `TEEKeyRegistry`. */
export const TEE_KEY_EVENTS = [
  ...OWNERSHIP_EVENTS,
  'event TEEKeyGuardianSet(address guardian)',
  'event TEEKeyParametersSet((uint96 stake, uint32 votingPeriod, uint32 trustPeriod, uint16 approvalBps, uint16 participationBps, uint16 slashBps, uint16 feeBps) parameters)',
  'event TEEKeyProposed(uint256 indexed proposalId, bytes32 indexed keyId, address indexed proposer, uint8 keyType, bytes publicKey, uint8 kind, bytes32 measurement, string evidenceURI, bytes32 evidenceHash, bool evidenceVerified, uint256 totalWeight)',
  'event TEEKeyRevoked(bytes32 indexed keyId, address indexed revoker, string reason)',
  'event TEEKeySettled(uint256 indexed proposalId, bytes32 indexed keyId, uint8 status, uint256 refund, uint256 kept, uint256 trustedUntil)',
  'event TEEKeyTreasuryPaid(address indexed to, uint256 amount)',
  'event TEEKeyVerifierSet(uint8 kind, address verifier)',
  'event TEEKeyVoted(uint256 indexed proposalId, address indexed voter, bool support, uint256 weight)',
  'event TEEKeyWithdrawn(address indexed account, address indexed to, uint256 amount)',
  'event VoteWeightSet(address indexed voter, uint256 weight, uint256 totalWeight)',
] as const;

/** `TaskValidationPolicy`. */
export const POLICY_EVENTS = [
  ...OWNERSHIP_EVENTS,
  'event GovernanceThresholdSet(uint256 threshold)',
  'event GovernanceValidatorSet(address indexed validator, bool listed)',
] as const;
