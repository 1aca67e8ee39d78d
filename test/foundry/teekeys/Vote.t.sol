// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ITEEKeyRegistry} from "../../../contracts/interfaces/ITEEKeyRegistry.sol";
import {TEEKeysFixture} from "./TEEKeysFixture.sol";

contract TEEKeyVoteTest is TEEKeysFixture {
    function setUp() public override {
        super.setUp();
        _propose();
    }

    function test_vote_countsOnEitherSide() external {
        vm.expectEmit(address(registry));
        emit ITEEKeyRegistry.TEEKeyVoted(1, ann, true, 50);
        _vote(ann, 1, true);
        vm.expectEmit(address(registry));
        emit ITEEKeyRegistry.TEEKeyVoted(1, ben, false, 30);
        _vote(ben, 1, false);
        ITEEKeyRegistry.Proposal memory proposal = registry.getProposal(1);
        assertEq(proposal.weightFor, 50);
        assertEq(proposal.weightAgainst, 30);
        assertTrue(registry.getBallot(1, ann) == ITEEKeyRegistry.Ballot.For);
        assertTrue(registry.getBallot(1, ben) == ITEEKeyRegistry.Ballot.Against);
        assertTrue(registry.getBallot(1, cho) == ITEEKeyRegistry.Ballot.None);
    }

    function test_vote_revertsWithTEEKeyUnknownProposal() external {
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyUnknownProposal.selector, 2 * i));
            _vote(ann, 2 * i, true);
        }
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyUnknownProposal.selector, 2));
        registry.getProposal(2);
    }

    function test_vote_revertsWithTEEKeyProposalClosed() external {
        vm.prank(proposer);
        registry.withdrawProposal(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                ITEEKeyRegistry.TEEKeyProposalClosed.selector, 1, ITEEKeyRegistry.ProposalStatus.Withdrawn
            )
        );
        _vote(ann, 1, true);
    }

    function test_vote_untilTheEnd() external {
        vm.warp(_endOf(1) - 1);
        _vote(ann, 1, true);
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyVotingOver.selector, 1, block.timestamp));
        _vote(ben, 1, true);
    }

    function test_P32_vote_revertsWithTEEKeyAlreadyVoted() external {
        _vote(ann, 1, true);
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyAlreadyVoted.selector, 1, ann));
        _vote(ann, 1, false);
        _vote(ben, 1, false);
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyAlreadyVoted.selector, 1, ben));
        _vote(ben, 1, false);
        assertEq(registry.getProposal(1).weightFor, 50);
        assertEq(registry.getProposal(1).weightAgainst, 30);
    }

    function test_vote_revertsWithTEEKeyNoWeight() external {
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNoWeight.selector, 1, stranger));
        _vote(stranger, 1, true);
    }

    /// @dev Weights of the second in which the proposal is made count in neither order.
    function test_P31_vote_weightsOfTheSameSecondDontCount() external {
        _setWeight(ann, 5);
        (bytes memory key,) = _key(2);
        _setWeight(stranger, 1000);
        uint256 id = _proposeKey(proposer, key);
        _setWeight(ben, 700);
        skip(1);
        assertEq(registry.getProposal(id).totalWeight, 100);
        _vote(ann, id, true);
        _vote(ben, id, true);
        assertEq(registry.getProposal(id).weightFor, 80);
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNoWeight.selector, id, stranger));
        _vote(stranger, id, true);
    }

    function testFuzz_P31_tallyStaysWithinTheTotal(uint88[5] memory weights, uint88[5] memory later, uint8 sides)
        external
    {
        address[5] memory voters = [ann, ben, cho, stranger, makeAddr("dee")];
        uint256 total;
        for (uint256 i; i < 5; ++i) {
            weights[i] = uint88(bound(weights[i], i == 0 ? 1 : 0, type(uint88).max / 5));
            later[i] = uint88(bound(later[i], 0, type(uint88).max / 5));
            total += weights[i];
            _setWeight(voters[i], weights[i]);
        }
        skip(1);
        (bytes memory key,) = _key(2);
        uint256 id = _proposeKey(proposer, key);
        uint256[2] memory cast;
        for (uint256 i; i < 5; ++i) {
            _setWeight(voters[i], later[i]);
            skip(1);
            if (weights[i] == 0) {
                vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNoWeight.selector, id, voters[i]));
            } else {
                cast[sides >> i & 1] += weights[i];
            }
            _vote(voters[i], id, sides >> i & 1 == 0);
        }
        ITEEKeyRegistry.Proposal memory proposal = registry.getProposal(id);
        assertEq(proposal.totalWeight, total);
        assertEq(proposal.weightFor, cast[0]);
        assertEq(proposal.weightAgainst, cast[1]);
        assertLe(cast[0] + cast[1], total);
    }
}
