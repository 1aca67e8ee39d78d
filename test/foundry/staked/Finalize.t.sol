// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IStakedRules} from "../../../contracts/interfaces/IStakedRules.sol";
import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {StakedFixture} from "./StakedFixture.sol";

contract StakedFinalizeTest is StakedFixture {
    bytes32 private constant OTHER = keccak256("other request");

    function test_finalize_revertsWithStakedNotOpen() external {
        vm.expectRevert(_notOpen(IStakedValidation.Status.None));
        staked.finalize(HASH);
        _open(HASH, IStakedValidation.Mode.Stake);
        _judgeAll(HASH, _responses(0, 50, 100));
        staked.finalize(HASH);
        vm.expectRevert(_notOpen(IStakedValidation.Status.Disputed));
        staked.finalize(HASH);
    }

    function test_P24_finalize_teeWithoutAnswer() external {
        _open(HASH, IStakedValidation.Mode.TEE);
        uint256 end = staked.getRequest(HASH).latest.commitEnd;
        _tooEarly(end - 1, end);
        vm.warp(end);
        _expectFinalized(IStakedValidation.Status.Expired, 0, DEPOSIT, 0, 0);
        _finalizes(IStakedValidation.Status.Expired);
        assertEq(staked.getRequest(HASH).latest.finalizedAt, end);
        _assertFunds(0, DEPOSIT, 0);
        assertEq(staked.owedTo(client), DEPOSIT);
    }

    function test_P24_finalize_nobodyCommitted() external {
        _open(HASH, IStakedValidation.Mode.Hybrid);
        uint256 end = staked.getRequest(HASH).latest.commitEnd;
        _tooEarly(end - 1, end);
        vm.warp(end);
        _finalizes(IStakedValidation.Status.Expired);
        _assertFunds(0, DEPOSIT, 0);
    }

    function test_P24_finalize_tooFewCommitted() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        _commit(HASH, _validator(0), 1);
        _commit(HASH, _validator(1), 1);
        uint256 end = staked.getRequest(HASH).latest.commitEnd;
        _tooEarly(end - 1, end);
        vm.warp(end);
        _reveal(HASH, _validator(0), 1);
        for (uint256 i; i < 2; ++i) {
            vm.expectEmit(address(staked));
            emit IStakedValidation.StakedVerdictSettled(
                HASH, _validator(i), 1, IStakedValidation.Settlement.Returned, STAKE
            );
        }
        _expectFinalized(IStakedValidation.Status.Expired, 0, DEPOSIT, 0, 0);
        _finalizes(IStakedValidation.Status.Expired);
        _assertFunds(0, DEPOSIT + 2 * STAKE, 0);
        for (uint256 i; i < 2; ++i) {
            assertEq(staked.owedTo(_validator(i)), STAKE);
            _assertRecord(_validator(i), 0, 0);
        }
    }

    function test_finalize_asSoonAsAllHaveRevealed() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        _commitAll(HASH, _responses(5, 5, 5));
        IStakedValidation.Request memory request = staked.getRequest(HASH);
        _tooEarly(request.latest.commitEnd - 1, request.revealEnd);
        vm.warp(request.latest.commitEnd);
        _reveal(HASH, _validator(0), 5);
        _reveal(HASH, _validator(1), 5);
        _tooEarly(block.timestamp, request.revealEnd);
        _reveal(HASH, _validator(2), 5);
        _finalizes(IStakedValidation.Status.Decided);
    }

    function test_finalize_hybridWaitsForTheTEE() external {
        _open(HASH, IStakedValidation.Mode.Hybrid);
        _judgeAll(HASH, _responses(5, 5, 5));
        _tooEarly(block.timestamp, staked.getRequest(HASH).revealEnd);
        staked.answerWithTEE(HASH, _answer(HASH, 5));
        _finalizes(IStakedValidation.Status.Decided);
        // The TEE alone is not enough either.
        _open(OTHER, IStakedValidation.Mode.Hybrid);
        _commitAll(OTHER, _responses(5, 5, 5));
        _warpToReveal(OTHER);
        staked.answerWithTEE(OTHER, _answer(OTHER, 5));
        uint256 end = staked.getRequest(OTHER).revealEnd;
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedTooEarly.selector, OTHER, end));
        staked.finalize(OTHER);
    }

    function test_P24_finalize_nobodyRevealed() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        _commitAll(HASH, _responses(1, 2, 3));
        uint256 end = staked.getRequest(HASH).revealEnd;
        _tooEarly(end - 1, end);
        vm.warp(end);
        for (uint256 i; i < 3; ++i) {
            vm.expectEmit(address(staked));
            emit IStakedValidation.StakedVerdictSettled(
                HASH, _validator(i), 1, IStakedValidation.Settlement.Withheld, 0
            );
        }
        _expectFinalized(IStakedValidation.Status.Expired, 0, DEPOSIT, 0, 3 * STAKE);
        _finalizes(IStakedValidation.Status.Expired);
        _assertFunds(0, DEPOSIT, 3 * STAKE);
        _assertRecord(_validator(2), 0, 1);
    }

    function test_finalize_tooFewRevealed() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        _commitAll(HASH, _responses(1, 1, 1, 1));
        _warpToReveal(HASH);
        _reveal(HASH, _validator(0), 1);
        _reveal(HASH, _validator(1), 1);
        _warpToEnd(HASH);
        _finalizes(IStakedValidation.Status.Expired);
        _assertSettled(0, STAKE, 0, 0);
        _assertSettled(1, STAKE, 0, 0);
        _assertSettled(2, 0, 0, 1);
        _assertSettled(3, 0, 0, 1);
        assertFalse(registry.isAnswered(HASH));
    }

    function test_finalize_oneOfFourWithheld_isDecided() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        _commitAll(HASH, _responses(70, 70, 70, 70));
        _warpToReveal(HASH);
        for (uint256 i; i < 3; ++i) {
            _reveal(HASH, _validator(i), 70);
        }
        _warpToEnd(HASH);
        _finalizes(IStakedValidation.Status.Decided);
        _assertSettled(0, STAKE + DEPOSIT / 30, 1, 0);
        _assertSettled(3, 0, 0, 1);
        _assertFunds(0, DEPOSIT - DEPOSIT / 10 + 3 * (STAKE + DEPOSIT / 30), STAKE + DEPOSIT / 10 % 3);
    }

    function test_finalize_hybridWithoutTheTEE_expires() external {
        _open(HASH, IStakedValidation.Mode.Hybrid);
        _commitAll(HASH, _responses(5, 5, 5, 5));
        _warpToReveal(HASH);
        for (uint256 i; i < 3; ++i) {
            _reveal(HASH, _validator(i), 5);
        }
        _warpToEnd(HASH);
        _finalizes(IStakedValidation.Status.Expired);
        _assertSettled(0, STAKE, 0, 0);
        _assertSettled(3, 0, 0, 1);
        assertEq(staked.owedTo(client), DEPOSIT);
    }

    function test_finalize_hybridWhoseKeyWasRevoked_expires() external {
        for (uint256 i; i < 3; ++i) {
            // Never revoked, in the second of the answer, in the next.
            bytes32 requestHash = keccak256(abi.encode(i));
            _open(requestHash, IStakedValidation.Mode.Hybrid);
            _judgeAll(requestHash, _responses(5, 5, 5));
            staked.answerWithTEE(requestHash, _answer(requestHash, 5));
            if (i != 0) {
                if (i == 2) skip(1);
                vm.prank(guardian);
                teeKeys.revoke(k1Id, "leaked");
                // Another key can still answer until then.
                uint256 revealEnd = staked.getRequest(requestHash).revealEnd;
                vm.warp(revealEnd - 1);
                vm.expectRevert(
                    abi.encodeWithSelector(IStakedValidation.StakedTooEarly.selector, requestHash, revealEnd)
                );
                staked.finalize(requestHash);
                vm.warp(revealEnd);
            }
            IStakedValidation.Status status = staked.finalize(requestHash);
            assertEq(uint8(status), uint8(i == 0 ? IStakedValidation.Status.Decided : IStakedValidation.Status.Expired));
            if (i == 1) {
                // Approved anew, for the last case.
                _approveKey(KeyType.Secp256k1, _publicKey(KeyType.Secp256k1, K1_SECRET), MEASUREMENT);
            }
        }
        assertEq(staked.owedTo(payee), DEPOSIT / 10 / 4);
    }

    function test_finalize_consensusAtTheThreshold() external {
        // Two of three equal stakes are 66.66… %.
        _setConsensus(6666);
        _open(HASH, IStakedValidation.Mode.Stake);
        _judgeAll(HASH, _responses(50, 50, 90));
        _finalizes(IStakedValidation.Status.Decided);
        _setConsensus(6667);
        _open(OTHER, IStakedValidation.Mode.Stake);
        _judgeAll(OTHER, _responses(50, 50, 90));
        assertEq(uint8(staked.finalize(OTHER)), uint8(IStakedValidation.Status.Disputed));
        assertFalse(registry.isAnswered(OTHER));
    }

    function test_finalize_disputed_slashesOnlyWhoWithheld() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        _commitAll(HASH, _responses(0, 50, 100, 50));
        _warpToReveal(HASH);
        _reveal(HASH, _validator(0), 0);
        _reveal(HASH, _validator(1), 50);
        _reveal(HASH, _validator(2), 100);
        _warpToEnd(HASH);
        _expectFinalized(IStakedValidation.Status.Disputed, 0, DEPOSIT, 0, STAKE);
        _finalizes(IStakedValidation.Status.Disputed);
        for (uint256 i; i < 3; ++i) {
            _assertSettled(i, STAKE, 0, 0);
        }
        _assertSettled(3, 0, 0, 1);
        _assertFunds(0, DEPOSIT + 3 * STAKE, STAKE);
    }

    function test_A12_finalize_hybridNeedsBoth() external {
        uint8[2] memory answers = [60, 61];
        for (uint256 i; i < 2; ++i) {
            bytes32 requestHash = keccak256(abi.encode(i));
            _open(requestHash, IStakedValidation.Mode.Hybrid);
            _judgeAll(requestHash, _responses(50, 50, 50));
            staked.answerWithTEE(requestHash, _answer(requestHash, answers[i]));
            assertEq(
                uint8(staked.finalize(requestHash)),
                uint8(i == 0 ? IStakedValidation.Status.Decided : IStakedValidation.Status.Disputed)
            );
        }
        _assertPosted(keccak256(abi.encode(uint256(0))), 50, "crypto-economic+tee-attestation");
    }

    function test_finalize_slashesByDistance() external {
        // Nine agree on 50; 60 is within tolerance, 61 loses a twentieth, 70 half, 79 nineteen twentieths, 80 all.
        uint8[14] memory all = [50, 50, 50, 50, 50, 50, 50, 50, 50, 60, 61, 70, 79, 80];
        uint256[5] memory left = [STAKE, STAKE * 19 / 20, STAKE / 2, STAKE / 20, 0];
        uint8[] memory responses = new uint8[](14);
        for (uint256 i; i < 14; ++i) {
            responses[i] = all[i];
        }
        _open(HASH, IStakedValidation.Mode.Stake);
        _judgeAll(HASH, responses);
        uint256 share = DEPOSIT / 10 / 10;
        for (uint256 i = 9; i < 14; ++i) {
            vm.expectEmit(address(staked));
            emit IStakedValidation.StakedVerdictSettled(
                HASH,
                _validator(i),
                1,
                i == 9 ? IStakedValidation.Settlement.Agreed : IStakedValidation.Settlement.Dissented,
                left[i - 9] + (i == 9 ? share : 0)
            );
        }
        uint256 slashed = 4 * STAKE - left[1] - left[2] - left[3];
        _expectFinalized(IStakedValidation.Status.Decided, 50, DEPOSIT - DEPOSIT / 10, share, slashed);
        _finalizes(IStakedValidation.Status.Decided);
        _assertSettled(9, STAKE + share, 1, 0);
        for (uint256 i = 10; i < 14; ++i) {
            _assertSettled(i, left[i - 9], 0, 1);
        }
    }

    function test_finalize_theMedianFollowsTheStakeAndTheRewardTheHeads() external {
        // Two careful judges with half a stake, two careless ones with a double one: the latter's median, equal rewards.
        _setRecord(_validator(0), 10, 0);
        _setRecord(_validator(1), 10, 0);
        _setRecord(_validator(2), 0, 10);
        _setRecord(_validator(3), 0, 10);
        _open(HASH, IStakedValidation.Mode.Stake);
        _judgeAll(HASH, _responses(40, 40, 50, 50));
        _finalizes(IStakedValidation.Status.Decided);
        assertEq(staked.getRequest(HASH).latest.response, 50);
        _assertSettled(0, STAKE / 2 + DEPOSIT / 40, 11, 0);
        _assertSettled(2, STAKE * 2 + DEPOSIT / 40, 1, 10);
    }

    function test_finalize_evenStakes_takesTheLowerMedian() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        _judgeAll(HASH, _responses(40, 40, 50, 50));
        _finalizes(IStakedValidation.Status.Decided);
        assertEq(staked.getRequest(HASH).latest.response, 40);
    }

    function test_finalize_postsTheHashOfTheOutcome() external {
        _open(HASH, IStakedValidation.Mode.Hybrid);
        _judgeAll(HASH, _responses(50, 51, 52));
        staked.answerWithTEE(HASH, _answer(HASH, 49));
        uint256[] memory verdicts = new uint256[](3);
        for (uint256 i; i < 3; ++i) {
            uint256 response = 50 + i;
            verdicts[i] = uint256(uint160(_validator(i))) | (STAKE << 160) | (response << 240) | (2 << 248);
        }
        bytes memory outcome = abi.encode(
            keccak256("SAGE.StakedOutcome"),
            block.chainid,
            address(staked),
            HASH,
            uint16(1),
            uint8(51),
            verdicts,
            k1Id,
            uint8(49),
            EVIDENCE,
            payee
        );
        vm.expectCall(
            address(registry),
            abi.encodeCall(
                registry.validationResponse, (HASH, 51, "", keccak256(outcome), "crypto-economic+tee-attestation")
            )
        );
        _finalizes(IStakedValidation.Status.Decided);
        assertEq(staked.getOutcome(HASH), outcome);
    }

    function test_getOutcome_showsWhoCommittedAndDidNotReveal() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        uint8[] memory responses = _responses(50, 51, 52, 53);
        _commitAll(HASH, responses);
        _warpToReveal(HASH);
        uint256[] memory verdicts = new uint256[](4);
        for (uint256 i; i < 4; ++i) {
            verdicts[i] = uint256(uint160(_validator(i))) | (STAKE << 160) | (1 << 248);
            if (i == 3) continue;
            _reveal(HASH, _validator(i), responses[i]);
            verdicts[i] += (uint256(responses[i]) << 240) + (1 << 248);
        }
        _warpToEnd(HASH);
        _finalizes(IStakedValidation.Status.Decided);
        bytes memory outcome = abi.encode(
            keccak256("SAGE.StakedOutcome"),
            block.chainid,
            address(staked),
            HASH,
            uint16(1),
            uint8(51),
            verdicts,
            bytes32(0),
            uint8(0),
            bytes32(0),
            address(0)
        );
        assertEq(staked.getOutcome(HASH), outcome);
    }

    function test_finalize_stakeModeAfterAHybridRound_paysNoTEE() external {
        _open(HASH, IStakedValidation.Mode.Hybrid);
        _judgeAll(HASH, _responses(50, 50, 50));
        staked.answerWithTEE(HASH, _answer(HASH, 90));
        _finalizes(IStakedValidation.Status.Disputed);
        _openAs(client, HASH, _terms(IStakedValidation.Mode.Stake), DEPOSIT);
        _judgeAll(HASH, _responses(50, 50, 50));
        _finalizes(IStakedValidation.Status.Decided);
        assertEq(staked.owedTo(payee), 0);
    }

    function test_P26_finalize_aDecisionIsFinal() external {
        _open(HASH, IStakedValidation.Mode.Stake);
        _judgeAll(HASH, _responses(50, 50, 50));
        _finalizes(IStakedValidation.Status.Decided);
        vm.expectRevert(_notOpen(IStakedValidation.Status.Decided));
        staked.finalize(HASH);
        vm.expectRevert(
            abi.encodeWithSelector(IStakedValidation.StakedNotOpenable.selector, HASH, IStakedValidation.Status.Decided)
        );
        _openAs(client, HASH, _terms(IStakedValidation.Mode.Stake), DEPOSIT);
    }

    function test_finalize_whilePaused() external {
        _open(HASH, IStakedValidation.Mode.Hybrid);
        vm.prank(governance);
        staked.pause();
        _judgeAll(HASH, _responses(50, 50, 50));
        staked.answerWithTEE(HASH, _answer(HASH, 50));
        _finalizes(IStakedValidation.Status.Decided);
        vm.prank(client);
        staked.withdraw(payable(client));
    }

    function _setConsensus(uint16 consensusBps) private {
        IStakedRules.Parameters memory rules = _parameters();
        rules.consensusBps = consensusBps;
        vm.prank(governance);
        staked.setParameters(rules);
    }

    function _finalizes(IStakedValidation.Status expected) private {
        vm.prank(stranger);
        assertEq(uint8(staked.finalize(HASH)), uint8(expected));
        assertEq(uint8(staked.getRequest(HASH).latest.status), uint8(expected));
    }

    function _expectFinalized(
        IStakedValidation.Status status,
        uint8 response,
        uint256 refund,
        uint256 rewardPerHead,
        uint256 toTreasury
    ) private {
        vm.expectEmit(address(staked));
        emit IStakedValidation.StakedRequestFinalized(HASH, 1, status, response, refund, rewardPerHead, toTreasury);
    }

    function _tooEarly(uint256 time, uint256 from) private {
        vm.warp(time);
        vm.expectRevert(abi.encodeWithSelector(IStakedValidation.StakedTooEarly.selector, HASH, from));
        staked.finalize(HASH);
    }

    function _assertSettled(uint256 number, uint256 owed, uint256 right, uint256 wrong) private view {
        assertEq(staked.owedTo(_validator(number)), owed, "owed");
        _assertRecord(_validator(number), right, wrong);
    }

    function _notOpen(IStakedValidation.Status status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IStakedValidation.StakedNotOpen.selector, HASH, status);
    }
}
