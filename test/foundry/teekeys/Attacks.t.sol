// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ITEEKeyRegistry} from "../../../contracts/interfaces/ITEEKeyRegistry.sol";
import {PublicKeys} from "../../../contracts/libraries/PublicKeys.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {TEEKind} from "../../../contracts/types/TEEKind.sol";
import {Forcer, RefusingProposer} from "../mocks/teekeys/Proposers.sol";
import {TEEKeysFixture} from "./TEEKeysFixture.sol";

contract TEEKeyAttacksTest is TEEKeysFixture {
    /// @dev Neither an open stake, nor what is owed, nor forced ether is the owner's to take.
    function test_attack_A18_ownerTakesLockedStakes() external {
        _reject();
        (bytes memory other,) = _key(2);
        _proposeKey(stranger, other);
        new Forcer{value: 5 ether}(payable(address(registry)));
        assertEq(address(registry).balance, 7 ether);
        vm.startPrank(governance);
        registry.withdrawTreasury(payable(governance), 0.5 ether);
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyTreasuryTooSmall.selector, 1, 0));
        registry.withdrawTreasury(payable(governance), 1);
        vm.stopPrank();
        assertEq(address(registry).balance, 6.5 ether);
    }

    function test_attack_A19_weightChangesInMidVote() external {
        _propose();
        _vote(ann, 1, true);
        _vote(ben, 1, true);
        _setWeight(ann, 0);
        _setWeight(ben, 0);
        _setWeight(cho, 1_000_000);
        _setWeight(stranger, 1_000_000);
        skip(1);
        _vote(cho, 1, false);
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNoWeight.selector, 1, stranger));
        _vote(stranger, 1, false);
        assertTrue(_settleAfterEnd(1) == ITEEKeyRegistry.ProposalStatus.Approved);
    }

    function test_attack_A19_theLastVoterIsRemoved() external {
        _propose();
        _setWeight(ann, 0);
        _setWeight(ben, 0);
        _setWeight(cho, 0);
        assertEq(registry.totalVoteWeight(), 0);
        skip(1);
        _vote(ann, 1, true);
        (bytes memory other,) = _key(2);
        vm.expectRevert(ITEEKeyRegistry.TEEKeyNoVoters.selector);
        vm.prank(stranger);
        registry.propose{value: STAKE}(KeyType.Secp256k1, other, TEEKind.SGX, MEASUREMENT, URI, EVIDENCE_HASH);
        assertTrue(_settleAfterEnd(1) == ITEEKeyRegistry.ProposalStatus.Approved);
        _setWeight(cho, 1);
        skip(1);
        assertEq(_proposeKey(stranger, other), 2);
    }

    function test_attack_A20_noQuorumLeavesTheVoteStuck() external {
        _propose();
        skip(3650 days);
        assertTrue(registry.settle(1) == ITEEKeyRegistry.ProposalStatus.Lapsed);
        assertEq(_proposeAs(stranger), 2);
    }

    function test_attack_A20_aProposerThatRefusesEtherBlocksItsRejection() external {
        RefusingProposer refuser = new RefusingProposer();
        vm.deal(address(refuser), STAKE);
        bytes memory call = abi.encodeCall(
            registry.propose, (KeyType.Secp256k1, keyBytes, TEEKind.SGX, MEASUREMENT, URI, EVIDENCE_HASH)
        );
        refuser.act(address(registry), STAKE, call);
        _vote(ann, 1, false);
        assertTrue(_settleAfterEnd(1) == ITEEKeyRegistry.ProposalStatus.Rejected);
        assertEq(registry.owedTo(address(refuser)), 0.5 ether);
        // Others go on, and it can still have its ether sent elsewhere.
        _approve();
        vm.prank(proposer);
        registry.withdraw(payable(proposer));
        refuser.act(address(registry), 0, abi.encodeCall(registry.withdraw, (payable(address(0xbeef)))));
        assertEq(address(0xbeef).balance, 0.5 ether);
    }

    function test_attack_A20_aLosingProposerCancelsCheaply() external {
        _propose();
        _vote(cho, 1, false);
        vm.startPrank(proposer);
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyVotingBegan.selector, 1));
        registry.withdrawProposal(1);
        vm.warp(_endOf(1));
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyVotingOver.selector, 1, block.timestamp));
        registry.withdrawProposal(1);
        registry.settle(1);
        assertEq(registry.owedTo(proposer), 0.5 ether);
    }

    function test_attack_A21_anOpenProposalOutlivesTheRevocation() external {
        _approve();
        _propose();
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyHasOpenProposal.selector, keyId, 2));
        vm.prank(proposer);
        registry.propose{value: STAKE}(KeyType.Secp256k1, keyBytes, TEEKind.SGX, MEASUREMENT, URI, EVIDENCE_HASH);
        _vote(ann, 2, true);
        _vote(ben, 2, true);
        vm.warp(_endOf(2));
        vm.prank(guardian);
        registry.revoke(keyId, "leaked");
        assertTrue(registry.settle(2) == ITEEKeyRegistry.ProposalStatus.Approved);
        assertFalse(registry.isTrusted(keyId));
    }

    function test_attack_A23_administrationByAnybodyElse() external {
        address[] memory voters = new address[](1);
        voters[0] = stranger;
        bytes[] memory calls = new bytes[](7);
        calls[0] = abi.encodeCall(registry.setVoteWeights, (voters, new uint88[](1)));
        calls[1] = abi.encodeCall(registry.withdrawTreasury, (payable(stranger), 0));
        calls[2] = abi.encodeCall(registry.setParameters, (_parameters()));
        calls[3] = abi.encodeCall(registry.setGuardian, (stranger));
        calls[4] = abi.encodeCall(registry.setVerifier, (TEEKind.SGX, address(0)));
        calls[5] = abi.encodeCall(registry.transferOwnership, (stranger));
        calls[6] = abi.encodeCall(registry.renounceOwnership, ());
        address[4] memory callers = [stranger, guardian, proposer, ann];
        for (uint256 i; i < calls.length; ++i) {
            for (uint256 j; j < callers.length; ++j) {
                vm.prank(callers[j]);
                (bool success, bytes memory reason) = address(registry).call(calls[i]);
                assertFalse(success);
                assertEq(reason, abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, callers[j]));
            }
        }
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        vm.prank(stranger);
        registry.acceptOwnership();
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNotGuardian.selector, stranger));
        vm.prank(stranger);
        registry.revoke(keyId, "");
    }

    /// @dev No stake is locked for ever: whatever happens to it, its owner gets it within one settlement.
    function test_attack_A23_anExpiredStakeIsLocked() external {
        _propose();
        vm.prank(guardian);
        registry.revoke(keyId, "");
        skip(3650 days);
        registry.settle(1);
        vm.prank(proposer);
        assertEq(registry.withdraw(payable(proposer)), 0.9 ether);
        _assertFunds(0, 0.1 ether);
    }

    function test_attack_A24_garbageKeysAreTrusted() external {
        bytes memory offCurve = abi.encodePacked(bytes1(0x04), uint256(1), uint256(1));
        vm.expectRevert(
            abi.encodeWithSelector(
                PublicKeys.PublicKeyNotOnCurve.selector, KeyType.Secp256k1, bytes32(uint256(1)), bytes32(uint256(1))
            )
        );
        vm.prank(proposer);
        registry.propose{value: STAKE}(KeyType.Secp256k1, offCurve, TEEKind.SGX, MEASUREMENT, URI, EVIDENCE_HASH);
        assertFalse(registry.isTrusted(0));
    }

    function test_attack_A27_theStakeIsRecordedAtALaterValue() external {
        _propose();
        ITEEKeyRegistry.Parameters memory dear = _parameters();
        dear.stake = 100 ether;
        vm.prank(governance);
        registry.setParameters(dear);
        _vote(ann, 1, true);
        _settleAfterEnd(1);
        assertEq(registry.owedTo(proposer), STAKE);
        vm.prank(proposer);
        registry.withdraw(payable(proposer));
        assertEq(address(registry).balance, 0);
    }

    /// @dev The payee is who paid: not who settles, votes, renews or owns.
    function test_attack_A28_somebodyElseReceivesTheStake() external {
        _propose();
        _vote(ann, 1, true);
        vm.warp(_endOf(1));
        vm.prank(stranger);
        registry.settle(1);
        assertEq(registry.owedTo(stranger), 0);
        assertEq(registry.owedTo(proposer), STAKE);
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNothingOwed.selector, stranger));
        vm.prank(stranger);
        registry.withdraw(payable(stranger));
    }

    function test_attack_A28_aRevokedKeyIsStillServed() external {
        _approve();
        vm.prank(guardian);
        registry.revoke(keyId, "");
        assertFalse(registry.isTrusted(keyId));
        assertEq(registry.getKey(keyId).trustedUntil, 0);
    }

    /// @dev A stranger's worthless renewal, left to the voters to reject, would cost the key its trust.
    function test_attack_A21_aWorthlessRenewalRobsAKeyOfItsTrust() external {
        _approve();
        vm.expectRevert(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNotRenewer.selector, keyId, stranger, proposer));
        vm.prank(stranger);
        registry.propose{value: STAKE}(KeyType.Secp256k1, keyBytes, TEEKind.SEV, "other", URI, EVIDENCE_HASH);
    }

    /// @dev Whatever anybody may call: nothing of it touches the record of a trusted key, or another's proposal.
    function test_attack_A30_aStrangerChangesAKeysRecord() external {
        _approve();
        _propose();
        bytes memory key = abi.encode(registry.getKey(keyId));
        bytes memory proposal = abi.encode(registry.getProposal(2));
        bytes[] memory calls = new bytes[](7);
        calls[0] = abi.encodeCall(registry.vote, (2, false));
        calls[1] = abi.encodeCall(registry.settle, (1));
        calls[2] = abi.encodeCall(registry.settle, (2));
        calls[3] = abi.encodeCall(registry.withdrawProposal, (2));
        calls[4] = abi.encodeCall(registry.withdraw, (payable(stranger)));
        calls[5] = abi.encodeCall(registry.revoke, (keyId, ""));
        calls[6] = abi.encodeCall(
            registry.propose, (KeyType.Secp256k1, keyBytes, TEEKind.SGX, MEASUREMENT, URI, EVIDENCE_HASH)
        );
        for (uint256 i; i < calls.length; ++i) {
            vm.prank(stranger);
            (bool success,) = address(registry).call{value: i == 6 ? STAKE : 0}(calls[i]);
            assertFalse(success);
            assertEq(abi.encode(registry.getKey(keyId)), key);
            assertEq(abi.encode(registry.getProposal(2)), proposal);
        }
    }

    function test_forcedEther_changesNothing() external {
        _propose();
        new Forcer{value: 3 ether}(payable(address(registry)));
        _vote(ann, 1, false);
        _settleAfterEnd(1);
        _assertFunds(0.5 ether, 0.5 ether);
        (bool success,) = address(registry).call{value: 1}("");
        assertFalse(success);
        vm.prank(proposer);
        registry.withdraw(payable(proposer));
        assertEq(address(registry).balance, 3.5 ether);
    }
}
