// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Vm} from "forge-std/Vm.sol";
import {IERC8004IdentityRegistry} from "../../../contracts/interfaces/IERC8004IdentityRegistry.sol";
import {
    AcceptingReceiver,
    Actor,
    RefusingReceiver,
    RevertingReceiver,
    SilentReceiver
} from "../mocks/identity/Receivers.sol";
import {IdentityBase} from "./Base.t.sol";

contract RegisterForTest is IdentityBase {
    function test_RevertWhen_theURIIsLongerThanTheCodeOfOneContract() public {
        string memory uri = string(_bytes(1, 24_576));
        address[2] memory owners = [bob, address(0)];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityURITooLong.selector, 24_576, 24_575)
            );
            vm.prank(alice);
            registry.registerFor(owners[i], uri);
        }
    }

    function test_RevertWhen_theOwnerIsZero() public {
        string[4] memory uris = ["", IPFS_URI, string(_bytes(1, 40)), string(_bytes(1, 72))];
        for (uint256 i; i < uris.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, address(0)));
            vm.prank(alice);
            registry.registerFor(address(0), uris[i]);
        }
        assertEq(registry.agentCount(), 0);
    }

    function test_WhenTheOwnerIsAContractThatAccepts() public {
        AcceptingReceiver receiver = new AcceptingReceiver();
        vm.recordLogs();
        vm.prank(alice);
        assertEq(registry.registerFor(address(receiver), IPFS_URI), 0);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 5);
        for (uint256 i; i < 4; ++i) {
            assertEq(logs[i].emitter, address(registry));
        }
        assertEq(logs[4].emitter, address(receiver));
        assertEq(logs[4].data, abi.encode(alice, address(0), 0, bytes("")));
        assertEq(registry.ownerOf(0), address(receiver));
        assertEq(registry.getAgentWallet(0), address(receiver));
    }

    function test_RevertWhen_theOwnerIsAContractWithoutTheFunction() public {
        _expectInvalidReceiver(address(new Actor()));
        _expectInvalidReceiver(address(new SilentReceiver()));
        _expectInvalidReceiver(address(registry));
    }

    function test_RevertWhen_theOwnerIsAContractThatAnswersWithAnotherValue() public {
        _expectInvalidReceiver(address(new RefusingReceiver()));
    }

    function test_RevertWhen_theOwnerIsAContractThatRevertsWithItsOwnError() public {
        RevertingReceiver receiver = new RevertingReceiver();
        vm.expectRevert(abi.encodeWithSelector(RevertingReceiver.NotToday.selector, 0));
        vm.prank(alice);
        registry.registerFor(address(receiver), IPFS_URI);
        assertEq(registry.agentCount(), 0);
    }

    /// @dev Neither a caller that couldn't receive an agent nor one that could is asked about that of another account.
    function test_WhenTheCallerIsAContractAndNotTheOwner() public {
        Actor[3] memory callers = [new Actor(), new RefusingReceiver(), new AcceptingReceiver()];
        for (uint256 i; i < callers.length; ++i) {
            vm.recordLogs();
            bytes memory result = callers[i].act(address(registry), abi.encodeCall(registry.registerFor, (bob, "")));
            assertEq(abi.decode(result, (uint256)), i);
            assertEq(vm.getRecordedLogs().length, 4);
            assertEq(registry.ownerOf(i), bob);
        }
    }

    function test_ItMakesTheAccountOwnerAndWallet() public {
        address[3] memory owners = [bob, carol, alice];
        string[3] memory uris = [IPFS_URI, "", string(_bytes(1, 300))];
        for (uint256 i; i < 3; ++i) {
            vm.recordLogs();
            vm.prank(alice);
            assertEq(registry.registerFor(owners[i], uris[i]), i);
            _logRegistration(i, uris[i], owners[i]);
            _checkLogs();
            assertEq(registry.ownerOf(i), owners[i]);
            assertEq(registry.getAgentWallet(i), owners[i]);
            assertEq(registry.getMetadata(i, WALLET_KEY), abi.encodePacked(owners[i]));
            assertEq(registry.tokenURI(i), uris[i]);
            assertEq(registry.balanceOf(owners[i]), 1);
            assertEq(registry.agentCount(), i + 1);
            assertEq(_transfers(i), 0);
            assertEq(registry.getApproved(i), address(0));
        }
    }

    function test_ItLeavesTheCallerWithoutAnyRight() public {
        vm.prank(alice);
        registry.registerFor(bob, IPFS_URI);
        assertFalse(registry.isAuthorizedOrOwner(alice, 0));
        assertEq(registry.balanceOf(alice), 0);
        bytes memory notAuthorized =
            abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityNotAuthorized.selector, 0, alice);
        vm.startPrank(alice);
        vm.expectRevert(notAuthorized);
        registry.setAgentURI(0, "");
        vm.expectRevert(notAuthorized);
        registry.setMetadata(0, "key", "");
        vm.expectRevert(notAuthorized);
        registry.setAgentWallet(0, alice, block.timestamp, "");
        vm.expectRevert(notAuthorized);
        registry.unsetAgentWallet(0);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidApprover.selector, alice));
        registry.approve(alice, 0);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InsufficientApproval.selector, alice, 0));
        registry.transferFrom(bob, alice, 0);
        vm.stopPrank();
        // The owner has them all.
        vm.startPrank(bob);
        registry.setAgentURI(0, "ipfs://bob");
        registry.transferFrom(bob, carol, 0);
        assertEq(registry.ownerOf(0), carol);
    }

    /// @dev Log by log what the account's own call gives, whoever pays.
    function testFuzz_sameAsRegisterByTheAccount(address owner, address caller, string calldata uri) public {
        vm.assume(owner != address(0) && owner.code.length == 0);
        uint256 before = vm.snapshotState();
        vm.recordLogs();
        assertEq(_register(owner, uri), 0);
        Vm.Log[] memory expected = vm.getRecordedLogs();
        bytes32 state = _state(0, "key");
        vm.revertToState(before);
        vm.recordLogs();
        vm.prank(caller);
        assertEq(registry.registerFor(owner, uri), 0);
        assertEq(abi.encode(vm.getRecordedLogs()), abi.encode(expected));
        assertEq(_state(0, "key"), state);
        assertEq(registry.isAuthorizedOrOwner(caller, 0), caller == owner);
    }

    function _expectInvalidReceiver(address receiver) private {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, receiver));
        vm.prank(alice);
        registry.registerFor(receiver, IPFS_URI);
        assertEq(registry.agentCount(), 0);
    }
}
