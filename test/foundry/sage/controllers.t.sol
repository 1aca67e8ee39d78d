// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyFixture} from "./KeyFixture.sol";

/// @dev Who may do what, for every function that changes a bound agent.
contract ControllersTest is KeyFixture {
    uint256 private constant FUNCTIONS = 6;

    function test_theOwnerMay() public {
        _mayAll(alice);
    }

    function test_anOperatorMay() public {
        vm.prank(alice);
        agents.setApprovalForAll(carol, true);
        _mayAll(carol);
        vm.prank(alice);
        agents.setApprovalForAll(carol, false);
        _mayNothing(carol);
    }

    function test_theApprovedAccountMay() public {
        vm.prank(alice);
        agents.approve(carol, agentId);
        _mayAll(carol);
        vm.prank(alice);
        agents.approve(address(0), agentId);
        _mayNothing(carol);
    }

    function testFuzz_P12_strangersMayNothing(address stranger) public {
        vm.assume(stranger != alice);
        _mayNothing(stranger);
    }

    /// @dev A25, and A03 from the other side: neither another agent's owner nor the key itself is the controller.
    function test_attack_A25_othersMayNothing() public {
        uint256 other = register(bob, "bob-1", list(secp256k1Key(7)));
        _mayNothing(bob);
        _mayNothing(vm.addr(secp256k1Key(1).secret));
        _mayNothing(governance);
        _mayNothing(address(registry));
        _mayNothing(address(agents));
        // Through its own agent either: the key isn't that one's.
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageKeyUnknown.selector, other, first));
        vm.prank(bob);
        registry.revokeKey(other, first, 0);
        assertTrue(isValid(first));
    }

    /// @dev Nor the account that the agent is paid at.
    function test_theAgentWalletMayNothing() public {
        transfer(alice, bob);
        claim(agentId, bob, list(secp256k1Key(2)));
        vm.mockCall(address(agents), abi.encodeWithSignature("getAgentWallet(uint256)", agentId), abi.encode(carol));
        _mayNothing(carol);
    }

    function test_attack_A46_theFormerSideMayNothing() public {
        vm.startPrank(alice);
        agents.setApprovalForAll(carol, true);
        agents.approve(eve, agentId);
        vm.stopPrank();
        transfer(alice, bob);
        for (uint256 i; i < 2; ++i) {
            _mayNothing(alice);
            _mayNothing(carol);
            _mayNothing(eve);
            if (i == 0) claim(agentId, bob, list(secp256k1Key(2)));
        }
        _mayAll(bob);
    }

    /// @dev A26: whoever deactivated, only the controller ends it.
    function test_attack_A26_nobodyElseReactivates() public {
        vm.prank(alice);
        agents.setApprovalForAll(carol, true);
        vm.prank(carol);
        registry.deactivateAgent(agentId);
        vm.prank(alice);
        agents.setApprovalForAll(carol, false);
        address[5] memory others = [carol, eve, governance, vm.addr(secp256k1Key(1).secret), address(registry)];
        for (uint256 i; i < others.length; ++i) {
            expectNotController(others[i]);
            vm.prank(others[i]);
            registry.reactivateAgent(agentId);
        }
        assertFalse(isValid(first));
        vm.prank(alice);
        registry.reactivateAgent(agentId);
        assertTrue(isValid(first));
    }

    /// @dev A03: no function asks the owner for a signature, and none takes a key's word for a transaction.
    function test_attack_A03_theOwnerByTransactionTheKeyByProof() public {
        ISageRegistryV3.KeyInput memory input = nextInput(p256Key(5));
        // The proof of the new key alone, sent by anyone, adds nothing; the owner without it neither.
        expectNotController(eve);
        vm.prank(eve);
        registry.addKey(agentId, input);
        bytes32 digest = registry.keyProofDigest(DID, alice, keyIdOf(p256Key(5)), 2);
        (, uint256 aliceSecret) = makeAddrAndKey("alice");
        bytes memory proof = input.proof;
        input.proof = proofOf(TestKey(input.keyType, aliceSecret, address(0)), digest);
        expectProofInvalid(keyIdOf(p256Key(5)));
        vm.prank(alice);
        registry.addKey(agentId, input);
        input.proof = proof;
        vm.prank(alice);
        registry.addKey(agentId, input);
        // A lost key is no obstacle.
        revokeBy(alice, first, 0);
        revokeBy(alice, second, 0);
        rotateBy(alice, keyIdOf(p256Key(5)), secp256k1Key(6));
        assertTrue(isValid(keyIdOf(secp256k1Key(6))));
    }

    function _mayAll(address account) private {
        uint256 state = vm.snapshotState();
        uint256 before = nonce();
        _succeeds(account, _call(0));
        _succeeds(account, _call(1));
        _succeeds(account, _call(2));
        assertEq(nonce(), before + 3);
        _succeeds(account, _call(3));
        _succeeds(account, _call(4));
        assertFalse(registry.getAgent(agentId).isActive);
        _succeeds(account, _call(5));
        assertTrue(registry.getAgent(agentId).isActive);
        vm.revertToState(state);
    }

    function _mayNothing(address account) private {
        bytes memory before = abi.encode(registry.getAgent(agentId), registry.getKeys(agentId, 0, 100));
        for (uint256 i; i < FUNCTIONS; ++i) {
            _fails(account, _call(i));
        }
        ISageRegistryV3.KeyInput[] memory inputs = inputsOf(list(secp256k1Key(50)), DID, account, nonce());
        _fails(account, abi.encodeCall(ISageRegistryV3.claimAgent, (agentId, inputs)));
        assertEq(abi.encode(registry.getAgent(agentId), registry.getKeys(agentId, 0, 100)), before);
    }

    /// @dev In an order in which the controller can make them all; keys of the owner of now.
    function _call(uint256 index) private returns (bytes memory) {
        if (index == 0) return abi.encodeCall(ISageRegistryV3.addKey, (agentId, nextInput(secp256k1Key(20))));
        bytes32 added = keyIdOf(secp256k1Key(20));
        if (index == 1) {
            return abi.encodeCall(ISageRegistryV3.rotateKey, (agentId, added, nextInput(secp256k1Key(21))));
        }
        bytes32 rotated = keyIdOf(secp256k1Key(21));
        if (index == 2) return abi.encodeCall(ISageRegistryV3.revokeKey, (agentId, rotated, 0));
        if (index == 3) return abi.encodeCall(ISageRegistryV3.setCard, (agentId, "ipfs://card", DIGEST));
        if (index == 4) return abi.encodeCall(ISageRegistryV3.deactivateAgent, (agentId));
        return abi.encodeCall(ISageRegistryV3.reactivateAgent, (agentId));
    }

    function _succeeds(address account, bytes memory data) private {
        vm.prank(account);
        (bool success,) = address(registry).call(data);
        assertTrue(success);
    }

    function _fails(address account, bytes memory data) private {
        vm.prank(account);
        (bool success, bytes memory reason) = address(registry).call(data);
        assertFalse(success);
        assertEq(reason, abi.encodeWithSelector(ISageRegistryV3.SageNotController.selector, agentId, account));
    }
}

contract ControllersOverDeployedTest is ControllersTest {
    function isForeign() internal pure override returns (bool) {
        return true;
    }
}
