// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Vm} from "forge-std/Vm.sol";
import {IStakedRules} from "../../../contracts/interfaces/IStakedRules.sol";
import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {RoundPlay} from "./RoundPlay.sol";

contract StakedPropertiesTest is RoundPlay {
    /// @dev What the fuzz tests below rest on: random rounds come to every outcome, and often.
    function test_reach_everyOutcome() external pure {
        uint256[5] memory counts;
        for (uint256 seed; seed < 300; ++seed) {
            Play memory play = _makePlay(seed);
            for (uint256 i; i < play.stakes.length; ++i) {
                play.stakes[i] = play.rules.baseStake;
            }
            ++counts[uint8(_expect(play).status)];
        }
        assertGt(counts[uint8(IStakedValidation.Status.Decided)], 90);
        assertGt(counts[uint8(IStakedValidation.Status.Disputed)], 30);
        assertGt(counts[uint8(IStakedValidation.Status.Expired)], 30);
    }

    /// @dev `finalize` against the model: status, response, every payment and record, events included.
    function testFuzz_finalize_equalsTheNaiveModel(uint256 seed) external {
        Play memory play = _makePlay(seed);
        _play(play, seed);
        Expected memory expected = _expect(play);
        uint256[] memory right = new uint256[](play.responses.length);
        uint256[] memory wrong = new uint256[](play.responses.length);
        for (uint256 i; i < right.length; ++i) {
            (right[i], wrong[i]) = staked.recordOf(_validator(i));
        }
        vm.expectEmit(address(staked));
        emit IStakedValidation.StakedRequestFinalized(
            HASH,
            1,
            expected.status,
            uint8(expected.response),
            expected.refund,
            expected.perHead,
            expected.slashed + expected.remainder
        );
        assertEq(uint8(staked.finalize(HASH)), uint8(expected.status));
        uint256 owed = expected.refund;
        for (uint256 i; i < right.length; ++i) {
            assertEq(staked.owedTo(_validator(i)), expected.payouts[i]);
            _assertRecord(_validator(i), right[i] + expected.right[i], wrong[i] + expected.wrong[i]);
            owed += expected.payouts[i];
        }
        assertEq(staked.owedTo(client), expected.refund);
        bool toPayee = play.mode == IStakedValidation.Mode.Hybrid;
        assertEq(staked.owedTo(payee), toPayee ? expected.perHead : 0);
        _assertFunds(0, owed + (toPayee ? expected.perHead : 0), expected.slashed + expected.remainder);
        assertEq(registry.isAnswered(HASH), expected.status == IStakedValidation.Status.Decided);
        if (registry.isAnswered(HASH)) {
            _assertPosted(
                HASH, uint8(expected.response), toPayee ? "crypto-economic+tee-attestation" : "crypto-economic"
            );
        }
    }

    /// @dev All that was locked is paid or in the treasury, and the treasury has the slashes and less than a wei a head.
    function testFuzz_P22_payoutsAndRemainder(uint256 seed) external {
        Play memory play = _makePlay(seed);
        _play(play, seed);
        (uint256 locked,,) = staked.getFunds();
        staked.finalize(HASH);
        (uint256 lockedAfter, uint256 owed, uint256 treasury) = staked.getFunds();
        assertEq(lockedAfter, 0);
        assertEq(owed + treasury, locked);
        bool decided = staked.getRequest(HASH).latest.status == IStakedValidation.Status.Decided;
        uint256 reward = decided ? play.deposit * play.rules.rewardBps / 10_000 : 0;
        assertEq(staked.owedTo(client), play.deposit - reward);
        uint256 stakes;
        uint256 slashed;
        uint256 winners = decided && staked.owedTo(payee) != 0 ? 1 : 0;
        uint256 paid = staked.owedTo(payee);
        for (uint256 i; i < play.stakes.length; ++i) {
            uint256 payout = staked.owedTo(_validator(i));
            stakes += play.stakes[i];
            paid += payout;
            if (payout < play.stakes[i]) slashed += play.stakes[i] - payout;
            else if (decided && payout > play.stakes[i]) ++winners;
        }
        uint256 remainder = treasury - slashed;
        assertEq(paid + slashed + remainder, reward + stakes);
        // A reward smaller than its heads is all remainder.
        if (winners != 0) assertLt(remainder, winners);
        else assertLe(remainder, play.stakes.length);
    }

    /// @dev No validator loses more than its stake, nobody who agreed gets less than it, and a loser no more than it.
    function testFuzz_P23_slashesAreBounded(uint256 seed) external {
        Play memory play = _makePlay(seed);
        _play(play, seed);
        vm.recordLogs();
        staked.finalize(HASH);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 settled;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != IStakedValidation.StakedVerdictSettled.selector) continue;
            (, IStakedValidation.Settlement settlement, uint256 payout) =
                abi.decode(logs[i].data, (uint16, IStakedValidation.Settlement, uint256));
            uint256 stake = play.stakes[settled];
            address validator = address(uint160(uint256(logs[i].topics[2])));
            assertEq(validator, _validator(settled++));
            assertEq(staked.owedTo(validator), payout);
            uint256 least = stake - stake * play.rules.slashBps / 10_000;
            if (settlement == IStakedValidation.Settlement.Returned) assertEq(payout, stake);
            else if (settlement == IStakedValidation.Settlement.Withheld) assertEq(payout, least);
            else if (settlement == IStakedValidation.Settlement.Agreed) assertGe(payout, stake);
            else assertTrue(payout <= stake && payout >= least);
        }
        assertEq(settled, play.stakes.length);
    }

    /// @dev Two commitments to different verdicts leave the same behind, but for the commitment.
    function testFuzz_P27_aCommitmentShowsNothing(uint8 first, uint8 second, bytes32 salt) external {
        first = uint8(bound(first, 0, 100));
        second = uint8(bound(second, 0, 100));
        _open(HASH, IStakedValidation.Mode.Stake);
        uint256 snapshot = vm.snapshotState();
        bytes memory seen = _commitAndLook(first, salt);
        vm.revertToState(snapshot);
        assertEq(seen, _commitAndLook(second, salt));
    }

    /// @dev Nor can it be found by trying all responses: without the salt none gives the commitment.
    function testFuzz_P27_noResponseFitsWithoutTheSalt(uint8 response, bytes32 salt, bytes32 guess) external view {
        vm.assume(salt != guess);
        bytes32 commitment = staked.verdictCommitment(HASH, 1, _validator(0), uint8(bound(response, 0, 100)), salt);
        for (uint8 i; i <= 100; ++i) {
            assertTrue(staked.verdictCommitment(HASH, 1, _validator(0), i, guess) != commitment);
        }
    }

    /// @dev Whatever the others do, in every outcome.
    function testFuzz_P28_withholdingNeverPays(uint256 seed) external {
        Play memory play = _makePlay(seed);
        uint256 one = _random(seed, 9) % play.responses.length;
        uint256 snapshot = vm.snapshotState();
        play.reveals[one] = false;
        _play(play, seed);
        staked.finalize(HASH);
        uint256 withheld = staked.owedTo(_validator(one));
        (uint256 rightWithheld, uint256 wrongWithheld) = staked.recordOf(_validator(one));
        vm.revertToState(snapshot);
        play.reveals[one] = true;
        _play(play, seed);
        staked.finalize(HASH);
        assertGe(staked.owedTo(_validator(one)), withheld);
        (uint256 right, uint256 wrong) = staked.recordOf(_validator(one));
        assertTrue(right >= rightWithheld && wrong <= wrongWithheld);
    }

    /// @dev The requester and whoever the identity registry calls the agent's side, by whatever way, and nobody else.
    function testFuzz_P29_theInterestedCantJudge(address account, uint256 way) external {
        vm.assume(account != address(0) && account != owner && account != operator && account != approved);
        vm.assume(account != client && account != address(staked) && account.code.length == 0);
        way %= 5;
        if (way == 0) {
            _askFor(HASH);
            vm.prank(owner);
            staked.authorizeRequester(HASH, account);
            vm.deal(account, DEPOSIT);
            _openAs(account, HASH, _terms(IStakedValidation.Mode.Stake), DEPOSIT);
        } else {
            _open(HASH, IStakedValidation.Mode.Stake);
        }
        vm.startPrank(owner);
        if (way == 1) identity.approve(account, agent);
        if (way == 2) identity.setApprovalForAll(account, true);
        if (way == 3) identity.transferFrom(owner, account, agent);
        vm.stopPrank();
        vm.deal(account, STAKE);
        bool interested = way != 4;
        if (interested) {
            vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedInterested.selector, HASH, account));
        }
        vm.prank(account);
        staked.commitVerdict{value: STAKE}(HASH, 1, bytes32(uint256(1)));
        assertEq(staked.getRequest(HASH).latest.committed, interested ? 0 : 1);
    }

    /// @dev The honest have the threshold and say the same: their verdict is posted, they are paid, and the coalition gets at
    /// most what it would have got by agreeing. Its members say or withhold what they like.
    function testFuzz_P29_aCoalitionBelowTheThresholdGainsNothing(uint256 seed) external {
        Play memory play = _makePlay(seed);
        play.mode = IStakedValidation.Mode.Stake;
        uint256 count = play.responses.length;
        uint256 honest = count * 2 / 3 + 1;
        if (honest < 3) honest = 3;
        play.rules.consensusBps = 6600;
        uint8 truth = play.responses[0];
        for (uint256 i; i < honest; ++i) {
            (play.responses[i], play.reveals[i]) = (truth, true);
        }
        // Everybody without record, so that stakes are equal.
        _playPlainly(play);
        assertEq(uint8(staked.finalize(HASH)), uint8(IStakedValidation.Status.Decided));
        assertEq(staked.getRequest(HASH).latest.response, truth);
        uint256 reward = play.deposit * play.rules.rewardBps / 10_000;
        uint256 stake = play.rules.baseStake;
        uint256 coalition;
        for (uint256 i; i < count; ++i) {
            uint256 payout = staked.owedTo(_validator(i));
            if (i < honest) assertGe(payout, stake + reward / count);
            else coalition += payout;
        }
        uint256 members = count - honest;
        assertLe(coalition * count, members * (stake * count + reward));
    }

    /// @dev New parameters, at any moment and of any kind, change nothing of an open request.
    function testFuzz_P30_openRequestsKeepTheirRules(uint256 seed, uint256 otherRules) external {
        Play memory play = _makePlay(seed);
        _play(play, seed);
        IStakedRules.Parameters memory before = staked.getParametersOf(2);
        uint256 snapshot = vm.snapshotState();
        staked.finalize(HASH);
        bytes memory expected = _everything(play.stakes.length);
        vm.revertToState(snapshot);
        IStakedRules.Parameters memory rules = _rules(otherRules);
        rules.revealPeriod = uint24(bound(otherRules >> 128, 1 hours, 7 days));
        rules.minValidators = uint8(bound(otherRules >> 160, 3, 100));
        uint256 end = staked.getRequest(HASH).revealEnd;
        uint256 stake = staked.requiredStake(HASH, stranger);
        vm.prank(governance);
        staked.setParameters(rules);
        assertEq(staked.getRequest(HASH).revealEnd, end);
        assertEq(staked.requiredStake(HASH, stranger), stake);
        assertEq(abi.encode(staked.getParametersOf(2)), abi.encode(before));
        staked.finalize(HASH);
        assertEq(_everything(play.stakes.length), expected);
    }

    /// @dev As `_play` without records.
    function _playPlainly(Play memory play) private {
        vm.prank(governance);
        staked.setParameters(play.rules);
        _askFor(HASH);
        vm.deal(client, play.deposit);
        _openAs(client, HASH, _terms(play.mode), play.deposit);
        _commitAll(HASH, play.responses);
        _warpToReveal(HASH);
        for (uint256 i; i < play.responses.length; ++i) {
            if (play.reveals[i]) _reveal(HASH, _validator(i), play.responses[i]);
        }
        _warpToEnd(HASH);
    }

    /// @dev All that can be seen of a commitment: logs, the storage that was written and the views, each with the commitment
    /// blotted out.
    function _commitAndLook(uint8 response, bytes32 salt) private returns (bytes memory seen) {
        address validator = _validator(0);
        bytes32 commitment = staked.verdictCommitment(HASH, 1, validator, response, salt);
        vm.deal(validator, STAKE);
        vm.record();
        vm.recordLogs();
        vm.prank(validator);
        staked.commitVerdict{value: STAKE}(HASH, 1, commitment);
        (, bytes32[] memory writes) = vm.accesses(address(staked));
        assertGt(writes.length, 2);
        bytes32 kept = (commitment >> 8) << 8;
        for (uint256 i; i < writes.length; ++i) {
            bytes32 word = vm.load(address(staked), writes[i]);
            if ((word >> 8) << 8 == kept) word = bytes32(uint256(uint8(uint256(word))));
            seen = bytes.concat(seen, writes[i], word);
        }
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1);
        (uint16 round, uint256 index, bytes32 logged, uint256 stake) =
            abi.decode(logs[0].data, (uint16, uint256, bytes32, uint256));
        assertEq(logged, commitment);
        seen = bytes.concat(seen, abi.encode(logs[0].topics, round, index, stake));
        seen = bytes.concat(seen, abi.encode(staked.getRequest(HASH), staked.getVerdicts(HASH, 1, 0, 100)));
        seen = bytes.concat(seen, abi.encode(staked.getVerdictOf(HASH, 1, validator)));
    }

    function _everything(uint256 count) private view returns (bytes memory state) {
        (uint256 locked, uint256 owed, uint256 treasury) = staked.getFunds();
        state = abi.encode(staked.getRequest(HASH), locked, owed, treasury, staked.owedTo(payee));
        for (uint256 i; i < count; ++i) {
            (uint256 right, uint256 wrong) = staked.recordOf(_validator(i));
            state = bytes.concat(state, abi.encode(staked.owedTo(_validator(i)), right, wrong));
        }
    }
}
