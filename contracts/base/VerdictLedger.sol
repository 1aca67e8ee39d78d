// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IStakedValidation} from "../interfaces/IStakedValidation.sol";
import {Pages} from "../libraries/Pages.sol";
import {VerdictWord} from "../libraries/VerdictWords.sol";
import {StakeBook} from "./StakeBook.sol";

/// @title Requests, rounds and verdicts, and the views of them
abstract contract VerdictLedger is StakeBook, IStakedValidation {
    /// @dev The verdicts of a round. A commitment's word is its upper 248 bits, and below them its index plus one.
    struct Sheet {
        VerdictWord[MAX_VALIDATORS] words;
        mapping(address validator => uint256 word) commitments;
    }

    /// @dev `latest` is moved to `past` when the next round begins, so that only a reopened request pays for it.
    struct Record {
        Round latest;
        address requester;
        uint96 deposit;
        bytes32 measurement;
        TeeRecord tee;
        address authorized;
        mapping(uint256 round => Round head) past;
        mapping(uint256 round => Sheet sheet) sheets;
    }

    bytes32 private constant VERDICT_TYPEHASH = keccak256("SAGE.StakedVerdict");
    bytes32 private constant OUTCOME_TYPEHASH = keccak256("SAGE.StakedOutcome");

    mapping(bytes32 requestHash => Record record) internal _records;

    /// @inheritdoc IStakedValidation
    function getRequest(bytes32 requestHash) external view returns (Request memory request) {
        Record storage record = _records[requestHash];
        request.latest = record.latest;
        request.requester = record.requester;
        request.deposit = record.deposit;
        request.revealEnd = _revealEnd(request.latest);
        request.measurement = record.measurement;
        request.tee = record.tee;
    }

    /// @inheritdoc IStakedValidation
    function getRound(bytes32 requestHash, uint256 round) public view returns (Round memory) {
        Record storage record = _records[requestHash];
        return round == record.latest.round ? record.latest : record.past[round];
    }

    /// @inheritdoc IStakedValidation
    function getVerdict(bytes32 requestHash, uint256 round, uint256 index) external view returns (Verdict memory) {
        uint256 count = getRound(requestHash, round).committed;
        if (index >= count) revert StakedUnknownVerdict(requestHash, round, index, count);
        return _verdict(_records[requestHash].sheets[round].words[index]);
    }

    /// @inheritdoc IStakedValidation
    function getVerdictOf(bytes32 requestHash, uint256 round, address validator)
        external
        view
        returns (Verdict memory verdict)
    {
        Sheet storage sheet = _records[requestHash].sheets[round];
        uint256 position = uint8(sheet.commitments[validator]);
        if (position != 0) verdict = _verdict(sheet.words[position - 1]);
    }

    /// @inheritdoc IStakedValidation
    function getVerdicts(bytes32 requestHash, uint256 round, uint256 offset, uint256 limit)
        external
        view
        returns (Verdict[] memory verdicts)
    {
        uint256 size = Pages.size(offset, limit, getRound(requestHash, round).committed);
        Sheet storage sheet = _records[requestHash].sheets[round];
        verdicts = new Verdict[](size);
        for (uint256 i; i < size; ++i) {
            verdicts[i] = _verdict(sheet.words[offset + i]);
        }
    }

    /// @inheritdoc IStakedValidation
    function getOutcome(bytes32 requestHash) external view returns (bytes memory) {
        Round memory round = _records[requestHash].latest;
        if (round.status != Status.Decided) revert StakedNotDecided(requestHash, round.status);
        return _outcome(requestHash, round, _words(requestHash, round));
    }

    /// @inheritdoc IStakedValidation
    function authorizedRequester(bytes32 requestHash) external view returns (address) {
        return _records[requestHash].authorized;
    }

    /// @inheritdoc IStakedValidation
    function requiredStake(bytes32 requestHash, address validator) external view returns (uint256) {
        return _stakeOf(_rulesOf(_records[requestHash].latest.parametersVersion), validator);
    }

    /// @inheritdoc IStakedValidation
    function verdictCommitment(bytes32 requestHash, uint16 round, address validator, uint8 response, bytes32 salt)
        public
        view
        returns (bytes32)
    {
        return keccak256(
            abi.encode(VERDICT_TYPEHASH, block.chainid, address(this), requestHash, round, validator, response, salt)
        );
    }

    /// @dev The round that is open; reverts if none is.
    function _openRound(bytes32 requestHash) internal view returns (Round memory round) {
        round = _records[requestHash].latest;
        if (round.status != Status.Open) revert StakedNotOpen(requestHash, round.status);
    }

    function _revealEnd(Round memory round) internal view returns (uint40) {
        if (round.mode == Mode.TEE) return round.commitEnd;
        return round.commitEnd + _rulesOf(round.parametersVersion).revealPeriod;
    }

    function _words(bytes32 requestHash, Round memory round) internal view returns (VerdictWord[] memory words) {
        Sheet storage sheet = _records[requestHash].sheets[round.round];
        words = new VerdictWord[](round.committed);
        for (uint256 i; i < words.length; ++i) {
            words[i] = sheet.words[i];
        }
    }

    /// @dev The evidence behind a decision, see `getOutcome`.
    function _outcome(bytes32 requestHash, Round memory round, VerdictWord[] memory words)
        internal
        view
        returns (bytes memory)
    {
        Verdict[] memory verdicts = new Verdict[](words.length);
        for (uint256 i; i < words.length; ++i) {
            verdicts[i] = _verdict(words[i]);
        }
        TeeRecord memory tee;
        if (round.mode != Mode.Stake) tee = _records[requestHash].tee;
        return abi.encode(
            OUTCOME_TYPEHASH,
            block.chainid,
            address(this),
            requestHash,
            round.round,
            round.response,
            verdicts,
            tee.keyId,
            round.teeResponse,
            tee.evidenceHash,
            tee.payee
        );
    }

    function _verdict(VerdictWord word) private pure returns (Verdict memory) {
        VerdictState state = word.isRevealed() ? VerdictState.Revealed : VerdictState.Committed;
        return Verdict(word.validator(), uint80(word.stake()), uint8(word.response()), state);
    }
}
