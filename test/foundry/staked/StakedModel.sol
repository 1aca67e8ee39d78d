// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IStakedRules} from "../../../contracts/interfaces/IStakedRules.sol";
import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {StakedFixture} from "./StakedFixture.sol";
import {StakedLogModel} from "./StakedLogModel.sol";

/// @notice What requests should be and come to, by rules of its own: noted when they are opened and judged by plain loops.
abstract contract StakedModel is StakedFixture {
    /// @dev A validator's part in a round.
    struct Part {
        address validator;
        uint256 stake;
        uint8 response;
        bool revealed;
    }

    /// @dev The latest round of a request as it should be.
    struct Note {
        bytes32 requestHash;
        uint256 agentId;
        uint16 round;
        IStakedValidation.Mode mode;
        IStakedValidation.Status status;
        address requester;
        uint256 deposit;
        uint256 version;
        uint256 commitEnd;
        uint256 revealEnd;
        uint8 minValidators;
        bytes32 measurement;
        uint256 revealed;
        bytes32 keyId;
        uint256 answeredAt;
        uint8 teeResponse;
        uint8 response;
        IStakedRules.Parameters rules;
    }

    /// @dev What a round comes to.
    struct Expected {
        IStakedValidation.Status status;
        bool penalized;
        uint8 response;
        uint256 heads;
        uint256 reward;
    }

    uint256 internal constant VALIDATORS = 10;

    StakedLogModel public logged;
    /// @dev Rounds by mode and by what became of them, by `Status`.
    uint256[5][3] public outcomes;
    /// @dev Half stakes, double stakes, partial and whole slashes, withheld verdicts, answers whose key was revoked, and such that
    /// gave way to another's.
    uint256[7] public sights;
    uint256 public locked;
    uint256 public slashedAndLeft;
    uint256 public treasuryPaid;
    uint256 public forced;

    mapping(address account => uint256 amount) public owing;
    mapping(address validator => uint256 number) public right;
    mapping(address validator => uint256 number) public wrong;
    Note[] internal _notes;
    mapping(bytes32 requestHash => mapping(uint256 round => Part[] parts)) internal _parts;
    /// @dev A finished round as the contract first told it.
    mapping(bytes32 requestHash => mapping(uint256 round => bytes encoded)) internal _finished;
    address[] internal _accounts;

    function noteCount() external view returns (uint256) {
        return _notes.length;
    }

    function noteOf(uint256 index) external view returns (Note memory) {
        return _notes[index];
    }

    function partsOf(bytes32 requestHash, uint256 round) external view returns (Part[] memory) {
        return _parts[requestHash][round];
    }

    function finished(bytes32 requestHash, uint256 round) external view returns (bytes memory) {
        return _finished[requestHash][round];
    }

    function accountCount() external view returns (uint256) {
        return _accounts.length;
    }

    function accountAt(uint256 index) external view returns (address) {
        return _accounts[index];
    }

    /// @dev Stakes that the rules ask of the validator, by its record here.
    function _stakeFor(Note storage note, address validator) internal view returns (uint256) {
        uint256 judged = right[validator] + wrong[validator];
        uint256 base = note.rules.baseStake;
        if (judged < 10 || (right[validator] * 100 < judged * 90 && right[validator] * 100 >= judged * 70)) {
            return base;
        }
        return right[validator] * 100 >= judged * 90 ? base / 2 : base * 2;
    }

    /// @dev When the round can be ended, as things stand.
    function _endsAt(Note storage note) internal view returns (uint256) {
        uint256 committed = _parts[note.requestHash][note.round].length;
        if (note.mode == IStakedValidation.Mode.TEE || committed < note.minValidators) return note.commitEnd;
        bool answered = note.mode == IStakedValidation.Mode.Stake || _answerStands(note);
        return answered && note.revealed == committed ? note.commitEnd : note.revealEnd;
    }

    function _expect(Note storage note) internal view returns (Expected memory expected) {
        Part[] storage parts = _parts[note.requestHash][note.round];
        expected.status = IStakedValidation.Status.Expired;
        if (note.mode == IStakedValidation.Mode.TEE) {
            if (note.answeredAt == 0) return expected;
            return Expected(
                IStakedValidation.Status.Decided,
                false,
                note.teeResponse,
                1,
                note.deposit * note.rules.rewardBps / 10_000
            );
        }
        if (parts.length < note.minValidators) return expected;
        expected.penalized = true;
        bool hybrid = note.mode == IStakedValidation.Mode.Hybrid;
        if (note.revealed < note.minValidators || (hybrid && !_answerStands(note))) return expected;
        uint256 total = _stakeBetween(parts, 0, 100);
        uint8 median;
        while (_stakeBetween(parts, 0, median) * 2 < total) ++median;
        uint256 agreeing = _stakeBetween(parts, _less(median, note.rules.tolerance), median + note.rules.tolerance);
        bool near = !hybrid || _away(note.teeResponse, median) <= note.rules.tolerance;
        if (agreeing * 10_000 < total * note.rules.consensusBps || !near) {
            expected.status = IStakedValidation.Status.Disputed;
            return expected;
        }
        (expected.status, expected.response) = (IStakedValidation.Status.Decided, median);
        expected.reward = note.deposit * note.rules.rewardBps / 10_000;
        expected.heads = hybrid ? 1 : 0;
        for (uint256 i; i < parts.length; ++i) {
            if (parts[i].revealed && _away(parts[i].response, median) <= note.rules.tolerance) ++expected.heads;
        }
    }

    /// @dev Books what the round comes to.
    function _book(Note storage note, Expected memory expected) internal {
        Part[] storage parts = _parts[note.requestHash][note.round];
        uint256 each = expected.heads == 0 ? 0 : expected.reward / expected.heads;
        for (uint256 i; i < parts.length; ++i) {
            _bookPart(note, parts[i], expected, each);
        }
        bool decided = expected.status == IStakedValidation.Status.Decided;
        if (decided && note.mode != IStakedValidation.Mode.Stake) owing[payee] += each;
        owing[note.requester] += note.deposit - expected.reward;
        slashedAndLeft += expected.reward - each * expected.heads;
        locked -= note.deposit;
        (note.status, note.response) = (expected.status, expected.response);
        ++outcomes[uint256(note.mode)][uint256(expected.status)];
        _finished[note.requestHash][note.round] = abi.encode(staked.getRound(note.requestHash, note.round));
    }

    function _bookPart(Note storage note, Part storage part, Expected memory expected, uint256 each) private {
        uint256 slash;
        locked -= part.stake;
        if (expected.penalized && !part.revealed) {
            slash = part.stake * note.rules.slashBps / 10_000;
            ++wrong[part.validator];
            ++sights[4];
        } else if (expected.status == IStakedValidation.Status.Decided) {
            uint256 away = _away(part.response, expected.response);
            if (away <= note.rules.tolerance) {
                ++right[part.validator];
                owing[part.validator] += each;
            } else {
                ++wrong[part.validator];
                slash = _slashOf(note.rules, part.stake, away);
            }
        }
        owing[part.validator] += part.stake - slash;
        slashedAndLeft += slash;
    }

    function _slashOf(IStakedRules.Parameters storage rules, uint256 stake, uint256 away) private returns (uint256) {
        if (away >= rules.fullSlashDistance) {
            ++sights[3];
            return stake * rules.slashBps / 10_000;
        }
        ++sights[2];
        return stake * rules.slashBps * (away - rules.tolerance)
            / (10_000 * (uint256(rules.fullSlashDistance) - rules.tolerance));
    }

    /// @dev Whether the key has not been revoked since it answered.
    function _answerStands(Note storage note) internal view returns (bool) {
        return note.answeredAt != 0 && teeKeys.getKey(note.keyId).revokedAt < note.answeredAt;
    }

    function _stakeBetween(Part[] storage parts, uint256 from, uint256 to) private view returns (uint256 sum) {
        for (uint256 i; i < parts.length; ++i) {
            if (parts[i].revealed && parts[i].response >= from && parts[i].response <= to) sum += parts[i].stake;
        }
    }

    function _away(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? b - a : a - b;
    }

    function _less(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? 0 : a - b;
    }
}
