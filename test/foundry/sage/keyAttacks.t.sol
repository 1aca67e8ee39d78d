// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {SlowWallet} from "../mocks/sage/SigningWallets.sol";
import {KeyFixture} from "./KeyFixture.sol";

/// @dev Attacks on keys that have no place in the behaviour of one function.
contract KeyAttacksTest is KeyFixture {
    /// @dev EIP-7825.
    uint256 private constant TRANSACTION_GAS = 16_700_000;

    /// @dev One owner, two agents, several keys each: every one can be revoked, in any order.
    function test_attack_A04_everyKeyOfEveryAgentCanBeRevoked() public {
        uint256 other = register(alice, "alice-2", list(secp256k1Key(1), secp256k1Key(2)));
        uint256[2] memory both = [agentId, other];
        for (uint256 i; i < 2; ++i) {
            for (uint256 j = 10; j < 14; ++j) {
                addKey(both[i], secp256k1Key(j));
            }
        }
        for (uint256 i; i < 2; ++i) {
            ISageRegistryV3.KeyView[] memory keys = registry.getKeys(both[i], 0, 100);
            assertEq(keys.length, 6);
            for (uint256 j; j < 6; ++j) {
                assertTrue(registry.isKeyValid(both[i], keys[j].keyId));
                vm.prank(alice);
                registry.revokeKey(both[i], keys[j].keyId, 0);
                assertFalse(registry.isKeyValid(both[i], keys[j].keyId));
            }
            assertEq(registry.getAgent(both[i]).activeKeys, 0);
        }
    }

    /// @dev The first, the middle and the last of ten keys cost what the only one costs.
    function test_attack_A07_revokingCostsTheSameWithTenKeys() public {
        // Slots that this transaction has written are cheaper, so that the first of the measurements would be dear.
        addKey(agentId, secp256k1Key(2));
        _costOfRevoking(first);
        (uint256 one, uint256 fresh) = (_costOfRevoking(first), _costOfRevoking(keyIdOf(secp256k1Key(2))));
        for (uint256 i = 3; i < 10; ++i) {
            addKey(agentId, secp256k1Key(i));
        }
        assertEq(activeKeys(), 10);
        assertEq(_costOfRevoking(first), one);
        assertEq(_costOfRevoking(keyIdOf(secp256k1Key(2))), fresh);
        assertEq(_costOfRevoking(keyIdOf(secp256k1Key(5))), fresh);
        assertEq(_costOfRevoking(keyIdOf(secp256k1Key(9))), fresh);
        // Nor do keys of the past count.
        revokeBy(alice, keyIdOf(secp256k1Key(2)), 0);
        for (uint256 i = 20; i < 60; ++i) {
            addKey(agentId, secp256k1Key(i));
            revokeBy(alice, keyIdOf(secp256k1Key(i)), 0);
        }
        assertEq(_costOfRevoking(first), one);
    }

    /// @dev Nor does the number of the owner's agents.
    function test_attack_A07_revokingCostsTheSameWithAHundredAgents() public {
        register(alice, "second", list(secp256k1Key(1)));
        _costOfRevoking(first);
        uint256 one = _costOfRevoking(first);
        for (uint256 i; i < 98; ++i) {
            register(alice, string.concat("further-", vm.toString(i)), list(secp256k1Key(1)));
        }
        assertEq(registry.agentCountOf(alice), 100);
        assertEq(_costOfRevoking(first), one);
    }

    /// @dev A28: all views honour a revocation at once, also those that look back.
    function test_attack_A28_noViewServesARevokedKey() public {
        bytes memory signature = signatureOf(secp256k1Key(1), DIGEST);
        uint256 start = registry.getKey(agentId, first).validFrom;
        revokeBy(alice, first, start + 10);
        assertFalse(isValid(first));
        assertFalse(registry.verifySignature(agentId, first, DIGEST, signature));
        assertTrue(isValidAt(first, start + 9));
        for (uint256 t = start + 10; t < block.timestamp + 5; ++t) {
            assertFalse(isValidAt(first, t));
            assertFalse(registry.isKeyInForceAt(agentId, first, t));
        }
        assertEq(registry.getKeys(agentId, 0, 1)[0].validUntil, block.timestamp);
        assertEq(activeKeys(), 1);
    }

    /// @dev The dearest of each: ten keys by wallets that use all they may, P-256 without precompile, the longest card.
    function test_P49_noCallOnKeysExceedsATransaction() public {
        for (uint256 i = 2; i < 10; ++i) {
            addKey(agentId, secp256k1Key(i));
        }
        ISageRegistryV3.KeyInput memory input = nextInput(erc1271Key(address(new SlowWallet(395_000))));
        _costs(alice, abi.encodeCall(ISageRegistryV3.rotateKey, (agentId, first, input)), 600_000);
        _costs(alice, abi.encodeCall(ISageRegistryV3.revokeKey, (agentId, second, 0)), 60_000);
        input = nextInput(p256Key(9));
        _costs(alice, abi.encodeCall(ISageRegistryV3.addKey, (agentId, input)), 600_000);
        string memory uri = string(_filled(1024));
        _costs(alice, abi.encodeCall(ISageRegistryV3.setCard, (agentId, uri, DIGEST)), 900_000);
        _costs(alice, abi.encodeCall(ISageRegistryV3.deactivateAgent, (agentId)), 100_000);
        _costs(alice, abi.encodeCall(ISageRegistryV3.reactivateAgent, (agentId)), 100_000);
        transfer(alice, bob);
        _costs(eve, abi.encodeCall(ISageRegistryV3.recordOwnership, (agentId)), 100_000);
        TestKey[] memory keys = new TestKey[](10);
        for (uint256 i; i < 10; ++i) {
            keys[i] = erc1271Key(address(new SlowWallet(395_000)));
        }
        ISageRegistryV3.KeyInput[] memory inputs = inputsOf(keys, DID, bob, nonce());
        _costs(bob, abi.encodeCall(ISageRegistryV3.claimAgent, (agentId, inputs)), 6_000_000);
        assertEq(activeKeys(), 10);
    }

    function _costs(address sender, bytes memory data, uint256 bound_) private {
        wait(1);
        vm.prank(sender);
        uint256 before = gasleft();
        (bool success,) = address(registry).call{gas: TRANSACTION_GAS}(data);
        uint256 used = before - gasleft();
        assertTrue(success);
        assertLt(used, bound_);
    }

    /// @dev With everything cold; what was done is undone.
    function _costOfRevoking(bytes32 keyId) private returns (uint256 used) {
        uint256 state = vm.snapshotState();
        vm.cool(address(registry));
        vm.cool(address(agents));
        vm.prank(alice);
        registry.revokeKey(agentId, keyId, 0);
        used = vm.lastCallGas().gasTotalUsed;
        vm.revertToState(state);
    }

    function _filled(uint256 length) private pure returns (bytes memory text) {
        text = new bytes(length);
        for (uint256 i; i < length; ++i) {
            text[i] = "x";
        }
    }
}

contract KeyAttacksOverDeployedTest is KeyAttacksTest {
    function isForeign() internal pure override returns (bool) {
        return true;
    }
}
