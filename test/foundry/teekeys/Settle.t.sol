// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ITEEKeyRegistry} from "../../../contracts/interfaces/ITEEKeyRegistry.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {TEEKind} from "../../../contracts/types/TEEKind.sol";
import {GreedyProposer, RefusingProposer} from "../mocks/teekeys/Proposers.sol";
import {TEEKeysFixture} from "./TEEKeysFixture.sol";

contract TEEKeySettleTest is TEEKeysFixture {
    function test_settle_revertsForUnknownAndClosed() external {
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyUnknownProposal.selector, 1));
        registry.settle(1);
        _reject();
        vm.expectRevert(
            abi.encodeWithSelector(
                ITEEKeyRegistry.TEEKeyProposalClosed.selector, 1, ITEEKeyRegistry.ProposalStatus.Rejected
            )
        );
        registry.settle(1);
    }

    function test_settle_revertsWithTEEKeyVotingOpen() external {
        _propose();
        uint256 end = _endOf(1);
        vm.warp(end - 1);
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyVotingOpen.selector, 1, end));
        registry.settle(1);
    }

    function test_settle_approved() external {
        _propose();
        _vote(ann, 1, true);
        uint256 until = _endOf(1) + 180 days;
        vm.warp(_endOf(1));
        vm.expectEmit(address(registry));
        emit ITEEKeyRegistry.TEEKeySettled(1, keyId, ITEEKeyRegistry.ProposalStatus.Approved, STAKE, 0, until);
        vm.prank(stranger);
        assertTrue(registry.settle(1) == ITEEKeyRegistry.ProposalStatus.Approved);
        assertTrue(registry.isTrusted(keyId));
        ITEEKeyRegistry.Key memory key = registry.getKey(keyId);
        assertEq(key.openProposal, 0);
        assertEq(key.decidedBy, 1);
        assertEq(key.trustedUntil, until);
        assertEq(key.revokedAt, 0);
        assertEq(registry.owedTo(proposer), STAKE);
        _assertFunds(STAKE, 0);
        vm.warp(until - 1);
        assertTrue(registry.isTrusted(keyId));
        skip(1);
        assertFalse(registry.isTrusted(keyId));
    }

    /// @dev The trust runs from the end of the vote: an approval can't be kept in a drawer.
    function test_settle_lateDoesNotLengthenTheTrust() external {
        _propose();
        _vote(ann, 1, true);
        uint256 until = _endOf(1) + 180 days;
        vm.warp(until);
        assertTrue(registry.settle(1) == ITEEKeyRegistry.ProposalStatus.Approved);
        assertEq(registry.getKey(keyId).trustedUntil, until);
        assertFalse(registry.isTrusted(keyId));
        assertEq(registry.owedTo(proposer), STAKE);
    }

    function test_settle_rejected() external {
        _approve();
        _propose();
        _vote(ann, 2, true);
        _vote(ben, 2, false);
        vm.warp(_endOf(2));
        assertTrue(registry.isTrusted(keyId));
        vm.expectEmit(address(registry));
        emit ITEEKeyRegistry.TEEKeySettled(2, keyId, ITEEKeyRegistry.ProposalStatus.Rejected, STAKE / 2, STAKE / 2, 0);
        assertTrue(registry.settle(2) == ITEEKeyRegistry.ProposalStatus.Rejected);
        assertFalse(registry.isTrusted(keyId));
        assertEq(registry.getKey(keyId).decidedBy, 2);
        assertEq(registry.getKey(keyId).trustedUntil, 0);
        assertEq(registry.owedTo(proposer), STAKE + STAKE / 2);
        _assertFunds(STAKE + STAKE / 2, STAKE / 2);
    }

    function test_settle_lapsed_leavesTheKeyAsItWas() external {
        _approve();
        uint256 until = registry.getKey(keyId).trustedUntil;
        _propose();
        vm.warp(_endOf(2));
        vm.expectEmit(address(registry));
        emit ITEEKeyRegistry.TEEKeySettled(2, keyId, ITEEKeyRegistry.ProposalStatus.Lapsed, 0.9 ether, 0.1 ether, until);
        assertTrue(registry.settle(2) == ITEEKeyRegistry.ProposalStatus.Lapsed);
        assertTrue(registry.isTrusted(keyId));
        assertEq(registry.getKey(keyId).decidedBy, 1);
        assertEq(registry.getKey(keyId).openProposal, 0);
        _assertFunds(1.9 ether, 0.1 ether);
    }

    /// @dev Both thresholds, one below and at the edge: weights that make 66 % and 10 % exact.
    function test_settle_edges() external {
        _setWeight(ann, 66);
        _setWeight(ben, 34);
        _setWeight(cho, 900);
        skip(1);
        _propose();
        _vote(ann, 1, true);
        _vote(ben, 1, false);
        assertTrue(_settleAfterEnd(1) == ITEEKeyRegistry.ProposalStatus.Approved);

        _setWeight(ann, 65);
        _setWeight(ben, 35);
        skip(1);
        _propose();
        _vote(ann, 2, true);
        _vote(ben, 2, false);
        assertTrue(_settleAfterEnd(2) == ITEEKeyRegistry.ProposalStatus.Rejected);

        _setWeight(cho, 901);
        skip(1);
        _propose();
        _vote(ann, 3, true);
        _vote(ben, 3, true);
        assertTrue(_settleAfterEnd(3) == ITEEKeyRegistry.ProposalStatus.Lapsed);
    }

    function test_P36_withdrawProposal_beforeTheFirstVote() external {
        _propose();
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNotProposer.selector, 1, stranger, proposer));
        vm.prank(stranger);
        registry.withdrawProposal(1);

        vm.expectEmit(address(registry));
        emit ITEEKeyRegistry.TEEKeySettled(1, keyId, ITEEKeyRegistry.ProposalStatus.Withdrawn, 0.9 ether, 0.1 ether, 0);
        vm.prank(proposer);
        registry.withdrawProposal(1);
        assertEq(registry.owedTo(proposer), 0.9 ether);
        _assertFunds(0.9 ether, 0.1 ether);
        assertEq(registry.getKey(keyId).openProposal, 0);
        assertEq(_proposeAs(stranger), 2);
    }

    function test_P36_withdrawProposal_notOnceVotingBegan() external {
        _propose();
        _vote(cho, 1, false);
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyVotingBegan.selector, 1));
        vm.prank(proposer);
        registry.withdrawProposal(1);
    }

    function test_P36_withdrawProposal_notOnceVotingIsOver() external {
        _propose();
        vm.warp(_endOf(1));
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyVotingOver.selector, 1, block.timestamp));
        vm.prank(proposer);
        registry.withdrawProposal(1);
    }

    function test_P36_aStakeIsReleasedOnce() external {
        _propose();
        vm.startPrank(proposer);
        registry.withdrawProposal(1);
        bytes memory closed = abi.encodeWithSelector(
            ITEEKeyRegistry.TEEKeyProposalClosed.selector, 1, ITEEKeyRegistry.ProposalStatus.Withdrawn
        );
        vm.expectRevert(closed);
        registry.withdrawProposal(1);
        skip(8 days);
        vm.expectRevert(closed);
        registry.settle(1);
    }

    function test_withdraw_toAnyAddress() external {
        _reject();
        vm.expectEmit(address(registry));
        emit ITEEKeyRegistry.TEEKeyWithdrawn(proposer, address(0xbeef), 0.5 ether);
        vm.prank(proposer);
        assertEq(registry.withdraw(payable(address(0xbeef))), 0.5 ether);
        assertEq(address(0xbeef).balance, 0.5 ether);
        assertEq(registry.owedTo(proposer), 0);
        _assertFunds(0, 0.5 ether);
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNothingOwed.selector, proposer));
        vm.prank(proposer);
        registry.withdraw(payable(proposer));
    }

    function test_withdraw_revertsWithTEEKeyZeroReceiver() external {
        _reject();
        vm.expectRevert(ITEEKeyRegistry.TEEKeyZeroReceiver.selector);
        vm.prank(proposer);
        registry.withdraw(payable(address(0)));
        assertEq(registry.owedTo(proposer), 0.5 ether);
    }

    function test_withdraw_revertsWithTEEKeyPaymentFailed() external {
        _reject();
        address refuser = address(new RefusingProposer());
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyPaymentFailed.selector, refuser, 0.5 ether));
        vm.prank(proposer);
        registry.withdraw(payable(refuser));
        assertEq(registry.owedTo(proposer), 0.5 ether);
        _assertFunds(0.5 ether, 0.5 ether);
    }

    function test_withdraw_reenteredPaysOnce() external {
        _reject();
        GreedyProposer greedy = new GreedyProposer(registry);
        vm.deal(address(greedy), STAKE);
        bytes memory proposal = abi.encodeCall(
            registry.propose, (KeyType.Secp256k1, keyBytes, TEEKind.SGX, MEASUREMENT, URI, EVIDENCE_HASH)
        );
        greedy.act(address(registry), STAKE, proposal);
        _settleAfterEnd(2);
        greedy.act(address(registry), 0, abi.encodeCall(registry.withdraw, (payable(address(greedy)))));
        assertTrue(greedy.refused());
        assertEq(address(greedy).balance, 0.9 ether);
        _assertFunds(0.5 ether, 0.6 ether);
    }

    /// @dev The outcome against a rule written anew here, at random weights, votes and thresholds; settled at a random time.
    function testFuzz_P33_outcomeFollowsTheTermsOfTheBeginning(
        uint88[3] memory weights,
        uint8 votes,
        uint16 approval,
        uint16 participation,
        uint32 late
    ) external {
        ITEEKeyRegistry.Parameters memory terms = _parameters();
        terms.approvalBps = uint16(bound(approval, 5001, 10_000));
        terms.participationBps = uint16(bound(participation, 100, 10_000));
        vm.prank(governance);
        registry.setParameters(terms);
        address[3] memory voters = [ann, ben, cho];
        uint256[4] memory sums;
        for (uint256 i; i < 3; ++i) {
            weights[i] = uint88(bound(weights[i], 1, type(uint88).max / 3));
            _setWeight(voters[i], weights[i]);
            sums[votes >> 2 * i & 3] += weights[i];
            sums[2] += votes >> 2 * i & 3 == 2 ? 0 : weights[i];
        }
        uint256 total = uint256(weights[0]) + weights[1] + weights[2];
        skip(1);
        _propose();
        for (uint256 i; i < 3; ++i) {
            if (votes >> 2 * i & 3 < 2) _vote(voters[i], 1, votes >> 2 * i & 3 == 0);
        }
        vm.prank(governance);
        registry.setParameters(ITEEKeyRegistry.Parameters(2 ether, 30 days, 1 days, 5001, 10_000, 10_000, 10_000));
        vm.warp(_endOf(1) + late);
        ITEEKeyRegistry.ProposalStatus expected = ITEEKeyRegistry.ProposalStatus.Rejected;
        if ((sums[0] + sums[1]) * 10_000 < total * terms.participationBps) {
            expected = ITEEKeyRegistry.ProposalStatus.Lapsed;
        } else if (sums[0] * 10_000 >= (sums[0] + sums[1]) * terms.approvalBps) {
            expected = ITEEKeyRegistry.ProposalStatus.Approved;
        }
        assertTrue(registry.settle(1) == expected);
        bool trusted = expected == ITEEKeyRegistry.ProposalStatus.Approved && late < 180 days;
        assertEq(registry.isTrusted(keyId), trusted);
    }

    /// @dev A27: a stake is released as it was paid, whatever the parameter is by then; no wei is lost in a split.
    function testFuzz_P36_theStakeIsReleasedAsPaid(uint96 stake, uint96 later, uint16 slash, bool against) external {
        ITEEKeyRegistry.Parameters memory terms = _parameters();
        terms.stake = uint96(bound(stake, 0.01 ether, 100 ether));
        terms.slashBps = uint16(bound(slash, 1000, 10_000));
        vm.prank(governance);
        registry.setParameters(terms);
        _propose();
        uint256 paid = terms.stake;
        terms.stake = uint96(bound(later, 0.01 ether, 100 ether));
        vm.prank(governance);
        registry.setParameters(terms);
        _vote(ann, 1, !against);
        _settleAfterEnd(1);
        uint256 kept = against ? paid * terms.slashBps / 10_000 : 0;
        assertEq(registry.owedTo(proposer), paid - kept);
        _assertFunds(paid - kept, kept);
        assertEq(address(registry).balance, paid);
    }
}
