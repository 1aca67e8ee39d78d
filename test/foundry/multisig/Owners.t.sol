// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IOwnerSet} from "../../../contracts/interfaces/IOwnerSet.sol";
import {ISimpleMultiSig} from "../../../contracts/interfaces/ISimpleMultiSig.sol";
import {SimpleMultiSig} from "../../../contracts/SimpleMultiSig.sol";
import {MultiSigFixture} from "./MultiSigFixture.sol";

contract MultiSigOwnersTest is MultiSigFixture {
    /// @dev Forge makes `new` a cheatcode, and a revert that is expected of one ends the test; of a call it doesn't.
    function deploy(address[] calldata initialOwners, uint256 threshold) external {
        new SimpleMultiSig(initialOwners, threshold);
    }

    function test_P38_constructor() external {
        address[] memory two = new address[](2);
        (two[0], two[1]) = (owners[3], owners[1]);
        vm.expectEmit();
        emit IOwnerSet.OwnerAdded(owners[3]);
        vm.expectEmit();
        emit IOwnerSet.OwnerAdded(owners[1]);
        vm.expectEmit();
        emit IOwnerSet.ThresholdChanged(2);
        SimpleMultiSig fresh = new SimpleMultiSig(two, 2);
        assertEq(abi.encode(fresh.getOwners()), abi.encode(two));
        assertTrue(fresh.isOwner(owners[1]));
        assertFalse(fresh.isOwner(owners[0]));
        assertEq(fresh.threshold(), 2);
        assertEq(fresh.ownersVersion(), 0);
    }

    function test_P38_constructor_reverts() external {
        address[] memory two = new address[](2);
        two[0] = owners[0];
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigInvalidOwner.selector, address(0)));
        this.deploy(two, 1);
        two[1] = owners[0];
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigOwnerExists.selector, owners[0]));
        this.deploy(two, 1);
        two[1] = vm.computeCreateAddress(address(this), vm.getNonce(address(this)));
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigInvalidOwner.selector, two[1]));
        this.deploy(two, 1);
        two[1] = owners[1];
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigInvalidThreshold.selector, 0, 2));
        this.deploy(two, 0);
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigInvalidThreshold.selector, 3, 2));
        this.deploy(two, 3);
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigInvalidThreshold.selector, 0, 0));
        this.deploy(new address[](0), 0);
        address[] memory many = _accounts("many", 51);
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigTooManyOwners.selector, 51, 50));
        this.deploy(many, 1);
    }

    function test_P38_addOwner() external {
        ISimpleMultiSig.Call[] memory calls = _self(abi.encodeCall(wallet.addOwner, (stranger, 4)));
        uint256 id = _proposeWith(calls, 3);
        vm.expectEmit(address(wallet));
        emit IOwnerSet.OwnerAdded(stranger);
        vm.expectEmit(address(wallet));
        emit IOwnerSet.ThresholdChanged(4);
        _execute(id, calls);
        assertTrue(wallet.isOwner(stranger));
        assertEq(wallet.getOwners().length, 6);
        assertEq(wallet.threshold(), 4);
        assertEq(wallet.ownersVersion(), 0);
    }

    function test_P38_removeOwner_anyPlaceOfTheList() external {
        while (owners.length > 1) {
            address leaving = owners[owners.length / 2];
            vm.expectEmit(address(wallet));
            emit IOwnerSet.OwnerRemoved(leaving);
            vm.prank(address(wallet));
            wallet.removeOwner(leaving, 1);
            assertFalse(wallet.isOwner(leaving));
            owners[owners.length / 2] = owners[owners.length - 1];
            owners.pop();
            assertEq(abi.encode(wallet.getOwners()), abi.encode(owners));
        }
        assertEq(wallet.ownersVersion(), OWNERS - 1);
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigInvalidThreshold.selector, 1, 0));
        vm.prank(address(wallet));
        wallet.removeOwner(owners[0], 1);
    }

    function test_P38_replaceOwner() external {
        vm.expectEmit(address(wallet));
        emit IOwnerSet.OwnerRemoved(owners[2]);
        vm.expectEmit(address(wallet));
        emit IOwnerSet.OwnerAdded(stranger);
        vm.startPrank(address(wallet));
        wallet.replaceOwner(owners[2], stranger);
        assertTrue(wallet.isOwner(stranger));
        assertFalse(wallet.isOwner(owners[2]));
        assertEq(wallet.getOwners().length, OWNERS);
        assertEq(wallet.threshold(), 3);
        assertEq(wallet.ownersVersion(), 1);
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigOwnerExists.selector, owners[1]));
        wallet.replaceOwner(owners[0], owners[1]);
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigNotOwner.selector, owners[2]));
        wallet.replaceOwner(owners[2], makeAddr("other"));
    }

    /// @dev Serials begin with 2, so that the 255th owner ever is the first with a bit in the second word.
    function test_P41_confirmationsOfOwnersBeyondTheFirstWordCount() external {
        address[] memory later = _accounts("later", 300);
        vm.startPrank(address(wallet));
        wallet.addOwner(later[0], 3);
        for (uint256 i = 1; i < 299; ++i) {
            wallet.replaceOwner(later[i - 1], later[i]);
        }
        wallet.addOwner(later[299], 3);
        vm.stopPrank();
        uint256 id = _proposeWith(_act(1), 1);
        vm.prank(later[298]);
        wallet.confirm(id);
        vm.prank(later[299]);
        wallet.confirm(id);
        assertEq(wallet.getTransaction(id).confirmations, 3);
        _execute(id, _act(1));
        assertEq(target.times(1), 1);
    }

    function test_P38_changes_revert() external {
        vm.startPrank(address(wallet));
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigInvalidOwner.selector, address(0)));
        wallet.addOwner(address(0), 3);
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigInvalidOwner.selector, address(wallet)));
        wallet.addOwner(address(wallet), 3);
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigOwnerExists.selector, owners[0]));
        wallet.addOwner(owners[0], 3);
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigInvalidThreshold.selector, 7, 6));
        wallet.addOwner(stranger, 7);
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigNotOwner.selector, stranger));
        wallet.removeOwner(stranger, 3);
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigInvalidThreshold.selector, 5, 4));
        wallet.removeOwner(owners[0], 5);
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigInvalidThreshold.selector, 0, 5));
        wallet.changeThreshold(0);
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigInvalidThreshold.selector, 6, 5));
        wallet.changeThreshold(6);
        wallet.changeThreshold(5);
        assertEq(wallet.threshold(), 5);
        address[] memory more = _accounts("more", 46);
        for (uint256 i; i < 45; ++i) {
            wallet.addOwner(more[i], 3);
        }
        vm.expectRevert(abi.encodeWithSelector(IOwnerSet.MultiSigTooManyOwners.selector, 51, 50));
        wallet.addOwner(more[45], 3);
    }

    function testFuzz_P43_administrationOnlyByTheWalletItself(address caller, uint256 which) external {
        vm.assume(caller != address(wallet));
        if (which % 7 < 5) caller = owners[which % 7];
        bytes[5] memory calls = [
            abi.encodeCall(wallet.addOwner, (stranger, 1)),
            abi.encodeCall(wallet.removeOwner, (owners[1], 1)),
            abi.encodeCall(wallet.replaceOwner, (owners[1], stranger)),
            abi.encodeCall(wallet.changeThreshold, (1)),
            abi.encodeCall(wallet.cancelNonce, (5))
        ];
        for (uint256 i; i < 5; ++i) {
            vm.prank(caller);
            (bool success, bytes memory reason) = address(wallet).call(calls[i]);
            assertFalse(success);
            assertEq(reason, abi.encodeWithSelector(IOwnerSet.MultiSigOnlySelf.selector, caller));
        }
    }

    function test_P41_aReturningOwnersConfirmationsDontCount() external {
        uint256 pending = _proposeWith(_act(1), 3);
        _do(_self(abi.encodeCall(wallet.removeOwner, (owners[1], 3))));
        assertEq(wallet.getTransaction(pending).confirmations, 2);
        assertFalse(wallet.isConfirmed(pending, owners[1]));
        // The others' confirmations stay.
        assertTrue(wallet.isConfirmed(pending, owners[0]));
        assertTrue(wallet.isConfirmed(pending, owners[2]));
        vm.prank(address(wallet));
        wallet.addOwner(owners[1], 3);
        assertFalse(wallet.isConfirmed(pending, owners[1]));
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigTooFewConfirmations.selector, 2, 3));
        _execute(pending, _act(1));
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigNotConfirmed.selector, pending, owners[1]));
        vm.prank(owners[1]);
        wallet.revokeConfirmation(pending);
        vm.prank(owners[1]);
        wallet.confirm(pending);
        _execute(pending, _act(1));
    }

    function test_P39_theThresholdOfTheMomentCounts() external {
        uint256 id = _proposeWith(_act(1), 3);
        vm.prank(address(wallet));
        wallet.changeThreshold(4);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigTooFewConfirmations.selector, 3, 4));
        _execute(id, _act(1));
        vm.prank(address(wallet));
        wallet.changeThreshold(2);
        _execute(id, _act(1));
    }

    /// @dev Serials run over the edge of a word of 256: confirmations in both words count, the marks don't.
    function test_P41_moreThan256OwnersOverTime() external {
        address coming = makeAddr("coming");
        for (uint256 i; i < 260; ++i) {
            vm.startPrank(address(wallet));
            wallet.replaceOwner(i % 2 == 0 ? owners[4] : coming, i % 2 == 0 ? coming : owners[4]);
            vm.stopPrank();
            // From 247 on each: where the serials go over to the next word of the bitmaps.
            if (i % 37 == 36 || i > 246) _checkRound();
        }
        _checkRound();
        assertEq(wallet.ownersVersion(), 260);
    }

    function _checkRound() private {
        address last = wallet.isOwner(owners[4]) ? owners[4] : makeAddr("coming");
        uint256 before = target.count();
        vm.prank(last);
        uint256 id = wallet.proposeBatch(_act(before));
        assertEq(wallet.getTransaction(id).confirmations, 1);
        vm.prank(owners[1]);
        wallet.confirm(id);
        assertEq(wallet.getTransaction(id).confirmations, 2);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigTooFewConfirmations.selector, 2, 3));
        _execute(id, _act(before));
        vm.prank(last);
        wallet.revokeConfirmation(id);
        vm.prank(last);
        wallet.confirm(id);
        vm.prank(owners[2]);
        wallet.confirm(id);
        _execute(id, _act(before));
        assertEq(target.count(), before + 1);
    }
}
