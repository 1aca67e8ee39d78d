import * as identity from './identity.ts';
import * as ownership from './ownership.ts';
import * as reputation from './reputation.ts';
import * as sage from './sage.ts';
import * as staked from './staked.ts';
import * as tasks from './tasks.ts';
import * as teeKeys from './teeKeys.ts';
import * as validation from './validation.ts';

const OWNERSHIP = {
  OwnershipTransferStarted: ownership.onOwnershipTransferStarted,
  OwnershipTransferred: ownership.onOwnershipTransferred,
};

/** By contract and event. */
export const HANDLERS = {
  Identity: {
    Approval: identity.onApproval,
    ApprovalForAll: identity.onApprovalForAll,
    MetadataSet: identity.onMetadataSet,
    Registered: identity.onRegistered,
    Transfer: identity.onTransfer,
    URIUpdated: identity.onUriUpdated,
  },
  Sage: {
    ...OWNERSHIP,
    AgentClaimed: sage.onAgentClaimed,
    AgentDeactivated: sage.onAgentDeactivated,
    AgentReactivated: sage.onAgentReactivated,
    AgentRegistered: sage.onAgentRegistered,
    CardSet: sage.onCardSet,
    ControlConfirmed: sage.onControlConfirmed,
    EpochEnded: sage.onEpochEnded,
    GuardianSet: sage.onSageGuardianSet,
    HookFailed: sage.onHookFailed,
    HookSet: sage.onHookSet,
    KeyAdded: sage.onKeyAdded,
    KeyProofEmitted: sage.onKeyProofEmitted,
    KeyRevoked: sage.onKeyRevoked,
    Paused: sage.onSagePaused,
    RegistrationCommitted: sage.onRegistrationCommitted,
    RegistrationRevealed: sage.onRegistrationRevealed,
    Unpaused: sage.onSageUnpaused,
  },
  Reputation: {
    ClientExcluded: reputation.onClientExcluded,
    ClientExclusionAnnounced: reputation.onClientExclusionAnnounced,
    ClientReinstated: reputation.onClientReinstated,
    FeedbackRevoked: reputation.onFeedbackRevoked,
    NewFeedback: reputation.onNewFeedback,
    NonceUsed: reputation.onNonceUsed,
    ResponseAppended: reputation.onResponseAppended,
    TaskAuthorized: tasks.onTaskAuthorized,
    TaskCommitted: tasks.onTaskCommitted,
    TaskFeedbackGiven: tasks.onTaskFeedbackGiven,
    TaskValidated: tasks.onTaskValidated,
    TaskValidationWithdrawn: tasks.onTaskValidationWithdrawn,
  },
  Validation: {
    ValidationRequest: validation.onValidationRequest,
    ValidationResponse: validation.onValidationResponse,
  },
  Staked: {
    ...OWNERSHIP,
    Paused: staked.onStakedPaused,
    StakedGuardianSet: staked.onStakedGuardianSet,
    StakedParametersSet: staked.onStakedParametersSet,
    StakedRequestFinalized: staked.onRequestFinalized,
    StakedRequestOpened: staked.onRequestOpened,
    StakedRequesterAuthorized: staked.onRequesterAuthorized,
    StakedTEEAnswered: staked.onTeeAnswered,
    StakedTreasuryPaid: staked.onStakedTreasuryPaid,
    StakedVerdictCommitted: staked.onVerdictCommitted,
    StakedVerdictRevealed: staked.onVerdictRevealed,
    StakedVerdictSettled: staked.onVerdictSettled,
    StakedWithdrawn: staked.onStakedWithdrawn,
    Unpaused: staked.onStakedUnpaused,
  },
  TeeKeys: {
    ...OWNERSHIP,
    TEEKeyGuardianSet: teeKeys.onGuardianSet,
    TEEKeyParametersSet: teeKeys.onParametersSet,
    TEEKeyProposed: teeKeys.onProposed,
    TEEKeyRevoked: teeKeys.onRevoked,
    TEEKeySettled: teeKeys.onSettled,
    TEEKeyTreasuryPaid: teeKeys.onTreasuryPaid,
    TEEKeyVerifierSet: teeKeys.onVerifierSet,
    TEEKeyVoted: teeKeys.onVoted,
    TEEKeyWithdrawn: teeKeys.onWithdrawn,
    VoteWeightSet: teeKeys.onVoteWeightSet,
  },
  Policy: {
    ...OWNERSHIP,
    GovernanceThresholdSet: tasks.onThresholdSet,
    GovernanceValidatorSet: tasks.onValidatorSet,
  },
};

/**
 * Events that tell nothing that another event or the constructor doesn't: a new URI comes with `Registered` or `URIUpdated`, the
 * other two are never emitted.
 */
export const UNHEARD = ['MetadataUpdate', 'BatchMetadataUpdate', 'EIP712DomainChanged'] as const;
