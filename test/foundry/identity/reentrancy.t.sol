// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Vm} from "forge-std/Vm.sol";
import {IERC8004IdentityRegistry} from "../../../contracts/interfaces/IERC8004IdentityRegistry.sol";
import {ReentrantReceiver} from "../mocks/identity/Receivers.sol";
import {IdentityBase} from "./Base.t.sol";

/// @dev P15: whoever is asked whether it takes a new agent may call back and finds everything in place.
contract ReentrancyTest is IdentityBase {
    bytes private constant REGISTER = abi.encodeWithSignature("register()");

    ReentrantReceiver private _receiver;
    address private _self;

    function setUp() public override {
        super.setUp();
        _receiver = new ReentrantReceiver();
        _self = address(_receiver);
        _register(alice, "");
    }

    function test_P15_theMintCallbackSeesCompleteState() public {
        bytes memory value = _bytes(1, 50);
        _receiver.prepare(0, abi.encodeCall(registry.ownerOf, (1)));
        _receiver.prepare(0, abi.encodeCall(registry.balanceOf, (_self)));
        _receiver.prepare(0, abi.encodeCall(registry.tokenURI, (1)));
        _receiver.prepare(0, abi.encodeCall(registry.getAgentWallet, (1)));
        _receiver.prepare(0, abi.encodeCall(registry.getMetadata, (1, WALLET_KEY)));
        _receiver.prepare(0, abi.encodeCall(registry.getMetadata, (1, "key")));
        _receiver.prepare(0, abi.encodeCall(registry.agentCount, ()));
        _receiver.prepare(0, abi.encodeCall(registry.exists, (1)));
        _receiver.prepare(0, abi.encodeCall(registry.isAuthorizedOrOwner, (_self, 1)));
        vm.recordLogs();
        _act(abi.encodeWithSignature("register(string,(string,bytes)[])", IPFS_URI, _entries("key", value)));
        _logRegistration(1, IPFS_URI, _self);
        _logMetadataSet(1, "key", value);
        _checkLogs();
        assertEq(_receiver.result(0), abi.encode(_self));
        assertEq(_receiver.result(1), abi.encode(1));
        assertEq(_receiver.result(2), abi.encode(IPFS_URI));
        assertEq(_receiver.result(3), abi.encode(_self));
        assertEq(_receiver.result(4), abi.encode(abi.encodePacked(_self)));
        assertEq(_receiver.result(5), abi.encode(value));
        assertEq(_receiver.result(6), abi.encode(2));
        assertEq(_receiver.result(7), abi.encode(true));
        assertEq(_receiver.result(8), abi.encode(true));
        assertEq(_receiver.asked().length, 1);
    }

    function test_P15_aLongURIIsReadableInTheCallback() public {
        string memory uri = string(_bytes(1, 3000));
        _receiver.prepare(0, abi.encodeCall(registry.tokenURI, (1)));
        _act(abi.encodeWithSignature("register(string)", uri));
        assertEq(_receiver.result(0), abi.encode(uri));
    }

    /// @dev The receiver passes the agent on: the registration stands, and what the new owner finds is consistent.
    function test_P15_theReceiverPassesTheAgentOn() public {
        _receiver.prepare(0, abi.encodeCall(registry.transferFrom, (_self, bob, 1)));
        vm.recordLogs();
        bytes memory result =
            _act(abi.encodeWithSignature("register(string,(string,bytes)[])", IPFS_URI, _entries("key", "value")));
        assertEq(abi.decode(result, (uint256)), 1);
        _logRegistration(1, IPFS_URI, _self);
        _logMetadataSet(1, "key", "value");
        _logWallet(1, address(0));
        _logTransfer(_self, bob, 1);
        _checkLogs();
        assertEq(registry.ownerOf(1), bob);
        assertEq(registry.balanceOf(bob), 1);
        assertEq(registry.balanceOf(_self), 0);
        assertEq(registry.getAgentWallet(1), address(0));
        assertEq(registry.getMetadata(1, "key"), "value");
        assertEq(registry.tokenURI(1), IPFS_URI);
    }

    function test_P15_theReceiverRegistersAgain() public {
        _receiver.prepare(0, abi.encodeWithSignature("register(string)", "ipfs://inner"));
        _receiver.prepare(1, REGISTER);
        bytes memory result = _act(abi.encodeWithSignature("register(string)", "ipfs://outer"));
        assertEq(abi.decode(result, (uint256)), 1);
        assertEq(registry.tokenURI(1), "ipfs://outer");
        assertEq(registry.tokenURI(2), "ipfs://inner");
        assertEq(registry.tokenURI(3), "");
        assertEq(registry.agentCount(), 4);
        assertEq(registry.balanceOf(_self), 3);
        uint256[] memory asked = _receiver.asked();
        assertEq(asked.length, 3);
        for (uint256 i; i < 3; ++i) {
            assertEq(asked[i], i + 1);
            assertEq(registry.getAgentWallet(i + 1), _self);
        }
    }

    function test_P15_theReceiverChangesEverything() public {
        string memory long = string(_bytes(2, 500));
        _receiver.prepare(0, abi.encodeCall(registry.setAgentURI, (1, long)));
        _receiver.prepare(0, abi.encodeCall(registry.setMetadata, (1, "key", "changed")));
        _receiver.prepare(0, abi.encodeCall(registry.unsetAgentWallet, (1)));
        _receiver.prepare(0, abi.encodeCall(registry.approve, (bob, 1)));
        _act(abi.encodeWithSignature("register(string,(string,bytes)[])", IPFS_URI, _entries("key", "value")));
        assertEq(registry.tokenURI(1), long);
        assertEq(registry.getMetadata(1, "key"), "changed");
        assertEq(registry.getAgentWallet(1), address(0));
        assertEq(registry.getApproved(1), bob);
        assertEq(registry.ownerOf(1), _self);
    }

    function test_P15_theReceiverSetsTheWallet() public {
        Vm.Wallet memory wallet = vm.createWallet("wallet");
        uint256 deadline = block.timestamp + 10;
        bytes32 digest = _walletDigest(address(registry), block.chainid, 1, wallet.addr, _self, deadline);
        bytes memory signature = _signDigest(wallet, digest);
        _receiver.prepare(0, abi.encodeCall(registry.setAgentWallet, (1, wallet.addr, deadline, signature)));
        _act(REGISTER);
        assertEq(registry.getAgentWallet(1), wallet.addr);
    }

    /// @dev An agent that comes later in a batch is complete when the receiver is asked about the first.
    function test_P15_theFirstCallbackOfABatchSeesAllAgents() public {
        string[] memory uris = new string[](3);
        for (uint256 i; i < 3; ++i) {
            uris[i] = string(_bytes(i, 5 + 60 * i));
            _receiver.prepare(0, abi.encodeCall(registry.tokenURI, (i + 1)));
            _receiver.prepare(0, abi.encodeCall(registry.getAgentWallet, (i + 1)));
        }
        _receiver.prepare(0, abi.encodeCall(registry.agentCount, ()));
        _receiver.prepare(0, abi.encodeCall(registry.balanceOf, (_self)));
        // It moves the last away and registers one more before it is asked about the others.
        _receiver.prepare(0, abi.encodeCall(registry.transferFrom, (_self, bob, 3)));
        _receiver.prepare(0, REGISTER);
        _act(abi.encodeCall(registry.registerBatch, (uris)));
        for (uint256 i; i < 3; ++i) {
            assertEq(_receiver.result(2 * i), abi.encode(uris[i]));
            assertEq(_receiver.result(2 * i + 1), abi.encode(_self));
        }
        assertEq(_receiver.result(6), abi.encode(4));
        assertEq(_receiver.result(7), abi.encode(3));
        assertEq(registry.ownerOf(3), bob);
        assertEq(registry.agentCount(), 5);
        uint256[] memory asked = _receiver.asked();
        assertEq(asked.length, 4);
        assertEq(abi.encode(asked), abi.encode(_four(1, 4, 2, 3)));
    }

    /// @dev Registered by another: the owner is asked, and finds its agent complete.
    function test_P15_theOwnerOfRegisterForSeesCompleteState() public {
        _receiver.prepare(0, abi.encodeCall(registry.ownershipOf, (1)));
        _receiver.prepare(0, abi.encodeCall(registry.balanceOf, (_self)));
        _receiver.prepare(0, abi.encodeCall(registry.tokenURI, (1)));
        _receiver.prepare(0, abi.encodeCall(registry.getAgentWallet, (1)));
        _receiver.prepare(0, abi.encodeCall(registry.agentCount, ()));
        _receiver.prepare(0, abi.encodeCall(registry.isAuthorizedOrOwner, (alice, 1)));
        _receiver.prepare(0, abi.encodeCall(registry.transferredAt, (1, 1)));
        vm.recordLogs();
        vm.prank(alice);
        assertEq(registry.registerFor(_self, IPFS_URI), 1);
        _logRegistration(1, IPFS_URI, _self);
        _checkLogs();
        assertEq(_receiver.result(0), abi.encode(_self, 0));
        assertEq(_receiver.result(1), abi.encode(1));
        assertEq(_receiver.result(2), abi.encode(IPFS_URI));
        assertEq(_receiver.result(3), abi.encode(_self));
        assertEq(_receiver.result(4), abi.encode(2));
        assertEq(_receiver.result(5), abi.encode(false));
        assertEq(_receiver.result(6), abi.encode(0));
        assertEq(_receiver.asked().length, 1);
    }

    /// @dev It registers for itself and for another, changes its agent and passes it on.
    function test_P15_theOwnerOfRegisterForCallsBack() public {
        _receiver.prepare(0, abi.encodeCall(registry.registerFor, (bob, "ipfs://inner")));
        _receiver.prepare(0, abi.encodeCall(registry.registerFor, (_self, "")));
        _receiver.prepare(0, abi.encodeCall(registry.setAgentURI, (1, "ipfs://changed")));
        _receiver.prepare(0, abi.encodeCall(registry.transferFrom, (_self, bob, 1)));
        _receiver.prepare(0, abi.encodeCall(registry.ownershipOf, (1)));
        vm.prank(alice);
        assertEq(registry.registerFor(_self, IPFS_URI), 1);
        assertEq(_receiver.result(0), abi.encode(2));
        assertEq(_receiver.result(1), abi.encode(3));
        assertEq(_receiver.result(4), abi.encode(bob, 1));
        assertEq(registry.ownerOf(1), bob);
        assertEq(registry.tokenURI(1), "ipfs://changed");
        assertEq(registry.getAgentWallet(1), address(0));
        assertEq(registry.transferredAt(1, 1), START);
        assertEq(registry.ownerOf(2), bob);
        assertEq(registry.getAgentWallet(2), bob);
        assertEq(registry.ownerOf(3), _self);
        assertEq(registry.balanceOf(bob), 2);
        assertEq(registry.balanceOf(_self), 1);
        assertEq(registry.agentCount(), 4);
        // Not about the agent of bob, who has no code.
        uint256[] memory asked = _receiver.asked();
        assertEq(asked.length, 2);
        assertEq(asked[0], 1);
        assertEq(asked[1], 3);
    }

    /// @dev What the receiver did is undone when it ends up refusing.
    function test_P15_aFailingCallbackUndoesEverything() public {
        _receiver.prepare(0, REGISTER);
        _receiver.prepare(1, abi.encodeCall(registry.setAgentURI, (0, "ipfs://stolen")));
        vm.expectRevert(abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityNotAuthorized.selector, 0, _self));
        _receiver.act(address(registry), REGISTER);
        assertEq(registry.agentCount(), 1);
        assertEq(registry.balanceOf(_self), 0);
        assertFalse(registry.exists(1));
    }

    function _act(bytes memory call) private returns (bytes memory) {
        return _receiver.act(address(registry), call);
    }

    function _four(uint256 a, uint256 b, uint256 c, uint256 d) private pure returns (uint256[] memory list) {
        list = new uint256[](4);
        (list[0], list[1], list[2], list[3]) = (a, b, c, d);
    }
}
