// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IOwnerSet} from "../../../contracts/interfaces/IOwnerSet.sol";
import {ISimpleMultiSig} from "../../../contracts/interfaces/ISimpleMultiSig.sol";
import {Reentrant, Target} from "../mocks/multisig/Targets.sol";
import {MultiSigFixture} from "./MultiSigFixture.sol";

contract MultiSigAttacksTest is MultiSigFixture {
    function test_attack_A22_aFailingCallBurnsAllGas() external {
        target.setMode(Target.Mode.BurnAllGas);
        uint256 id = _proposeWith(_act(1), 3);
        vm.prank(owners[0]);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigCallFailed.selector, 0, address(target), ""));
        wallet.execute{gas: 5_000_000}(id, _act(1));
        _assertRetryable(id);
    }

    function test_attack_A22_aFailingCallReturnsAMegabyte() external {
        target.setMode(Target.Mode.RevertWithAMegabyte);
        uint256 id = _proposeWith(_act(1), 3);
        // What the target itself pays for a megabyte of memory, and little more: nothing of it is copied beyond 256 bytes.
        uint256 before = gasleft();
        vm.expectRevert(
            abi.encodeWithSelector(ISimpleMultiSig.MultiSigCallFailed.selector, 0, address(target), new bytes(256))
        );
        _execute(id, _act(1));
        assertLt(before - gasleft(), 2_300_000);
        _assertRetryable(id);
    }

    function test_attack_A22_aSucceedingCallReturnsAMegabyte() external {
        target.setMode(Target.Mode.ReturnAMegabyte);
        uint256 id = _proposeWith(_act(1), 3);
        uint256 before = gasleft();
        _execute(id, _act(1));
        assertLt(before - gasleft(), 2_300_000);
        assertEq(target.count(), 1);
    }

    function _assertRetryable(uint256 id) private {
        assertFalse(wallet.getTransaction(id).executed);
        assertEq(wallet.getTransaction(id).confirmations, 3);
        assertEq(target.count(), 0);
        // The wallet goes on meanwhile.
        Target other = new Target();
        _do(_call(address(other), 0, abi.encodeCall(other.act, (5))));
        assertEq(other.last(), 5);
        target.setMode(Target.Mode.Succeed);
        _execute(id, _act(1));
        assertEq(target.count(), 1);
    }

    function testFuzz_P42_anyFailureLeavesTheTransactionRetryable(uint8 mode, uint32 gasLimit) external {
        target.setMode(Target.Mode(bound(mode, 1, 3)));
        uint256 id = _proposeWith(_act(1), 3);
        uint256 limit = bound(gasLimit, 30_000, 6_000_000);
        vm.prank(owners[0]);
        (bool success,) = address(wallet).call{gas: limit}(abi.encodeCall(wallet.execute, (id, _act(1))));
        assertFalse(success);
        _assertRetryable(id);
    }

    function test_attack_A22_ownersAndThresholdCanBeChanged() external {
        _do(_self(abi.encodeCall(wallet.addOwner, (stranger, 4))));
        assertTrue(wallet.isOwner(stranger));
        _do(_self(abi.encodeCall(wallet.replaceOwner, (stranger, makeAddr("new")))));
        _do(_self(abi.encodeCall(wallet.removeOwner, (makeAddr("new"), 2))));
        assertEq(wallet.getOwners().length, OWNERS);
        assertEq(wallet.threshold(), 2);
    }

    function test_attack_A23_administrationByAnOwner() external {
        vm.startPrank(owners[0]);
        bytes memory onlySelf = abi.encodeWithSelector(IOwnerSet.MultiSigOnlySelf.selector, owners[0]);
        vm.expectRevert(onlySelf);
        wallet.changeThreshold(1);
        vm.expectRevert(onlySelf);
        wallet.addOwner(stranger, 1);
    }

    /// @dev The target is an owner itself and executes the same transaction again while it is executed.
    function test_P40_reenteredByTheTarget() external {
        Reentrant reentrant = new Reentrant();
        vm.prank(address(wallet));
        wallet.addOwner(address(reentrant), 3);
        ISimpleMultiSig.Call[] memory calls = _call(address(reentrant), 0, abi.encodeCall(reentrant.act, ()));
        uint256 id = _proposeWith(calls, 3);
        reentrant.prepare(address(wallet), abi.encodeCall(wallet.execute, (id, calls)));
        _execute(id, calls);
        assertEq(reentrant.count(), 1);
        assertFalse(reentrant.succeeded());
        assertEq(reentrant.answer(), abi.encodeWithSelector(ISimpleMultiSig.MultiSigExecuted.selector, id));
    }

    function test_P40_reenteredWithTheSameSignatures() external {
        Reentrant reentrant = new Reentrant();
        ISimpleMultiSig.Call[] memory calls = _call(address(reentrant), 0, abi.encodeCall(reentrant.act, ()));
        ISimpleMultiSig.Confirmation[] memory signed = _signed(calls, 3);
        bytes memory call = abi.encodeCall(wallet.executeWithSignatures, (calls, NONCE, 0, FOREVER, signed));
        reentrant.prepare(address(wallet), call);
        wallet.executeWithSignatures(calls, NONCE, 0, FOREVER, signed);
        assertEq(reentrant.count(), 1);
        assertFalse(reentrant.succeeded());
        assertEq(reentrant.answer(), abi.encodeWithSelector(ISimpleMultiSig.MultiSigNonceUsed.selector, NONCE));
    }

    /// @dev A call of the wallet to itself can't execute: the wallet is never an owner.
    function test_P39_theWalletIsNotAnOwnerOfItself() external {
        uint256 first = _proposeWith(_act(1), 2);
        ISimpleMultiSig.Call[] memory calls = _self(abi.encodeCall(wallet.confirm, (first)));
        uint256 id = _proposeWith(calls, 3);
        bytes memory reason = abi.encodeWithSelector(IOwnerSet.MultiSigNotOwner.selector, address(wallet));
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigCallFailed.selector, 0, address(wallet), reason));
        _execute(id, calls);
    }
}
