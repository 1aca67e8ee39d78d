// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {ITEEKeyRegistry} from "../../../contracts/interfaces/ITEEKeyRegistry.sol";
import {IVoteWeights} from "../../../contracts/interfaces/IVoteWeights.sol";
import {TEEKeyRegistry} from "../../../contracts/TEEKeyRegistry.sol";
import {TEEKind} from "../../../contracts/types/TEEKind.sol";
import {RefusingProposer} from "../mocks/teekeys/Proposers.sol";
import {EasyVerifier} from "../mocks/teekeys/Verifiers.sol";
import {TEEKeysFixture} from "./TEEKeysFixture.sol";

contract TEEKeyAdministrationTest is TEEKeysFixture {
    function test_constructor_setsWhatThePlanSays() external {
        vm.expectEmit();
        emit ITEEKeyRegistry.TEEKeyGuardianSet(guardian);
        vm.expectEmit();
        emit ITEEKeyRegistry.TEEKeyParametersSet(_parameters());
        TEEKeyRegistry fresh = new TEEKeyRegistry(governance, guardian);
        assertEq(fresh.owner(), governance);
        assertEq(fresh.guardian(), guardian);
        assertEq(abi.encode(fresh.getParameters()), abi.encode(_parameters()));
        assertEq(fresh.getProposalCount(), 0);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableInvalidOwner.selector, address(0)));
        new TEEKeyRegistry(address(0), guardian);
    }

    function test_P35_revoke_actsInTheSameBlock() external {
        _approve();
        assertTrue(registry.isTrusted(keyId));
        vm.expectEmit(address(registry));
        emit ITEEKeyRegistry.TEEKeyRevoked(keyId, guardian, "leaked");
        vm.prank(guardian);
        registry.revoke(keyId, "leaked");
        assertFalse(registry.isTrusted(keyId));
        ITEEKeyRegistry.Key memory key = registry.getKey(keyId);
        assertEq(key.trustedUntil, 0);
        assertEq(key.revokedAt, block.timestamp);
        assertEq(key.voidUpTo, 1);
        assertEq(key.decidedBy, 1);
    }

    function test_revoke_byTheOwner() external {
        _approve();
        vm.prank(governance);
        registry.revoke(keyId, "");
        assertFalse(registry.isTrusted(keyId));
    }

    function test_revoke_revertsWithTEEKeyNotGuardian() external {
        _approve();
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNotGuardian.selector, proposer));
        vm.prank(proposer);
        registry.revoke(keyId, "");
        // Without a guardian, the zero address is not one.
        vm.prank(governance);
        registry.setGuardian(address(0));
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNotGuardian.selector, guardian));
        vm.prank(guardian);
        registry.revoke(keyId, "");
    }

    function test_revoke_revertsWithTEEKeyNothingToRevoke() external {
        bytes memory nothing = abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNothingToRevoke.selector, keyId);
        vm.expectRevert(nothing);
        vm.prank(guardian);
        registry.revoke(keyId, "");
        _propose();
        vm.prank(proposer);
        registry.withdrawProposal(1);
        vm.expectRevert(nothing);
        vm.prank(guardian);
        registry.revoke(keyId, "");
    }

    function test_P35_revoke_voidsTheOpenProposal() external {
        _propose();
        vm.prank(guardian);
        registry.revoke(keyId, "");
        _vote(ann, 1, true);
        vm.warp(_endOf(1));
        vm.expectEmit(address(registry));
        emit ITEEKeyRegistry.TEEKeySettled(1, keyId, ITEEKeyRegistry.ProposalStatus.Approved, STAKE, 0, 0);
        registry.settle(1);
        assertFalse(registry.isTrusted(keyId));
        assertEq(registry.getKey(keyId).decidedBy, 0);
        assertEq(registry.getKey(keyId).openProposal, 0);
        assertEq(registry.owedTo(proposer), STAKE);
    }

    function test_P35_revoke_aProposalMadeAfterwardsRestoresTrust() external {
        _approve();
        vm.prank(guardian);
        registry.revoke(keyId, "");
        // In the same second, and by a stranger: the key isn't trusted any more.
        _proposeAs(stranger);
        _vote(ann, 2, true);
        _settleAfterEnd(2);
        assertTrue(registry.isTrusted(keyId));
        ITEEKeyRegistry.Key memory key = registry.getKey(keyId);
        assertEq(key.revokedAt, 0);
        assertEq(key.decidedBy, 2);
        assertEq(key.voidUpTo, 1);
    }

    function test_P37_withdrawTreasury_onlyWhatWasSlashed() external {
        _reject();
        (bytes memory other,) = _key(2);
        _proposeKey(stranger, other);
        bytes memory tooMuch =
            abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyTreasuryTooSmall.selector, 0.5 ether + 1, 0.5 ether);
        vm.startPrank(governance);
        vm.expectRevert(tooMuch);
        registry.withdrawTreasury(payable(address(0xbeef)), 0.5 ether + 1);
        vm.expectRevert(ITEEKeyRegistry.TEEKeyZeroReceiver.selector);
        registry.withdrawTreasury(payable(address(0)), 1);
        address refuser = address(new RefusingProposer());
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyPaymentFailed.selector, refuser, 1));
        registry.withdrawTreasury(payable(refuser), 1);
        vm.expectEmit(address(registry));
        emit ITEEKeyRegistry.TEEKeyTreasuryPaid(address(0xbeef), 0.2 ether);
        registry.withdrawTreasury(payable(address(0xbeef)), 0.2 ether);
        registry.withdrawTreasury(payable(address(0xbeef)), 0.3 ether);
        assertEq(address(0xbeef).balance, 0.5 ether);
        _assertFunds(1.5 ether, 0);
    }

    function test_setParameters_acceptsTheBounds() external {
        ITEEKeyRegistry.Parameters memory low =
            ITEEKeyRegistry.Parameters(0.01 ether, 1 days, 1 days, 5001, 100, 1000, 100);
        ITEEKeyRegistry.Parameters memory high =
            ITEEKeyRegistry.Parameters(100 ether, 30 days, 730 days, 10_000, 10_000, 10_000, 10_000);
        vm.startPrank(governance);
        vm.expectEmit(address(registry));
        emit ITEEKeyRegistry.TEEKeyParametersSet(low);
        registry.setParameters(low);
        assertEq(abi.encode(registry.getParameters()), abi.encode(low));
        registry.setParameters(high);
        assertEq(abi.encode(registry.getParameters()), abi.encode(high));
    }

    function test_setParameters_revertsWithTEEKeyParameterOutOfBounds() external {
        _expectOutOfBounds("stake", 0.01 ether, 100 ether, 0);
        _expectOutOfBounds("votingPeriod", 1 days, 30 days, 1);
        _expectOutOfBounds("trustPeriod", 1 days, 730 days, 2);
        _expectOutOfBounds("approvalBps", 5001, 10_000, 3);
        _expectOutOfBounds("participationBps", 100, 10_000, 4);
        _expectOutOfBounds("slashBps", 1000, 10_000, 5);
        _expectOutOfBounds("feeBps", 100, 5000, 6);
    }

    /// @dev One below the least and one above the most, with all other values as they are.
    function _expectOutOfBounds(string memory name, uint256 least, uint256 most, uint256 place) private {
        for (uint256 i; i < 2; ++i) {
            uint256 value = i == 0 ? least - 1 : most + 1;
            uint256[7] memory values = [uint256(1 ether), 7 days, 180 days, 6600, 1000, 5000, 1000];
            values[place] = value;
            ITEEKeyRegistry.Parameters memory wrong = abi.decode(abi.encode(values), (ITEEKeyRegistry.Parameters));
            vm.expectRevert(
                abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyParameterOutOfBounds.selector, name, value, least, most)
            );
            vm.prank(governance);
            registry.setParameters(wrong);
        }
    }

    function test_setGuardian_andVerifier() external {
        address verifier = address(new EasyVerifier());
        vm.startPrank(governance);
        vm.expectEmit(address(registry));
        emit ITEEKeyRegistry.TEEKeyGuardianSet(stranger);
        registry.setGuardian(stranger);
        assertEq(registry.guardian(), stranger);
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyVerifierWithoutCode.selector, stranger));
        registry.setVerifier(TEEKind.Nitro, stranger);
        vm.expectEmit(address(registry));
        emit ITEEKeyRegistry.TEEKeyVerifierSet(TEEKind.Nitro, verifier);
        registry.setVerifier(TEEKind.Nitro, verifier);
        assertEq(registry.verifierOf(TEEKind.Nitro), verifier);
        assertEq(registry.verifierOf(TEEKind.SGX), address(0));
        registry.setVerifier(TEEKind.Nitro, address(0));
        assertEq(registry.verifierOf(TEEKind.Nitro), address(0));
    }

    function test_setVoteWeights_keepsTheHistory() external {
        uint256 start = block.timestamp;
        skip(10);
        address[] memory voters = new address[](3);
        uint88[] memory weights = new uint88[](3);
        (voters[0], voters[1], voters[2]) = (ann, stranger, ann);
        (weights[0], weights[1], weights[2]) = (5, 7, 6);
        vm.expectEmit(address(registry));
        emit IVoteWeights.VoteWeightSet(ann, 5, 55);
        vm.expectEmit(address(registry));
        emit IVoteWeights.VoteWeightSet(stranger, 7, 62);
        vm.expectEmit(address(registry));
        emit IVoteWeights.VoteWeightSet(ann, 6, 63);
        vm.prank(governance);
        registry.setVoteWeights(voters, weights);
        assertEq(registry.voteWeight(ann), 6);
        assertEq(registry.totalVoteWeight(), 63);
        assertEq(registry.voteWeightAt(ann, start + 9), 50);
        assertEq(registry.totalVoteWeightAt(start + 9), 100);
        assertEq(registry.voteWeightAt(ann, start - 2), 0);
        assertEq(registry.totalVoteWeightAt(start - 2), 0);
        bytes memory notPast = abi.encodeWithSelector(IVoteWeights.VoteWeightNotPast.selector, start + 10, start + 10);
        vm.expectRevert(notPast);
        registry.voteWeightAt(ann, start + 10);
        vm.expectRevert(notPast);
        registry.totalVoteWeightAt(start + 10);
        notPast = abi.encodeWithSelector(IVoteWeights.VoteWeightNotPast.selector, start + 12, start + 10);
        vm.expectRevert(notPast);
        registry.voteWeightAt(ann, start + 12);
        vm.expectRevert(notPast);
        registry.totalVoteWeightAt(start + 12);
        skip(1);
        assertEq(registry.voteWeightAt(ann, start + 10), 6);
        assertEq(registry.totalVoteWeightAt(start + 10), 63);
    }

    function test_setVoteWeights_revertsWithVoteWeightCounts() external {
        uint256[2][4] memory counts = [[uint256(0), 0], [uint256(1), 2], [uint256(2), 1], [uint256(101), 101]];
        for (uint256 i; i < 4; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IVoteWeights.VoteWeightCounts.selector, counts[i][0], counts[i][1], 100)
            );
            vm.prank(governance);
            registry.setVoteWeights(new address[](counts[i][0]), new uint88[](counts[i][1]));
        }
    }

    function test_setVoteWeights_revertsWithVoteWeightZeroAddress() external {
        address[] memory voters = new address[](2);
        voters[0] = ann;
        vm.expectRevert(abi.encodeWithSelector(IVoteWeights.VoteWeightZeroAddress.selector, 1));
        vm.prank(governance);
        registry.setVoteWeights(voters, new uint88[](2));
    }

    function test_setVoteWeights_revertsWithVoteWeightTotalTooLarge() external {
        uint256 most = type(uint88).max;
        address[] memory voters = new address[](1);
        uint88[] memory weights = new uint88[](1);
        voters[0] = ann;
        weights[0] = uint88(most - 49);
        vm.expectRevert(abi.encodeWithSelector(IVoteWeights.VoteWeightTotalTooLarge.selector, most + 1, most));
        vm.prank(governance);
        registry.setVoteWeights(voters, weights);
        weights[0] = uint88(most - 50);
        vm.prank(governance);
        registry.setVoteWeights(voters, weights);
        assertEq(registry.totalVoteWeight(), most);
    }

    function test_ownership_movesInTwoStepsAndIsNeverRenounced() external {
        vm.expectRevert(ITEEKeyRegistry.TEEKeyOwnerNeeded.selector);
        vm.prank(governance);
        registry.renounceOwnership();
        vm.prank(governance);
        registry.transferOwnership(stranger);
        assertEq(registry.owner(), governance);
        assertEq(registry.pendingOwner(), stranger);
        vm.prank(stranger);
        registry.acceptOwnership();
        assertEq(registry.owner(), stranger);
    }

    function test_views_pagesAndInterfaces() external {
        for (uint256 i = 1; i <= 5; ++i) {
            (bytes memory key,) = _key(i);
            _proposeKey(proposer, key);
        }
        ITEEKeyRegistry.Proposal[] memory page = registry.getProposals(3, 10);
        assertEq(page.length, 2);
        assertEq(abi.encode(page[0]), abi.encode(registry.getProposal(4)));
        assertEq(abi.encode(page[1]), abi.encode(registry.getProposal(5)));
        assertEq(registry.getProposals(5, 1).length, 0);
        assertEq(registry.getProposals(0, 2).length, 2);
        assertTrue(registry.supportsInterface(type(ITEEKeyRegistry).interfaceId));
        assertTrue(registry.supportsInterface(type(IVoteWeights).interfaceId));
        assertTrue(registry.supportsInterface(type(IERC165).interfaceId));
        assertFalse(registry.supportsInterface(0xffffffff));
    }
}
