// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004Validation} from "../interfaces/IERC8004Validation.sol";
import {IStakedValidation} from "../interfaces/IStakedValidation.sol";
import {VerdictMath} from "../libraries/VerdictMath.sol";
import {VerdictWord, VerdictWords} from "../libraries/VerdictWords.sol";
import {TeeAnswers} from "./TeeAnswers.sol";
import {VerdictLedger} from "./VerdictLedger.sol";

/// @title The end of a round: outcome, payments and the answer on the validation registry
/// @dev Every sum is in the books, and the round is closed, before the registry is called.
abstract contract VerdictSettlement is VerdictLedger, TeeAnswers {
    /// @dev What a round comes to. `penalized`: whoever has not revealed is slashed.
    struct Result {
        Status status;
        bool penalized;
        uint8 response;
        uint256 refund;
        uint256 rewardPerHead;
        uint256 owed;
        uint256 toTreasury;
    }

    IERC8004Validation private immutable VALIDATION_REGISTRY;

    constructor(address validationRegistry) {
        VALIDATION_REGISTRY = IERC8004Validation(validationRegistry);
    }

    /// @inheritdoc IStakedValidation
    function finalize(bytes32 requestHash) external returns (Status status) {
        Round memory round = _openRound(requestHash);
        uint256 from = _overFrom(requestHash, round);
        if (block.timestamp < from) revert StakedTooEarly(requestHash, from);
        Parameters memory rules = _rulesOf(round.parametersVersion);
        VerdictWord[] memory words = _words(requestHash, round);
        Result memory result = _judge(requestHash, round, rules, words);
        _settle(requestHash, round, rules, words, result);
        _close(requestHash, round, words, result);
        return result.status;
    }

    /// @inheritdoc IStakedValidation
    function getValidationRegistry() external view returns (address) {
        return address(VALIDATION_REGISTRY);
    }

    function _validationRegistry() internal view returns (IERC8004Validation) {
        return VALIDATION_REGISTRY;
    }

    /// @dev The one head is the payee, and there are no validators.
    function _decideByTEE(bytes32 requestHash, Round memory round) internal {
        Result memory result;
        (result.status, result.response) = (Status.Decided, round.teeResponse);
        _share(requestHash, _rulesOf(round.parametersVersion), result, 1);
        _close(requestHash, round, new VerdictWord[](0), result);
    }

    /// @dev The outcome of a round that is over, without the sums of the validators.
    function _judge(bytes32 requestHash, Round memory round, Parameters memory rules, VerdictWord[] memory words)
        private
        view
        returns (Result memory result)
    {
        result.status = Status.Expired;
        result.refund = _records[requestHash].deposit;
        if (words.length < round.minValidators || round.mode == Mode.TEE) return result;
        result.penalized = true;
        bool hybrid = round.mode == Mode.Hybrid;
        if (round.revealed < round.minValidators || (hybrid && !_hasValidAnswer(requestHash))) return result;

        (uint256[101] memory stakes, uint256 total) = VerdictWords.tally(words);
        uint256 median = VerdictMath.medianOf(stakes, total);
        uint256 agreeing = VerdictMath.agreeingStake(stakes, median, rules.tolerance);
        if (
            !VerdictMath.isConsensus(agreeing, total, rules.consensusBps)
                || (hybrid && VerdictMath.distance(round.teeResponse, median) > rules.tolerance)
        ) {
            result.status = Status.Disputed;
            return result;
        }
        (result.status, result.response) = (Status.Decided, uint8(median));
        _share(
            requestHash, rules, result, VerdictWords.countAgreeing(words, median, rules.tolerance) + (hybrid ? 1 : 0)
        );
    }

    /// @dev Splits the reward of a decision.
    function _share(bytes32 requestHash, Parameters memory rules, Result memory result, uint256 heads) private view {
        uint256 deposit = _records[requestHash].deposit;
        uint256 reward = deposit * rules.rewardBps / VerdictMath.ONE;
        (result.rewardPerHead, result.toTreasury) = VerdictMath.split(reward, heads);
        result.refund = deposit - reward;
    }

    /// @dev Owes each validator its part and adds up the sums.
    function _settle(
        bytes32 requestHash,
        Round memory round,
        Parameters memory rules,
        VerdictWord[] memory words,
        Result memory result
    ) private {
        for (uint256 i; i < words.length; ++i) {
            VerdictWord word = words[i];
            (Settlement settlement, uint256 payout) = _settlementOf(word, rules, result);
            if (settlement == Settlement.Returned) _credit(word.validator(), payout);
            else _creditJudged(word.validator(), payout, settlement == Settlement.Agreed);
            if (settlement != Settlement.Agreed) result.toTreasury += word.stake() - payout;
            result.owed += payout;
            emit StakedVerdictSettled(requestHash, word.validator(), round.round, settlement, payout);
        }
    }

    /// @dev Owes requester and payee theirs, ends the round and posts a decision.
    function _close(bytes32 requestHash, Round memory round, VerdictWord[] memory words, Result memory result) private {
        Record storage record = _records[requestHash];
        if (result.status == Status.Decided && round.mode != Mode.Stake) {
            _credit(record.tee.payee, result.rewardPerHead);
            result.owed += result.rewardPerHead;
        }
        _credit(record.requester, result.refund);
        _release(result.owed + result.refund, result.toTreasury);
        round.response = result.response;
        (record.latest.status, record.latest.response) = (result.status, result.response);
        record.latest.finalizedAt = uint40(block.timestamp);
        emit StakedRequestFinalized(
            requestHash,
            round.round,
            result.status,
            result.response,
            result.refund,
            result.rewardPerHead,
            result.toTreasury
        );
        if (result.status == Status.Decided) {
            bytes32 responseHash = keccak256(_outcome(requestHash, round, words));
            VALIDATION_REGISTRY.validationResponse(requestHash, result.response, "", responseHash, _tagOf(round.mode));
        }
    }

    /// @dev From when on the round can be finalized, as things stand.
    function _overFrom(bytes32 requestHash, Round memory round) private view returns (uint256) {
        if (round.committed < round.minValidators) return round.commitEnd;
        bool answered = round.mode != Mode.Hybrid || _hasValidAnswer(requestHash);
        return answered && round.revealed == round.committed ? round.commitEnd : _revealEnd(round);
    }

    /// @dev Whether the TEE answered with a key that was not revoked since.
    function _hasValidAnswer(bytes32 requestHash) internal view returns (bool) {
        TeeRecord storage tee = _records[requestHash].tee;
        uint256 answeredAt = tee.answeredAt;
        return answeredAt != 0 && !_isRevokedSince(tee.keyId, answeredAt);
    }

    /// @dev What a validator gets.
    function _settlementOf(VerdictWord word, Parameters memory rules, Result memory result)
        private
        pure
        returns (Settlement, uint256 payout)
    {
        uint256 stake = word.stake();
        if (!result.penalized) return (Settlement.Returned, stake);
        if (!word.isRevealed()) {
            return (Settlement.Withheld, stake - VerdictMath.withheldSlash(stake, rules.slashBps));
        }
        if (result.status != Status.Decided) return (Settlement.Returned, stake);
        uint256 away = VerdictMath.distance(word.response(), result.response);
        if (away <= rules.tolerance) return (Settlement.Agreed, stake + result.rewardPerHead);
        uint256 slash = VerdictMath.dissentSlash(stake, rules.slashBps, away, rules.tolerance, rules.fullSlashDistance);
        return (Settlement.Dissented, stake - slash);
    }

    function _tagOf(Mode mode) private pure returns (string memory) {
        if (mode == Mode.Stake) return "crypto-economic";
        if (mode == Mode.TEE) return "tee-attestation";
        return "crypto-economic+tee-attestation";
    }
}
