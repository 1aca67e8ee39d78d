// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {KeyType} from "../types/KeyType.sol";
import {TEEKind} from "../types/TEEKind.sol";

/// @title Governance over which TEE keys are trusted
/// @notice Anyone proposes a key with a stake; the voters approve or reject it. An approved key is trusted for a limited time
/// and renewed by a new proposal. The guardian and the owner can revoke a key at once.
///
/// What a reader relies on: that the voters judge evidence well (or that a verifier contract set for the kind does), and that
/// owner and guardian don't abuse their rights: the owner sets weights, parameters for later proposals, verifiers and the
/// guardian, and takes the treasury; the guardian only revokes. Neither can make a key trusted without a vote, change an open
/// proposal, or reach a stake.
interface ITEEKeyRegistry {
    /// @notice What a proposal came to. `Lapsed`: too few took part, so nothing is decided about the key.
    enum ProposalStatus {
        None,
        Open,
        Approved,
        Rejected,
        Lapsed,
        Withdrawn
    }

    /// @notice An account's vote in a proposal.
    enum Ballot {
        None,
        For,
        Against
    }

    /// @notice The rules of a proposal, fixed when it is made. Shares are in basis points (1/10,000).
    /// @param stake Wei to send with a proposal; 0.01 to 100 ether.
    /// @param votingPeriod Seconds for voting; 1 to 30 days.
    /// @param trustPeriod Seconds of trust, counted from the end of the vote; 1 to 730 days.
    /// @param approvalBps Least share of the cast weight that must be for; 5,001 to 10,000.
    /// @param participationBps Least share of all weight that must be cast; 100 to 10,000.
    /// @param slashBps Share of the stake that a rejected proposal loses; 1,000 to 10,000.
    /// @param feeBps Share that a withdrawn or lapsed proposal loses; 100 to `slashBps`.
    struct Parameters {
        uint96 stake;
        uint32 votingPeriod;
        uint32 trustPeriod;
        uint16 approvalBps;
        uint16 participationBps;
        uint16 slashBps;
        uint16 feeBps;
    }

    /// @notice A proposal. The key's bytes and the evidence URI are in `TEEKeyProposed` only; the key's id commits to the key.
    /// @param keyId The key's id, see `PublicKeys`.
    /// @param measurement The code that holds the key, see `TEEKind`.
    /// @param evidenceHash keccak256 of the evidence.
    /// @param proposer Who staked and is paid back.
    /// @param totalWeight Weight of all voters before the proposal was made.
    /// @param weightFor Weight cast for it.
    /// @param weightAgainst Weight cast against it.
    /// @param createdAt When it was made; voting ends `terms.votingPeriod` later.
    /// @param status What became of it.
    /// @param kind The kind of environment.
    /// @param keyType The type of the key.
    /// @param evidenceVerified Whether a verifier contract accepted the evidence.
    /// @param terms The rules of this proposal.
    struct Proposal {
        bytes32 keyId;
        bytes32 measurement;
        bytes32 evidenceHash;
        address proposer;
        uint88 totalWeight;
        uint88 weightFor;
        uint88 weightAgainst;
        uint40 createdAt;
        ProposalStatus status;
        TEEKind kind;
        KeyType keyType;
        bool evidenceVerified;
        Parameters terms;
    }

    /// @notice What is known of a key.
    /// @param openProposal The proposal being voted on or waiting to be settled; 0 for none.
    /// @param decidedBy The last proposal that decided about the key, by approval or rejection; 0 for none. Its record holds
    /// kind, measurement and evidence. An approval that came to nothing by a revocation doesn't count.
    /// @param trustedUntil First second without trust; 0 after a rejection or revocation.
    /// @param revokedAt When it was revoked; 0 if never, or approved again since.
    /// @param voidUpTo Proposals with ids up to this one can't make the key trusted.
    struct Key {
        uint40 openProposal;
        uint40 decidedBy;
        uint40 trustedUntil;
        uint40 revokedAt;
        uint40 voidUpTo;
    }

    /// @notice A key was proposed. `totalWeight` and the parameters in force are the proposal's for good.
    event TEEKeyProposed(
        uint256 indexed proposalId,
        bytes32 indexed keyId,
        address indexed proposer,
        KeyType keyType,
        bytes publicKey,
        TEEKind kind,
        bytes32 measurement,
        string evidenceURI,
        bytes32 evidenceHash,
        bool evidenceVerified,
        uint256 totalWeight
    );
    /// @notice A vote was cast.
    event TEEKeyVoted(uint256 indexed proposalId, address indexed voter, bool support, uint256 weight);
    /// @notice A proposal was closed: `refund` is the proposer's to withdraw, `kept` went to the treasury. `trustedUntil` is the
    /// key's after this.
    event TEEKeySettled(
        uint256 indexed proposalId,
        bytes32 indexed keyId,
        ProposalStatus status,
        uint256 refund,
        uint256 kept,
        uint256 trustedUntil
    );
    /// @notice The key lost its trust; only a proposal made after this can restore it.
    event TEEKeyRevoked(bytes32 indexed keyId, address indexed revoker, string reason);
    /// @notice An account took what was owed to it.
    event TEEKeyWithdrawn(address indexed account, address indexed to, uint256 amount);
    /// @notice The owner took slashed sums and fees.
    event TEEKeyTreasuryPaid(address indexed to, uint256 amount);
    /// @notice The rules of later proposals.
    event TEEKeyParametersSet(Parameters parameters);
    /// @notice Who revokes keys besides the owner; the zero address is nobody.
    event TEEKeyGuardianSet(address guardian);
    /// @notice Who checks the evidence for keys of this kind; the zero address is nobody.
    event TEEKeyVerifierSet(TEEKind kind, address verifier);

    /// @notice Send exactly the stake.
    error TEEKeyWrongStake(uint256 sent, uint256 stake);
    /// @notice Measurement, evidence hash and evidence URI are needed, the URI with at most `maximumURI` bytes.
    error TEEKeyEvidenceMissing(bytes32 measurement, bytes32 evidenceHash, uint256 lengthOfURI, uint256 maximumURI);
    /// @notice Nobody had a vote before this block.
    error TEEKeyNoVoters();
    /// @notice A key has one open proposal at a time: settle or await that one.
    error TEEKeyHasOpenProposal(bytes32 keyId, uint256 proposalId);
    /// @notice While a key is trusted, only who proposed it, or the owner, may propose it anew.
    error TEEKeyNotRenewer(bytes32 keyId, address account, address proposer);
    /// @notice A verifier is set for this kind: use `proposeWithEvidence`.
    error TEEKeyEvidenceRequired(TEEKind kind, address verifier);
    /// @notice No verifier is set for this kind: use `propose`.
    error TEEKeyNoVerifier(TEEKind kind);
    /// @notice The evidence is not what the hash names, or too long.
    error TEEKeyWrongEvidence(bytes32 evidenceHash, bytes32 expectedHash, uint256 length, uint256 maximum);
    /// @notice The verifier did not accept the evidence.
    error TEEKeyEvidenceRefused(TEEKind kind, address verifier);
    /// @notice There is no such proposal.
    error TEEKeyUnknownProposal(uint256 proposalId);
    /// @notice The proposal is closed.
    error TEEKeyProposalClosed(uint256 proposalId, ProposalStatus status);
    /// @notice Voting, and withdrawing the proposal, ended at `endedAt`: it can be settled.
    error TEEKeyVotingOver(uint256 proposalId, uint256 endedAt);
    /// @notice Voting goes on until `endsAt`.
    error TEEKeyVotingOpen(uint256 proposalId, uint256 endsAt);
    /// @notice One vote for each account and proposal.
    error TEEKeyAlreadyVoted(uint256 proposalId, address voter);
    /// @notice The account had no weight before the proposal was made.
    error TEEKeyNoWeight(uint256 proposalId, address account);
    /// @notice Only the proposer withdraws a proposal.
    error TEEKeyNotProposer(uint256 proposalId, address account, address proposer);
    /// @notice Somebody has voted: the proposal must be settled.
    error TEEKeyVotingBegan(uint256 proposalId);
    /// @notice Only guardian and owner revoke keys.
    error TEEKeyNotGuardian(address account);
    /// @notice No proposal on the key is open or has decided about it: look for a mistake in the id.
    error TEEKeyNothingToRevoke(bytes32 keyId);
    /// @notice Nothing is owed to the account.
    error TEEKeyNothingOwed(address account);
    /// @notice The treasury holds less.
    error TEEKeyTreasuryTooSmall(uint256 amount, uint256 treasury);
    /// @notice The receiver refused the ether.
    error TEEKeyPaymentFailed(address to, uint256 amount);
    /// @notice Ether can't be sent to the zero address.
    error TEEKeyZeroReceiver();
    /// @notice A parameter lies outside of its bounds.
    error TEEKeyParameterOutOfBounds(string name, uint256 value, uint256 minimum, uint256 maximum);
    /// @notice A verifier is a contract.
    error TEEKeyVerifierWithoutCode(address verifier);
    /// @notice Without an owner nobody could set weights or stand in for the guardian: hand the ownership over instead.
    error TEEKeyOwnerNeeded();

    /// @notice Proposes a key for trust. Send exactly the stake in force (`getParameters`).
    /// @dev Anybody may propose. The stake comes back when the proposal is approved, less a part otherwise. Whoever proposes a
    /// key blocks other proposals on it until the vote is over, so check before voting that kind, measurement and evidence are
    /// the true ones. Fails with the errors of `PublicKeys` for a malformed key.
    /// @param keyType The type of the key.
    /// @param publicKey The key, in an encoding that `KeyType` allows.
    /// @param kind The kind of environment.
    /// @param measurement The code that holds the key, see `TEEKind`; not zero.
    /// @param evidenceURI Where voters find the evidence; 1 to 2,048 bytes.
    /// @param evidenceHash keccak256 of the evidence; not zero.
    /// @return proposalId Ids count up from 1.
    function propose(
        KeyType keyType,
        bytes calldata publicKey,
        TEEKind kind,
        bytes32 measurement,
        string calldata evidenceURI,
        bytes32 evidenceHash
    ) external payable returns (uint256 proposalId);

    /// @notice `propose` for a kind that has a verifier, which must accept the evidence.
    /// @param keyType The type of the key.
    /// @param publicKey The key, in an encoding that `KeyType` allows.
    /// @param kind The kind of environment.
    /// @param measurement The code that holds the key, see `TEEKind`; not zero.
    /// @param evidenceURI Where voters find the evidence; 1 to 2,048 bytes.
    /// @param evidenceHash keccak256 of `evidence`.
    /// @param evidence At most 32,768 bytes.
    /// @return proposalId Ids count up from 1.
    function proposeWithEvidence(
        KeyType keyType,
        bytes calldata publicKey,
        TEEKind kind,
        bytes32 measurement,
        string calldata evidenceURI,
        bytes32 evidenceHash,
        bytes calldata evidence
    ) external payable returns (uint256 proposalId);

    /// @notice Votes with the weight that the caller had before the proposal was made. Can't be changed.
    function vote(uint256 proposalId, bool support) external;

    /// @notice Closes a proposal whose vote is over; by anyone, at any time. The outcome depends only on the votes cast.
    /// @dev Approved: `approvalBps` of the cast weight or more, the key is trusted from now until `trustPeriod` after the
    /// end of the vote (a late settlement doesn't lengthen it), unless it was revoked after the proposal was made. Rejected: the
    /// key loses its trust and the stake is slashed. Lapsed, when less than `participationBps` of all weight was cast: the key
    /// stays as it was and the fee is kept.
    /// @return status Approved, Rejected or Lapsed.
    function settle(uint256 proposalId) external returns (ProposalStatus status);

    /// @notice Takes a proposal back against the fee; only by its proposer, before the first vote and the end.
    function withdrawProposal(uint256 proposalId) external;

    /// @notice Sends to `to` all that is owed to the caller.
    /// @return amount Wei.
    function withdraw(address payable to) external returns (uint256 amount);

    /// @notice Ends the trust in a key at once and voids every proposal made so far on it: they are still voted on and settled
    /// for their stake, but can't restore the trust. Only by guardian and owner.
    /// @param keyId The key; a proposal on it must be open or have decided about it.
    /// @param reason For people.
    function revoke(bytes32 keyId, string calldata reason) external;

    /// @notice Sends slashed sums and fees; only by the owner.
    function withdrawTreasury(address payable to, uint256 amount) external;

    /// @notice Sets the rules of later proposals; only by the owner. Open proposals keep theirs.
    function setParameters(Parameters calldata newParameters) external;

    /// @notice Sets who revokes keys besides the owner; only by the owner. The zero address for nobody.
    function setGuardian(address newGuardian) external;

    /// @notice Sets who checks the evidence of later proposals of this kind; only by the owner. The zero address for nobody.
    function setVerifier(TEEKind kind, address verifier) external;

    /// @notice Whether the key is trusted in this block.
    function isTrusted(bytes32 keyId) external view returns (bool);

    /// @notice What is known of a key; all zero if it was never proposed.
    function getKey(bytes32 keyId) external view returns (Key memory);

    /// @notice The id of a key; reverts for bytes that are no key of this type.
    function keyIdOf(KeyType keyType, bytes calldata publicKey) external view returns (bytes32);

    /// @notice A proposal; reverts for an unknown one.
    function getProposal(uint256 proposalId) external view returns (Proposal memory);

    /// @notice How many proposals were made; the last one has this id.
    function getProposalCount() external view returns (uint256);

    /// @notice A page of proposals, position 0 being proposal 1. Never fails: a page beyond the end is empty or short.
    function getProposals(uint256 offset, uint256 limit) external view returns (Proposal[] memory);

    /// @notice How the account voted.
    function getBallot(uint256 proposalId, address voter) external view returns (Ballot);

    /// @notice The rules of the next proposal.
    function getParameters() external view returns (Parameters memory);

    /// @notice Who revokes keys besides the owner; zero for nobody.
    function guardian() external view returns (address);

    /// @notice Who checks the evidence for keys of this kind; zero for nobody.
    function verifierOf(TEEKind kind) external view returns (address);

    /// @notice Wei that the account can withdraw.
    function owedTo(address account) external view returns (uint256);

    /// @notice Where the ether belongs. What the balance has beyond both was forced in and stays.
    /// @return committed Open stakes and what is owed to proposers.
    /// @return treasury Slashed sums and fees.
    function getFunds() external view returns (uint256 committed, uint256 treasury);
}
