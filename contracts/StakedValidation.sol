// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {IdentityClient} from "./base/IdentityClient.sol";
import {StakeRules} from "./base/StakeRules.sol";
import {TeeAnswers} from "./base/TeeAnswers.sol";
import {VerdictSettlement} from "./base/VerdictSettlement.sol";
import {IERC8004Validation} from "./interfaces/IERC8004Validation.sol";
import {IStakedRules} from "./interfaces/IStakedRules.sol";
import {IStakedValidation} from "./interfaces/IStakedValidation.sol";
import {VerdictMath} from "./libraries/VerdictMath.sol";
import {VerdictWord, VerdictWords} from "./libraries/VerdictWords.sol";

/// @title Staked validation
/// @notice Not upgradeable. Nothing loops over more than 100 validators, and only the fixed registries and the verifier are
/// called, except by the withdrawals.
/// @dev Rules are in `StakeRules`, ether and records in `StakeBook`, requests and views in `VerdictLedger`, TEE keys in
/// `TeeAnswers`, the end of a round in `VerdictSettlement`.
contract StakedValidation is VerdictSettlement, IdentityClient, ERC165 {
    /// @notice The shortest time for commits, in seconds.
    uint256 public constant MIN_COMMIT_PERIOD = 1 hours;
    /// @notice The longest time for commits, in seconds.
    uint256 public constant MAX_COMMIT_PERIOD = 30 days;

    /// @dev Where a commitment's word keeps the index plus one.
    uint256 private constant INDEX_MASK = type(uint8).max;

    /// @param validationRegistry Whose requests are answered here; its identity registry tells who speaks for an agent.
    /// @param teeKeyRegistry Which TEE keys are trusted.
    /// @param p256Verifier Checks P-256 signatures.
    /// @param initialOwner Governance; the timelock after set-up.
    /// @param initialGuardian Who can pause besides the owner; zero for nobody.
    constructor(
        address validationRegistry,
        address teeKeyRegistry,
        address p256Verifier,
        address initialOwner,
        address initialGuardian
    )
        StakeRules(initialOwner, initialGuardian)
        VerdictSettlement(validationRegistry)
        TeeAnswers(teeKeyRegistry, p256Verifier)
        IdentityClient(_identityOf(validationRegistry))
    {}

    /// @inheritdoc IStakedValidation
    function authorizeRequester(bytes32 requestHash, address requester) external {
        uint256 agentId = _askedAgent(requestHash);
        if (!_isAgentSide(msg.sender, agentId)) revert StakedNotAgentSide(agentId, msg.sender);
        _records[requestHash].authorized = requester;
        emit StakedRequesterAuthorized(requestHash, requester, msg.sender);
    }

    /// @inheritdoc IStakedValidation
    /// @dev Checks in this order: pause, terms, deposit, the request on the registry, the rights of the caller, the status here.
    /// Whether the registry has an answer isn't asked: only this contract answers, and then it is `Decided`.
    function openRequest(bytes32 requestHash, Terms calldata terms) external payable {
        (uint32 version, Parameters memory rules) = _rulesForOpening();
        _checkTerms(terms, rules);
        uint256 agentId = _askedAgent(requestHash);
        Record storage record = _records[requestHash];
        if (msg.sender != record.authorized && !_isAgentSide(msg.sender, agentId)) {
            revert StakedNotRequester(requestHash, msg.sender);
        }
        Round memory next = _nextRound(requestHash, record);
        next.mode = terms.mode;
        next.parametersVersion = version;
        next.agentId = uint64(agentId);
        next.commitEnd = uint40(block.timestamp + terms.commitPeriod);
        next.minValidators = terms.minValidators;
        record.latest = next;
        (record.requester, record.deposit) = (msg.sender, uint96(msg.value));
        record.measurement = terms.measurement;
        _lock(msg.value);
        _emitOpened(requestHash, next, terms);
    }

    /// @inheritdoc IStakedValidation
    function commitVerdict(bytes32 requestHash, uint16 round, bytes32 commitment) external payable {
        Round memory latest = _openRound(requestHash);
        if (round != latest.round) revert StakedWrongRound(requestHash, round, latest.round);
        if (latest.mode == Mode.TEE) revert StakedWrongMode(requestHash, latest.mode);
        if (block.timestamp >= latest.commitEnd) revert StakedTooLate(requestHash, latest.commitEnd);
        if (commitment == 0) revert StakedZeroCommitment();
        uint256 index = latest.committed;
        if (index == MAX_VALIDATORS) revert StakedFull(requestHash, MAX_VALIDATORS);
        Record storage record = _records[requestHash];
        if (msg.sender == record.requester || _isAgentSide(msg.sender, latest.agentId)) {
            revert StakedInterested(requestHash, msg.sender);
        }
        uint256 stake = _stakeOf(_rulesOf(latest.parametersVersion), msg.sender);
        if (msg.value != stake) revert StakedWrongStake(msg.value, stake);
        Sheet storage sheet = record.sheets[latest.round];
        if (sheet.commitments[msg.sender] != 0) revert StakedAlreadyCommitted(requestHash, msg.sender);

        sheet.commitments[msg.sender] = (uint256(commitment) & ~INDEX_MASK) | (index + 1);
        sheet.words[index] = VerdictWords.committed(msg.sender, stake);
        record.latest.committed = uint8(index + 1);
        _lock(stake);
        emit StakedVerdictCommitted(requestHash, msg.sender, latest.round, index, commitment, stake);
    }

    /// @inheritdoc IStakedValidation
    function revealVerdict(bytes32 requestHash, uint8 response, bytes32 salt) external {
        Round memory round = _openRound(requestHash);
        _checkRevealTime(requestHash, round);
        Sheet storage sheet = _records[requestHash].sheets[round.round];
        uint256 kept = sheet.commitments[msg.sender];
        if (kept == 0) revert StakedNotCommitted(requestHash, msg.sender);
        _checkBounds("response", response, 0, VerdictMath.MAX_RESPONSE);
        uint256 index = (kept & INDEX_MASK) - 1;
        VerdictWord word = sheet.words[index];
        if (word.isRevealed()) revert StakedAlreadyRevealed(requestHash, msg.sender);
        bytes32 commitment = verdictCommitment(requestHash, round.round, msg.sender, response, salt);
        if ((uint256(commitment) ^ kept) & ~INDEX_MASK != 0) revert StakedWrongReveal(requestHash, commitment);

        sheet.words[index] = word.revealed(response);
        _records[requestHash].latest.revealed = round.revealed + 1;
        emit StakedVerdictRevealed(requestHash, msg.sender, round.round, response, salt);
    }

    /// @inheritdoc IStakedValidation
    function answerWithTEE(bytes32 requestHash, TeeAnswer calldata answer) external {
        Round memory round = _openRound(requestHash);
        if (round.mode == Mode.Stake) revert StakedWrongMode(requestHash, round.mode);
        if (round.mode == Mode.Hybrid) _checkRevealTime(requestHash, round);
        else if (block.timestamp >= round.commitEnd) revert StakedTooLate(requestHash, round.commitEnd);
        _checkBounds("response", answer.response, 0, VerdictMath.MAX_RESPONSE);
        if (answer.payee == address(0)) revert StakedZeroPayee();
        Record storage record = _records[requestHash];
        if (_hasValidAnswer(requestHash)) revert StakedAlreadyAnswered(requestHash, record.tee.keyId);
        _checkAnswer(requestHash, round.round, record.measurement, answer);

        record.tee = TeeRecord(answer.payee, uint40(block.timestamp), answer.keyId, answer.evidenceHash);
        round.teeResponse = answer.response;
        record.latest.teeResponse = answer.response;
        emit StakedTEEAnswered(
            requestHash, answer.keyId, round.round, answer.response, answer.evidenceHash, answer.payee
        );
        if (round.mode == Mode.TEE) _decideByTEE(requestHash, round);
    }

    /// @inheritdoc IStakedValidation
    function getIdentityRegistry() external view returns (address) {
        return _identityRegistry();
    }

    /// @inheritdoc ERC165
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IStakedValidation).interfaceId || interfaceId == type(IStakedRules).interfaceId
            || super.supportsInterface(interfaceId);
    }

    /// @dev Puts the last round away, if there was one, and begins the next.
    function _nextRound(bytes32 requestHash, Record storage record) private returns (Round memory next) {
        Round memory last = record.latest;
        if (last.status == Status.Open || last.status == Status.Decided) {
            revert StakedNotOpenable(requestHash, last.status);
        }
        if (last.status != Status.None) {
            record.past[last.round] = last;
            delete record.tee;
        }
        (next.status, next.round) = (Status.Open, last.round + 1);
    }

    function _emitOpened(bytes32 requestHash, Round memory round, Terms calldata terms) private {
        emit StakedRequestOpened(
            requestHash,
            round.agentId,
            msg.sender,
            round.round,
            terms,
            msg.value,
            round.parametersVersion,
            round.commitEnd,
            _revealEnd(round)
        );
    }

    /// @dev The agent of a request that names this contract.
    function _askedAgent(bytes32 requestHash) private view returns (uint256 agentId) {
        address validator;
        (validator, agentId,,,,) = _validationRegistry().getValidationStatus(requestHash);
        if (validator != address(this)) revert StakedNotAskedHere(requestHash, validator);
        if (agentId > type(uint64).max) revert StakedAgentIdTooLarge(agentId, type(uint64).max);
    }

    function _checkRevealTime(bytes32 requestHash, Round memory round) private view {
        if (block.timestamp < round.commitEnd) revert StakedTooEarly(requestHash, round.commitEnd);
        uint256 end = _revealEnd(round);
        if (block.timestamp >= end) revert StakedTooLate(requestHash, end);
    }

    function _checkTerms(Terms calldata terms, Parameters memory rules) private view {
        bool judged = terms.mode != Mode.TEE;
        _checkBounds("commitPeriod", terms.commitPeriod, MIN_COMMIT_PERIOD, MAX_COMMIT_PERIOD);
        _checkBounds(
            "minValidators", terms.minValidators, judged ? rules.minValidators : 0, judged ? MAX_VALIDATORS : 0
        );
        if (terms.mode == Mode.Stake) _checkBounds("measurement", uint256(terms.measurement), 0, 0);
        _checkBounds("deposit", msg.value, rules.minDeposit, MAX_FUNDS);
    }

    function _identityOf(address validationRegistry) private view returns (address) {
        if (validationRegistry.code.length == 0) revert StakedNoCode(validationRegistry);
        return IERC8004Validation(validationRegistry).getIdentityRegistry();
    }
}
