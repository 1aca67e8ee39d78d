// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IStakedRules} from "../../../contracts/interfaces/IStakedRules.sol";
import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {StakedFixture} from "./StakedFixture.sol";

/// @notice Random rounds, and what they must come to by a model that shares nothing with the contract: it sorts the verdicts
/// and goes through them one by one.
abstract contract RoundPlay is StakedFixture {
    /// @dev Everything that is done in a round.
    struct Play {
        IStakedRules.Parameters rules;
        IStakedValidation.Mode mode;
        uint256 deposit;
        uint8[] responses;
        bool[] reveals;
        uint256[] stakes;
        bool teeAnswers;
        uint8 teeResponse;
    }

    /// @dev What must come of it.
    struct Expected {
        IStakedValidation.Status status;
        uint256 response;
        uint256 heads;
        uint256 perHead;
        uint256 refund;
        uint256 slashed;
        uint256 remainder;
        uint256[] payouts;
        uint256[] right;
        uint256[] wrong;
    }

    /// @dev 3 to 6 validators, of whom most answer near to each other, so that all outcomes are frequent.
    function _makePlay(uint256 seed) internal pure returns (Play memory play) {
        play.rules = _rules(_random(seed, 1));
        play.mode = _random(seed, 2) % 3 == 0 ? IStakedValidation.Mode.Hybrid : IStakedValidation.Mode.Stake;
        play.deposit = bound(_random(seed, 3), play.rules.minDeposit, 3 ether);
        uint256 count = 3 + _random(seed, 4) % 4;
        play.responses = new uint8[](count);
        play.reveals = new bool[](count);
        play.stakes = new uint256[](count);
        uint256 centre = _random(seed, 5) % 101;
        for (uint256 i; i < count; ++i) {
            uint256 dice = _random(seed, 100 + i);
            play.responses[i] = dice % 4 == 0 ? uint8((dice >> 8) % 101) : _near(centre, dice >> 8);
            play.reveals[i] = (dice >> 128) % 8 != 0;
        }
        play.teeAnswers = _random(seed, 6) % 8 != 0;
        play.teeResponse = _random(seed, 7) % 4 == 0 ? uint8(_random(seed, 8) % 101) : _near(centre, _random(seed, 8));
    }

    /// @dev Plays all but `finalize`. The records of the validators come from the seed.
    function _play(Play memory play, uint256 seed) internal {
        vm.prank(governance);
        staked.setParameters(play.rules);
        _askFor(HASH);
        IStakedValidation.Terms memory terms = _terms(play.mode);
        vm.deal(client, play.deposit);
        _openAs(client, HASH, terms, play.deposit);
        for (uint256 i; i < play.responses.length; ++i) {
            uint256 dice = _random(seed, 200 + i) % 4;
            if (dice != 3) _setRecord(_validator(i), 5 * dice, 10 - 5 * dice);
            play.stakes[i] = staked.requiredStake(HASH, _validator(i));
            _commit(HASH, _validator(i), play.responses[i]);
        }
        _warpToReveal(HASH);
        for (uint256 i; i < play.responses.length; ++i) {
            if (play.reveals[i]) _reveal(HASH, _validator(i), play.responses[i]);
        }
        if (play.mode == IStakedValidation.Mode.Hybrid && play.teeAnswers) {
            staked.answerWithTEE(HASH, _answer(HASH, play.teeResponse));
        }
        _warpToEnd(HASH);
    }

    /// @dev The model.
    function _expect(Play memory play) internal pure returns (Expected memory result) {
        uint256 count = play.responses.length;
        result.payouts = new uint256[](count);
        result.right = new uint256[](count);
        result.wrong = new uint256[](count);
        (uint256[] memory sorted, uint256 revealed) = _sortRevealed(play);
        (result.status, result.response) = _outcome(play, sorted, revealed);
        bool decided = result.status == IStakedValidation.Status.Decided;
        uint256 reward = decided ? play.deposit * play.rules.rewardBps / 10_000 : 0;
        result.refund = play.deposit - reward;
        if (decided && play.mode == IStakedValidation.Mode.Hybrid) result.heads = 1;
        for (uint256 i; i < count; ++i) {
            if (decided && play.reveals[i] && _away(play, i, result) <= play.rules.tolerance) ++result.heads;
        }
        if (decided) {
            result.perHead = reward / result.heads;
            result.remainder = reward - result.perHead * result.heads;
        }
        for (uint256 i; i < count; ++i) {
            _expectOne(play, result, i, decided);
        }
    }

    function _random(uint256 seed, uint256 number) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, number)));
    }

    function _rules(uint256 dice) internal pure returns (IStakedRules.Parameters memory rules) {
        rules.minDeposit = 0.01 ether;
        rules.baseStake = uint80((1 + dice % 1e17) * 2);
        rules.tolerance = uint8((dice >> 64) % 20);
        rules.fullSlashDistance = rules.tolerance + 1 + uint8((dice >> 72) % 60);
        rules.consensusBps = uint16(5001 + (dice >> 80) % 3000);
        rules.rewardBps = uint16(1 + (dice >> 96) % 10_000);
        rules.slashBps = uint16(1 + (dice >> 112) % 10_000);
        rules.revealPeriod = 1 days;
        rules.minValidators = 3;
    }

    function _expectOne(Play memory play, Expected memory result, uint256 i, bool decided) private pure {
        uint256 stake = play.stakes[i];
        uint256 most = stake * play.rules.slashBps / 10_000;
        result.payouts[i] = stake;
        if (!play.reveals[i]) {
            (result.payouts[i], result.wrong[i]) = (stake - most, 1);
        } else if (decided) {
            uint256 away = _away(play, i, result);
            if (away <= play.rules.tolerance) {
                (result.payouts[i], result.right[i]) = (stake + result.perHead, 1);
                return;
            }
            uint256 span = play.rules.fullSlashDistance - play.rules.tolerance;
            uint256 beyond = away - play.rules.tolerance;
            if (beyond > span) beyond = span;
            result.payouts[i] = stake - stake * play.rules.slashBps * beyond / span / 10_000;
            result.wrong[i] = 1;
        }
        result.slashed += stake - result.payouts[i];
    }

    function _outcome(Play memory play, uint256[] memory sorted, uint256 revealed)
        private
        pure
        returns (IStakedValidation.Status, uint256)
    {
        bool hybrid = play.mode == IStakedValidation.Mode.Hybrid;
        if (revealed < 3 || (hybrid && !play.teeAnswers)) return (IStakedValidation.Status.Expired, 0);
        uint256 total;
        for (uint256 i; i < revealed; ++i) {
            total += play.stakes[sorted[i]];
        }
        uint256 median;
        uint256 sum;
        for (uint256 i; i < revealed && sum * 2 < total; ++i) {
            median = play.responses[sorted[i]];
            sum += play.stakes[sorted[i]];
        }
        uint256 agreeing;
        for (uint256 i; i < revealed; ++i) {
            if (_gap(play.responses[sorted[i]], median) <= play.rules.tolerance) agreeing += play.stakes[sorted[i]];
        }
        if (agreeing * 10_000 < total * play.rules.consensusBps) return (IStakedValidation.Status.Disputed, 0);
        if (hybrid && _gap(play.teeResponse, median) > play.rules.tolerance) {
            return (IStakedValidation.Status.Disputed, 0);
        }
        return (IStakedValidation.Status.Decided, median);
    }

    /// @dev Positions of the revealed verdicts, by response.
    function _sortRevealed(Play memory play) private pure returns (uint256[] memory sorted, uint256 revealed) {
        sorted = new uint256[](play.responses.length);
        for (uint256 i; i < play.responses.length; ++i) {
            if (!play.reveals[i]) continue;
            uint256 place = revealed++;
            while (place > 0 && play.responses[sorted[place - 1]] > play.responses[i]) {
                sorted[place] = sorted[place - 1];
                --place;
            }
            sorted[place] = i;
        }
    }

    function _away(Play memory play, uint256 i, Expected memory result) private pure returns (uint256) {
        return _gap(play.responses[i], result.response);
    }

    function _gap(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a - b : b - a;
    }

    function _near(uint256 centre, uint256 dice) private pure returns (uint8) {
        return uint8(bound(centre + dice % 9, 4, 104) - 4);
    }
}
