// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IERC1155Receiver} from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {ERC8004IdentityRegistry} from "../../../contracts/ERC8004IdentityRegistry.sol";
import {IOwnerSet} from "../../../contracts/interfaces/IOwnerSet.sol";
import {ISimpleMultiSig} from "../../../contracts/interfaces/ISimpleMultiSig.sol";
import {Target} from "../mocks/multisig/Targets.sol";
import {MultiSigFixture} from "./MultiSigFixture.sol";

contract MultiSigTransactionsTest is MultiSigFixture {
    function test_propose_storesAndConfirms() external {
        ISimpleMultiSig.Call[] memory calls = _act(7);
        vm.expectEmit(address(wallet));
        emit ISimpleMultiSig.TransactionProposed(0, owners[1], calls);
        vm.expectEmit(address(wallet));
        emit ISimpleMultiSig.TransactionConfirmed(0, owners[1]);
        vm.prank(owners[1]);
        assertEq(wallet.propose(address(target), 0, calls[0].data), 0);
        ISimpleMultiSig.Transaction memory transaction = wallet.getTransaction(0);
        assertEq(transaction.callsHash, wallet.hashCalls(calls));
        assertFalse(transaction.executed);
        assertEq(transaction.confirmations, 1);
        assertTrue(wallet.isConfirmed(0, owners[1]));
        assertFalse(wallet.isConfirmed(0, owners[0]));
        assertFalse(wallet.isConfirmed(0, stranger));
        assertEq(wallet.getTransactionCount(), 1);
        vm.prank(owners[1]);
        assertEq(wallet.propose(address(target), 0, calls[0].data), 1);
    }

    function test_propose_revertsWithMultiSigNotOwner() external {
        vm.startPrank(stranger);
        bytes memory notOwner = abi.encodeWithSelector(IOwnerSet.MultiSigNotOwner.selector, stranger);
        vm.expectRevert(notOwner);
        wallet.propose(address(target), 0, "");
        vm.expectRevert(notOwner);
        wallet.proposeBatch(_act(1));
        vm.expectRevert(notOwner);
        wallet.confirm(0);
        vm.expectRevert(notOwner);
        wallet.revokeConfirmation(0);
        vm.expectRevert(notOwner);
        wallet.execute(0, _act(1));
    }

    function test_proposeBatch_revertsWithMultiSigCallCount() external {
        vm.startPrank(owners[0]);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigCallCount.selector, 0, 50));
        wallet.proposeBatch(new ISimpleMultiSig.Call[](0));
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigCallCount.selector, 51, 50));
        wallet.proposeBatch(new ISimpleMultiSig.Call[](51));
        assertEq(wallet.proposeBatch(new ISimpleMultiSig.Call[](50)), 0);
    }

    function test_confirm_andRevoke() external {
        _proposeWith(_act(1), 1);
        vm.expectEmit(address(wallet));
        emit ISimpleMultiSig.TransactionConfirmed(0, owners[4]);
        vm.prank(owners[4]);
        wallet.confirm(0);
        assertEq(wallet.getTransaction(0).confirmations, 2);
        vm.expectEmit(address(wallet));
        emit ISimpleMultiSig.ConfirmationRevoked(0, owners[0]);
        vm.prank(owners[0]);
        wallet.revokeConfirmation(0);
        assertEq(wallet.getTransaction(0).confirmations, 1);
        assertFalse(wallet.isConfirmed(0, owners[0]));
        assertTrue(wallet.isConfirmed(0, owners[4]));
    }

    function test_confirm_andRevoke_revert() external {
        _proposeWith(_act(1), 1);
        vm.prank(owners[0]);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigConfirmed.selector, 0, owners[0]));
        wallet.confirm(0);
        vm.startPrank(owners[1]);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigNotConfirmed.selector, 0, owners[1]));
        wallet.revokeConfirmation(0);
        bytes memory unknown = abi.encodeWithSelector(ISimpleMultiSig.MultiSigUnknownTransaction.selector, 1);
        vm.expectRevert(unknown);
        wallet.confirm(1);
        vm.expectRevert(unknown);
        wallet.revokeConfirmation(1);
        vm.expectRevert(unknown);
        wallet.execute(1, _act(1));
        vm.expectRevert(unknown);
        wallet.getTransaction(1);
    }

    function test_execute_doesAllCallsInOrder() external {
        ISimpleMultiSig.Call[] memory calls = new ISimpleMultiSig.Call[](3);
        calls[0] = ISimpleMultiSig.Call(address(target), 1 ether, abi.encodeCall(target.act, (1)));
        calls[1] = ISimpleMultiSig.Call(address(target), 2 ether, "");
        calls[2] = ISimpleMultiSig.Call(address(target), 0, abi.encodeCall(target.act, (2)));
        uint256 id = _proposeWith(calls, 3);
        vm.expectEmit(address(wallet));
        emit ISimpleMultiSig.TransactionExecuted(id, owners[0]);
        _execute(id, calls);
        assertEq(target.count(), 2);
        assertEq(target.last(), 2);
        assertEq(target.received(), 3 ether);
        assertTrue(wallet.getTransaction(id).executed);
        assertEq(wallet.getTransaction(id).confirmations, 3);
    }

    function test_P40_execute_once() external {
        uint256 id = _do(_act(1));
        bytes memory executed = abi.encodeWithSelector(ISimpleMultiSig.MultiSigExecuted.selector, id);
        vm.startPrank(owners[4]);
        vm.expectRevert(executed);
        wallet.execute(id, _act(1));
        vm.expectRevert(executed);
        wallet.confirm(id);
        vm.stopPrank();
        vm.expectRevert(executed);
        vm.prank(owners[0]);
        wallet.revokeConfirmation(id);
        assertEq(target.count(), 1);
    }

    function test_P39_execute_revertsWithMultiSigTooFewConfirmations() external {
        _proposeWith(_act(1), 2);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigTooFewConfirmations.selector, 2, 3));
        _execute(0, _act(1));
        vm.prank(owners[2]);
        wallet.confirm(0);
        vm.prank(owners[1]);
        wallet.revokeConfirmation(0);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigTooFewConfirmations.selector, 2, 3));
        _execute(0, _act(1));
    }

    function testFuzz_execute_revertsWithMultiSigWrongCalls(address to, uint256 value, bytes calldata data) external {
        uint256 id = _proposeWith(_act(1), 3);
        ISimpleMultiSig.Call[] memory other = _call(to, value, data);
        bytes32 expected = wallet.getTransaction(id).callsHash;
        vm.assume(wallet.hashCalls(other) != expected);
        vm.expectRevert(
            abi.encodeWithSelector(ISimpleMultiSig.MultiSigWrongCalls.selector, id, wallet.hashCalls(other), expected)
        );
        _execute(id, other);
    }

    function test_execute_revertsWithMultiSigNoCode() external {
        ISimpleMultiSig.Call[] memory calls = new ISimpleMultiSig.Call[](2);
        calls[0] = ISimpleMultiSig.Call(stranger, 1 ether, "");
        calls[1] = ISimpleMultiSig.Call(stranger, 0, "data");
        uint256 id = _proposeWith(calls, 3);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigNoCode.selector, 1, stranger));
        _execute(id, calls);
        assertEq(stranger.balance, 0);
    }

    function test_P42_execute_aFailingCallUndoesAllAndIsRetryable() external {
        Target second = new Target();
        second.setMode(Target.Mode.RevertWithReason);
        ISimpleMultiSig.Call[] memory calls = new ISimpleMultiSig.Call[](2);
        calls[0] = ISimpleMultiSig.Call(address(target), 1 ether, abi.encodeCall(target.act, (1)));
        calls[1] = ISimpleMultiSig.Call(address(second), 0, abi.encodeCall(target.act, (2)));
        uint256 id = _proposeWith(calls, 3);
        bytes memory reason = abi.encodeWithSelector(Target.TargetFailed.selector, 2);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigCallFailed.selector, 1, address(second), reason));
        _execute(id, calls);
        assertEq(target.count(), 0);
        assertEq(address(wallet).balance, 100 ether);
        assertFalse(wallet.getTransaction(id).executed);
        second.setMode(Target.Mode.Succeed);
        _execute(id, calls);
        assertEq(target.count() + second.count(), 2);
    }

    function test_execute_moreEtherThanThereIs() external {
        ISimpleMultiSig.Call[] memory calls = _call(stranger, 101 ether, "");
        uint256 id = _proposeWith(calls, 3);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigCallFailed.selector, 0, stranger, ""));
        _execute(id, calls);
        vm.deal(address(wallet), 101 ether);
        _execute(id, calls);
        assertEq(stranger.balance, 101 ether);
    }

    function test_receivesEtherAndTokens() external {
        vm.deal(stranger, 1 ether);
        vm.expectEmit(address(wallet));
        emit ISimpleMultiSig.EtherReceived(stranger, 1 ether);
        vm.prank(stranger);
        // What a Solidity transfer gives is enough.
        (bool success,) = address(wallet).call{value: 1 ether, gas: 2300}("");
        assertTrue(success);
        ERC8004IdentityRegistry tokens = new ERC8004IdentityRegistry();
        vm.startPrank(stranger);
        tokens.register();
        tokens.safeTransferFrom(stranger, address(wallet), 0);
        vm.stopPrank();
        assertEq(tokens.ownerOf(0), address(wallet));
        assertEq(wallet.onERC1155Received(stranger, stranger, 1, 1, ""), IERC1155Receiver.onERC1155Received.selector);
        assertEq(
            wallet.onERC1155BatchReceived(stranger, stranger, new uint256[](1), new uint256[](1), ""),
            IERC1155Receiver.onERC1155BatchReceived.selector
        );
    }

    function test_limits() external view {
        assertEq(wallet.MAX_CALLS(), 50);
        assertEq(wallet.ERC1271_GAS(), 200_000);
    }

    function test_views_pagesAndInterfaces() external {
        for (uint256 i; i < 5; ++i) {
            _proposeWith(_act(i), 1 + i % 3);
        }
        _execute(2, _act(2));
        ISimpleMultiSig.Transaction[] memory page = wallet.getTransactions(1, 2);
        assertEq(page.length, 2);
        assertEq(abi.encode(page[0]), abi.encode(wallet.getTransaction(1)));
        assertEq(abi.encode(page[1]), abi.encode(wallet.getTransaction(2)));
        assertTrue(page[1].executed);
        assertEq(wallet.getTransactions(5, 1).length, 0);
        assertEq(wallet.getTransactions(type(uint256).max, 1).length, 0);
        assertEq(wallet.getTransactions(4, 10).length, 1);
        bytes4[6] memory ids = [
            type(ISimpleMultiSig).interfaceId,
            type(IOwnerSet).interfaceId,
            type(IERC1271).interfaceId,
            type(IERC721Receiver).interfaceId,
            type(IERC1155Receiver).interfaceId,
            type(IERC165).interfaceId
        ];
        for (uint256 i; i < ids.length; ++i) {
            assertTrue(wallet.supportsInterface(ids[i]));
        }
        assertFalse(wallet.supportsInterface(0xffffffff));
    }
}
