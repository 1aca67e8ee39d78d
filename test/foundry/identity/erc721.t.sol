// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Vm} from "forge-std/Vm.sol";
import {AcceptingReceiver, ReentrantReceiver, RefusingReceiver} from "../mocks/identity/Receivers.sol";
import {AgentOfAlice} from "./setters.t.sol";

contract TransferTest is AgentOfAlice {
    function test_RevertWhen_theReceiverIsZero() public {
        bytes memory expected = abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, address(0));
        _expectAllRevert(alice, alice, address(0), 0, expected);
    }

    function test_RevertWhen_theAgentDoesNotExist() public {
        bytes memory expected = abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 2);
        _expectAllRevert(alice, alice, bob, 2, expected);
    }

    function test_RevertWhen_theCallerIsNeitherOwnerNorOperatorNorApproved() public {
        bytes memory expected = abi.encodeWithSelector(IERC721Errors.ERC721InsufficientApproval.selector, eve, 0);
        _expectAllRevert(eve, alice, eve, 0, expected);
    }

    function test_RevertWhen_theSenderIsNotTheOwner() public {
        bytes memory expected = abi.encodeWithSelector(IERC721Errors.ERC721IncorrectOwner.selector, bob, 0, alice);
        _expectAllRevert(bob, bob, eve, 0, expected);
    }

    function test_RevertWhen_safelyToAContractThatRefuses() public {
        RefusingReceiver receiver = new RefusingReceiver();
        bytes memory expected = abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, address(receiver));
        vm.startPrank(alice);
        vm.expectRevert(expected);
        registry.safeTransferFrom(alice, address(receiver), 0);
        vm.expectRevert(expected);
        registry.safeTransferFrom(alice, address(receiver), 0, "data");
        // The plain form doesn't ask.
        registry.transferFrom(alice, address(receiver), 0);
        assertEq(registry.ownerOf(0), address(receiver));
    }

    function test_ItMovesTheAgentAndClearsWalletAndApproval() public {
        vm.prank(alice);
        registry.setMetadata(0, "key", "value");
        for (uint256 i; i < 3; ++i) {
            for (uint256 form; form < 3; ++form) {
                for (uint256 wallet; wallet < 3; ++wallet) {
                    uint256 before = vm.snapshotState();
                    _prepareWallet(wallet);
                    _expectMoved(_side()[i], form, eve);
                    vm.revertToState(before);
                }
            }
        }
    }

    function test_FromAnOwnerToItself() public {
        vm.recordLogs();
        vm.prank(alice);
        registry.transferFrom(alice, alice, 0);
        _logWallet(0, address(0));
        _logTransfer(alice, alice, 0);
        _checkLogs();
        assertEq(registry.ownerOf(0), alice);
        assertEq(registry.balanceOf(alice), 1);
        assertEq(registry.getApproved(0), address(0));
        assertEq(registry.getAgentWallet(0), address(0));
    }

    /// @dev The wallet of an agent that was moved stays cleared until it is set anew.
    function test_TheNewOwnerIsNotTheWallet() public {
        vm.prank(alice);
        registry.transferFrom(alice, bob, 0);
        vm.prank(bob);
        registry.setAgentURI(0, "x");
        assertEq(registry.getAgentWallet(0), address(0));
        Vm.Wallet memory wallet = vm.createWallet("wallet");
        _setWallet(wallet, 0, block.timestamp);
        assertEq(registry.getAgentWallet(0), wallet.addr);
    }

    function test_SafelyToAContractThatAccepts() public {
        AcceptingReceiver receiver = new AcceptingReceiver();
        vm.recordLogs();
        vm.prank(bob);
        registry.safeTransferFrom(alice, address(receiver), 0, "data");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 3);
        assertEq(logs[2].emitter, address(receiver));
        assertEq(logs[2].data, abi.encode(bob, alice, 0, bytes("data")));
    }

    function test_SafelyToAContractThatLooks() public {
        ReentrantReceiver receiver = new ReentrantReceiver();
        receiver.prepare(0, abi.encodeCall(registry.ownerOf, (0)));
        receiver.prepare(0, abi.encodeCall(registry.balanceOf, (address(receiver))));
        receiver.prepare(0, abi.encodeCall(registry.getAgentWallet, (0)));
        receiver.prepare(0, abi.encodeCall(registry.getApproved, (0)));
        receiver.prepare(0, abi.encodeCall(registry.tokenURI, (0)));
        vm.prank(alice);
        registry.safeTransferFrom(alice, address(receiver), 0);
        assertEq(receiver.result(0), abi.encode(address(receiver)));
        assertEq(receiver.result(1), abi.encode(1));
        assertEq(receiver.result(2), abi.encode(0));
        assertEq(receiver.result(3), abi.encode(0));
        assertEq(receiver.result(4), abi.encode(IPFS_URI));
    }

    function _prepareWallet(uint256 state) private {
        if (state == 1) {
            _setWallet(vm.createWallet("wallet"), 0, block.timestamp);
        } else if (state == 2) {
            vm.prank(alice);
            registry.unsetAgentWallet(0);
        }
    }

    function _expectMoved(address caller, uint256 form, address to) private {
        vm.recordLogs();
        vm.prank(caller);
        if (form == 0) registry.transferFrom(alice, to, 0);
        else if (form == 1) registry.safeTransferFrom(alice, to, 0);
        else registry.safeTransferFrom(alice, to, 0, "data");
        _logWallet(0, address(0));
        _logTransfer(alice, to, 0);
        _checkLogs();
        assertEq(registry.ownerOf(0), to);
        assertEq(registry.balanceOf(alice), 0);
        assertEq(registry.balanceOf(to), 2);
        assertEq(_transfers(0), 1);
        assertEq(registry.transferredAt(0, 1), block.timestamp);
        assertEq(registry.getApproved(0), address(0));
        assertEq(registry.getAgentWallet(0), address(0));
        assertEq(registry.getMetadata(0, WALLET_KEY), "");
        assertEq(registry.getMetadata(0, "key"), "value");
        assertEq(registry.tokenURI(0), IPFS_URI);
        assertFalse(registry.isAuthorizedOrOwner(alice, 0));
        assertFalse(registry.isAuthorizedOrOwner(bob, 0));
        assertFalse(registry.isAuthorizedOrOwner(carol, 0));
    }

    function _expectAllRevert(address caller, address from, address to, uint256 agentId, bytes memory expected)
        private
    {
        vm.startPrank(caller);
        vm.expectRevert(expected);
        registry.transferFrom(from, to, agentId);
        vm.expectRevert(expected);
        registry.safeTransferFrom(from, to, agentId);
        vm.expectRevert(expected);
        registry.safeTransferFrom(from, to, agentId, "data");
        vm.stopPrank();
    }
}

contract ApproveTest is AgentOfAlice {
    function test_RevertWhen_theAgentDoesNotExist() public {
        _expectNonexistent(2);
        vm.prank(alice);
        registry.approve(eve, 2);
        _expectNonexistent(2);
        registry.getApproved(2);
    }

    function test_RevertWhen_theCallerIsNeitherOwnerNorOperator() public {
        // bob is approved for the agent: that alone doesn't let him approve others.
        address[2] memory callers = [eve, bob];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidApprover.selector, callers[i]));
            vm.prank(callers[i]);
            registry.approve(eve, 0);
        }
    }

    function test_ItApprovesTheAccountOrNobody() public {
        address[4] memory approved = [eve, address(0), alice, bob];
        for (uint256 i; i < 4; ++i) {
            address caller = i % 2 == 0 ? alice : carol;
            vm.recordLogs();
            vm.prank(caller);
            registry.approve(approved[i], 0);
            _logApproval(alice, approved[i], 0);
            _checkLogs();
            assertEq(registry.getApproved(0), approved[i]);
            assertEq(registry.isAuthorizedOrOwner(eve, 0), i == 0);
            assertEq(registry.tokenURI(0), IPFS_URI);
            assertEq(registry.getAgentWallet(0), alice);
        }
    }
}

contract SetApprovalForAllTest is AgentOfAlice {
    function test_RevertWhen_theOperatorIsZero() public {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidOperator.selector, address(0)));
        vm.prank(alice);
        registry.setApprovalForAll(address(0), true);
    }

    function test_ItMakesOrEndsAnOperator() public {
        for (uint256 i; i < 4; ++i) {
            bool approved = i % 2 == 0;
            vm.recordLogs();
            vm.prank(alice);
            registry.setApprovalForAll(eve, approved);
            _logApprovalForAll(alice, eve, approved);
            _checkLogs();
            assertEq(registry.isApprovedForAll(alice, eve), approved);
            assertEq(registry.isAuthorizedOrOwner(eve, 0), approved);
            assertFalse(registry.isApprovedForAll(eve, alice));
        }
    }
}
