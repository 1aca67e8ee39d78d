// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {VoteWeights} from "./base/VoteWeights.sol";
import {IAttestationVerifier} from "./interfaces/IAttestationVerifier.sol";
import {ITEEKeyRegistry} from "./interfaces/ITEEKeyRegistry.sol";
import {IVoteWeights} from "./interfaces/IVoteWeights.sol";
import {BoundedCall} from "./libraries/BoundedCall.sol";
import {Pages} from "./libraries/Pages.sol";
import {PublicKeys} from "./libraries/PublicKeys.sol";
import {KeyType} from "./types/KeyType.sol";
import {TEEKind} from "./types/TEEKind.sol";

/// @title TEE key registry
/// @notice Not upgradeable. Nothing loops over voters, and ether leaves only by `withdraw` and `withdrawTreasury`.
contract TEEKeyRegistry is ITEEKeyRegistry, VoteWeights, ERC165 {
    /// @dev The arguments of a proposal in one place; the stack has no room for them.
    struct Candidate {
        bytes32 keyId;
        KeyType keyType;
        bytes publicKey;
        TEEKind kind;
        bytes32 measurement;
        string evidenceURI;
        bytes32 evidenceHash;
        bool evidenceVerified;
    }

    /// @dev What every proposal changes, in one slot: how many there are, and where the ether belongs.
    struct Book {
        uint40 count;
        uint104 committed;
        uint104 treasury;
    }

    /// @notice The longest evidence URI, in bytes.
    uint256 public constant MAX_EVIDENCE_URI = 2048;
    /// @notice The longest evidence that is checked on-chain, in bytes.
    uint256 public constant MAX_EVIDENCE = 32_768;
    /// @notice The most gas a verifier gets.
    uint256 public constant VERIFIER_GAS = 10_000_000;

    uint256 private constant ONE = 10_000;

    Book private _book;
    Parameters private _parameters;
    address private _guardian;
    mapping(uint256 proposalId => Proposal proposal) private _proposals;
    mapping(bytes32 keyId => Key key) private _keys;
    mapping(uint256 proposalId => mapping(address voter => Ballot ballot)) private _ballots;
    mapping(address account => uint256 amount) private _owed;
    mapping(TEEKind kind => address verifier) private _verifiers;

    /// @param initialOwner Governance; the timelock after set-up.
    /// @param initialGuardian Who revokes keys besides the owner; zero for nobody.
    constructor(address initialOwner, address initialGuardian) VoteWeights(initialOwner) {
        _setGuardian(initialGuardian);
        _setParameters(Parameters(1 ether, 7 days, 180 days, 6600, 1000, 5000, 1000));
    }

    /// @inheritdoc ITEEKeyRegistry
    function propose(
        KeyType keyType,
        bytes calldata publicKey,
        TEEKind kind,
        bytes32 measurement,
        string calldata evidenceURI,
        bytes32 evidenceHash
    ) external payable returns (uint256 proposalId) {
        address verifier = _verifiers[kind];
        if (verifier != address(0)) revert TEEKeyEvidenceRequired(kind, verifier);
        Candidate memory candidate = _candidate(keyType, publicKey, kind, measurement);
        candidate.evidenceURI = evidenceURI;
        candidate.evidenceHash = evidenceHash;
        return _propose(candidate);
    }

    /// @inheritdoc ITEEKeyRegistry
    function proposeWithEvidence(
        KeyType keyType,
        bytes calldata publicKey,
        TEEKind kind,
        bytes32 measurement,
        string calldata evidenceURI,
        bytes32 evidenceHash,
        bytes calldata evidence
    ) external payable returns (uint256 proposalId) {
        Candidate memory candidate = _candidate(keyType, publicKey, kind, measurement);
        candidate.evidenceURI = evidenceURI;
        candidate.evidenceHash = evidenceHash;
        candidate.evidenceVerified = true;
        _checkEvidence(candidate, evidence);
        return _propose(candidate);
    }

    /// @inheritdoc ITEEKeyRegistry
    function vote(uint256 proposalId, bool support) external {
        Proposal storage proposal = _openProposal(proposalId);
        _checkVoting(proposalId, proposal);
        if (_ballots[proposalId][msg.sender] != Ballot.None) revert TEEKeyAlreadyVoted(proposalId, msg.sender);
        uint256 weight = voteWeightAt(msg.sender, proposal.createdAt - 1);
        if (weight == 0) revert TEEKeyNoWeight(proposalId, msg.sender);

        _ballots[proposalId][msg.sender] = support ? Ballot.For : Ballot.Against;
        if (support) proposal.weightFor += uint88(weight);
        else proposal.weightAgainst += uint88(weight);
        emit TEEKeyVoted(proposalId, msg.sender, support, weight);
    }

    /// @inheritdoc ITEEKeyRegistry
    function settle(uint256 proposalId) external returns (ProposalStatus status) {
        Proposal storage proposal = _openProposal(proposalId);
        Parameters memory terms = proposal.terms;
        uint256 endsAt = proposal.createdAt + terms.votingPeriod;
        if (block.timestamp < endsAt) revert TEEKeyVotingOpen(proposalId, endsAt);

        status = _outcome(proposal, terms);
        Key memory key = _keys[proposal.keyId];
        uint256 keptBps;
        if (status == ProposalStatus.Rejected) {
            keptBps = terms.slashBps;
            key.decidedBy = uint40(proposalId);
            key.trustedUntil = 0;
        } else if (status == ProposalStatus.Lapsed) {
            keptBps = terms.feeBps;
        } else if (proposalId > key.voidUpTo) {
            key.decidedBy = uint40(proposalId);
            key.trustedUntil = uint40(endsAt + terms.trustPeriod);
            key.revokedAt = 0;
        }
        _close(proposalId, proposal, status, key, keptBps);
    }

    /// @inheritdoc ITEEKeyRegistry
    function withdrawProposal(uint256 proposalId) external {
        Proposal storage proposal = _openProposal(proposalId);
        address proposer = proposal.proposer;
        if (msg.sender != proposer) revert TEEKeyNotProposer(proposalId, msg.sender, proposer);
        _checkVoting(proposalId, proposal);
        if (proposal.weightFor + proposal.weightAgainst != 0) revert TEEKeyVotingBegan(proposalId);
        _close(proposalId, proposal, ProposalStatus.Withdrawn, _keys[proposal.keyId], proposal.terms.feeBps);
    }

    /// @inheritdoc ITEEKeyRegistry
    function withdraw(address payable to) external returns (uint256 amount) {
        amount = _owed[msg.sender];
        if (amount == 0) revert TEEKeyNothingOwed(msg.sender);
        _owed[msg.sender] = 0;
        _book.committed -= uint104(amount);
        emit TEEKeyWithdrawn(msg.sender, to, amount);
        _pay(to, amount);
    }

    /// @inheritdoc ITEEKeyRegistry
    function revoke(bytes32 keyId, string calldata reason) external {
        if (msg.sender != _guardian && msg.sender != owner()) revert TEEKeyNotGuardian(msg.sender);
        Key storage key = _keys[keyId];
        if (key.decidedBy == 0 && key.openProposal == 0) revert TEEKeyNothingToRevoke(keyId);
        key.trustedUntil = 0;
        key.revokedAt = uint40(block.timestamp);
        key.voidUpTo = _book.count;
        emit TEEKeyRevoked(keyId, msg.sender, reason);
    }

    /// @inheritdoc ITEEKeyRegistry
    function withdrawTreasury(address payable to, uint256 amount) external onlyOwner {
        uint256 treasury = _book.treasury;
        if (amount > treasury) revert TEEKeyTreasuryTooSmall(amount, treasury);
        _book.treasury = uint104(treasury - amount);
        emit TEEKeyTreasuryPaid(to, amount);
        _pay(to, amount);
    }

    /// @inheritdoc ITEEKeyRegistry
    function setParameters(Parameters calldata newParameters) external onlyOwner {
        _setParameters(newParameters);
    }

    /// @inheritdoc ITEEKeyRegistry
    function setGuardian(address newGuardian) external onlyOwner {
        _setGuardian(newGuardian);
    }

    /// @inheritdoc ITEEKeyRegistry
    function setVerifier(TEEKind kind, address verifier) external onlyOwner {
        if (verifier != address(0) && verifier.code.length == 0) revert TEEKeyVerifierWithoutCode(verifier);
        _verifiers[kind] = verifier;
        emit TEEKeyVerifierSet(kind, verifier);
    }

    /// @notice Always fails for the owner, and with the usual error for anybody else.
    function renounceOwnership() public view override onlyOwner {
        revert TEEKeyOwnerNeeded();
    }

    /// @inheritdoc ITEEKeyRegistry
    function isTrusted(bytes32 keyId) external view returns (bool) {
        return block.timestamp < _keys[keyId].trustedUntil;
    }

    /// @inheritdoc ITEEKeyRegistry
    function getKey(bytes32 keyId) external view returns (Key memory) {
        return _keys[keyId];
    }

    /// @inheritdoc ITEEKeyRegistry
    function keyIdOf(KeyType keyType, bytes calldata publicKey) external view returns (bytes32) {
        return PublicKeys.idOf(keyType, publicKey);
    }

    /// @inheritdoc ITEEKeyRegistry
    function getProposal(uint256 proposalId) external view returns (Proposal memory) {
        return _proposal(proposalId);
    }

    /// @inheritdoc ITEEKeyRegistry
    function getProposalCount() external view returns (uint256) {
        return _book.count;
    }

    /// @inheritdoc ITEEKeyRegistry
    function getProposals(uint256 offset, uint256 limit) external view returns (Proposal[] memory page) {
        page = new Proposal[](Pages.size(offset, limit, _book.count));
        for (uint256 i; i < page.length; ++i) {
            page[i] = _proposals[offset + i + 1];
        }
    }

    /// @inheritdoc ITEEKeyRegistry
    function getBallot(uint256 proposalId, address voter) external view returns (Ballot) {
        return _ballots[proposalId][voter];
    }

    /// @inheritdoc ITEEKeyRegistry
    function getParameters() external view returns (Parameters memory) {
        return _parameters;
    }

    /// @inheritdoc ITEEKeyRegistry
    function guardian() external view returns (address) {
        return _guardian;
    }

    /// @inheritdoc ITEEKeyRegistry
    function verifierOf(TEEKind kind) external view returns (address) {
        return _verifiers[kind];
    }

    /// @inheritdoc ITEEKeyRegistry
    function owedTo(address account) external view returns (uint256) {
        return _owed[account];
    }

    /// @inheritdoc ITEEKeyRegistry
    function getFunds() external view returns (uint256 committed, uint256 treasury) {
        return (_book.committed, _book.treasury);
    }

    /// @inheritdoc ERC165
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(ITEEKeyRegistry).interfaceId || interfaceId == type(IVoteWeights).interfaceId
            || super.supportsInterface(interfaceId);
    }

    /// @dev Opens a proposal with the weights of the second before this one, so that weights set in the same block, in
    /// whatever order, don't count.
    function _propose(Candidate memory candidate) private returns (uint256 proposalId) {
        Parameters memory terms = _parameters;
        if (msg.value != terms.stake) revert TEEKeyWrongStake(msg.value, terms.stake);
        uint256 length = bytes(candidate.evidenceURI).length;
        if (candidate.measurement == 0 || candidate.evidenceHash == 0 || length == 0 || length > MAX_EVIDENCE_URI) {
            revert TEEKeyEvidenceMissing(candidate.measurement, candidate.evidenceHash, length, MAX_EVIDENCE_URI);
        }
        uint256 totalWeight = totalVoteWeightAt(block.timestamp - 1);
        if (totalWeight == 0) revert TEEKeyNoVoters();
        _checkKeyFree(candidate.keyId);

        proposalId = ++_book.count;
        _keys[candidate.keyId].openProposal = uint40(proposalId);
        _book.committed += terms.stake;
        Proposal storage proposal = _proposals[proposalId];
        proposal.keyId = candidate.keyId;
        proposal.measurement = candidate.measurement;
        proposal.evidenceHash = candidate.evidenceHash;
        proposal.proposer = msg.sender;
        proposal.totalWeight = uint88(totalWeight);
        proposal.createdAt = uint40(block.timestamp);
        proposal.status = ProposalStatus.Open;
        proposal.kind = candidate.kind;
        proposal.keyType = candidate.keyType;
        proposal.evidenceVerified = candidate.evidenceVerified;
        proposal.terms = terms;
        _emitProposed(proposalId, candidate, totalWeight);
    }

    function _emitProposed(uint256 proposalId, Candidate memory candidate, uint256 totalWeight) private {
        emit TEEKeyProposed(
            proposalId,
            candidate.keyId,
            msg.sender,
            candidate.keyType,
            candidate.publicKey,
            candidate.kind,
            candidate.measurement,
            candidate.evidenceURI,
            candidate.evidenceHash,
            candidate.evidenceVerified,
            totalWeight
        );
    }

    /// @dev Closes a proposal for good: the stake goes to the proposer's account but for the part that is kept.
    function _close(
        uint256 proposalId,
        Proposal storage proposal,
        ProposalStatus status,
        Key memory key,
        uint256 keptBps
    ) private {
        uint256 stake = proposal.terms.stake;
        uint256 kept = stake * keptBps / ONE;
        proposal.status = status;
        key.openProposal = 0;
        _keys[proposal.keyId] = key;
        _owed[proposal.proposer] += stake - kept;
        _book.committed -= uint104(kept);
        _book.treasury += uint104(kept);
        emit TEEKeySettled(proposalId, proposal.keyId, status, stake - kept, kept, key.trustedUntil);
    }

    function _pay(address payable to, uint256 amount) private {
        if (to == address(0)) revert TEEKeyZeroReceiver();
        if (!LowLevelCall.callNoReturn(to, amount, "")) revert TEEKeyPaymentFailed(to, amount);
    }

    function _setGuardian(address newGuardian) private {
        _guardian = newGuardian;
        emit TEEKeyGuardianSet(newGuardian);
    }

    function _setParameters(Parameters memory newParameters) private {
        _checkBounds("stake", newParameters.stake, 0.01 ether, 100 ether);
        _checkBounds("votingPeriod", newParameters.votingPeriod, 1 days, 30 days);
        _checkBounds("trustPeriod", newParameters.trustPeriod, 1 days, 730 days);
        _checkBounds("approvalBps", newParameters.approvalBps, ONE / 2 + 1, ONE);
        _checkBounds("participationBps", newParameters.participationBps, ONE / 100, ONE);
        _checkBounds("slashBps", newParameters.slashBps, ONE / 10, ONE);
        _checkBounds("feeBps", newParameters.feeBps, ONE / 100, newParameters.slashBps);
        _parameters = newParameters;
        emit TEEKeyParametersSet(newParameters);
    }

    /// @dev Asks the verifier of the kind. Its refusal, revert, or use of all its gas stops the proposal; it can't be skipped
    /// by sending too little gas, because then it can't say yes.
    function _checkEvidence(Candidate memory candidate, bytes calldata evidence) private view {
        address verifier = _verifiers[candidate.kind];
        if (verifier == address(0)) revert TEEKeyNoVerifier(candidate.kind);
        bytes32 hash = keccak256(evidence);
        if (hash != candidate.evidenceHash || evidence.length > MAX_EVIDENCE) {
            revert TEEKeyWrongEvidence(hash, candidate.evidenceHash, evidence.length, MAX_EVIDENCE);
        }
        bytes memory call = abi.encodeCall(
            IAttestationVerifier.verifyAttestation,
            (candidate.kind, candidate.keyType, candidate.publicKey, candidate.measurement, evidence)
        );
        bytes4 magic = IAttestationVerifier.verifyAttestation.selector;
        if (!BoundedCall.answers(verifier, VERIFIER_GAS, call, magic)) {
            revert TEEKeyEvidenceRefused(candidate.kind, verifier);
        }
    }

    /// @dev A key has no second open proposal, and while it is trusted strangers can't put it to a vote: a worthless renewal
    /// would make the voters choose between its evidence and the key.
    function _checkKeyFree(bytes32 keyId) private view {
        Key memory key = _keys[keyId];
        if (key.openProposal != 0) revert TEEKeyHasOpenProposal(keyId, key.openProposal);
        if (block.timestamp >= key.trustedUntil) return;
        address proposer = _proposals[key.decidedBy].proposer;
        if (msg.sender != proposer && msg.sender != owner()) revert TEEKeyNotRenewer(keyId, msg.sender, proposer);
    }

    function _checkVoting(uint256 proposalId, Proposal storage proposal) private view {
        uint256 endsAt = proposal.createdAt + proposal.terms.votingPeriod;
        if (block.timestamp >= endsAt) revert TEEKeyVotingOver(proposalId, endsAt);
    }

    function _candidate(KeyType keyType, bytes calldata publicKey, TEEKind kind, bytes32 measurement)
        private
        view
        returns (Candidate memory candidate)
    {
        candidate.keyId = PublicKeys.idOf(keyType, publicKey);
        candidate.keyType = keyType;
        candidate.publicKey = publicKey;
        candidate.kind = kind;
        candidate.measurement = measurement;
    }

    /// @dev What the votes say. No votes at all are too few, whatever the quorum.
    function _outcome(Proposal storage proposal, Parameters memory terms) private view returns (ProposalStatus) {
        uint256 weightFor = proposal.weightFor;
        uint256 cast = weightFor + proposal.weightAgainst;
        if (cast * ONE < uint256(proposal.totalWeight) * terms.participationBps) return ProposalStatus.Lapsed;
        return weightFor * ONE < cast * terms.approvalBps ? ProposalStatus.Rejected : ProposalStatus.Approved;
    }

    function _openProposal(uint256 proposalId) private view returns (Proposal storage proposal) {
        proposal = _proposal(proposalId);
        ProposalStatus status = proposal.status;
        if (status != ProposalStatus.Open) revert TEEKeyProposalClosed(proposalId, status);
    }

    function _proposal(uint256 proposalId) private view returns (Proposal storage proposal) {
        proposal = _proposals[proposalId];
        if (proposal.status == ProposalStatus.None) revert TEEKeyUnknownProposal(proposalId);
    }

    function _checkBounds(string memory name, uint256 value, uint256 minimum, uint256 maximum) private pure {
        if (value < minimum || value > maximum) revert TEEKeyParameterOutOfBounds(name, value, minimum, maximum);
    }
}
