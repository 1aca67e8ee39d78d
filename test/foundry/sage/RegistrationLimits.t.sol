// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {BurningHook} from "../mocks/sage/Hooks.sol";
import {RegistrationFixture} from "./RegistrationFixture.sol";

/// @dev Confirms everything after it has burnt nearly all the gas it got.
contract SlowWallet is IERC1271 {
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        while (gasleft() > 1000) {}
        return IERC1271.isValidSignature.selector;
    }
}

/// @dev The dearest registrations and bindings. What is measured is the whole transaction: execution with cold storage, the
/// intrinsic gas (EIP-2028; the floor of EIP-7623 lies below the sum), and twenty accounts that would be cold.
contract RegistrationLimitsTest is RegistrationFixture {
    uint256 private constant MOST = 16_700_000;
    uint256 private constant LONGEST_URI = 24_575;
    string private constant LONGEST = "a234567890b234567890c234567890d234567890e234567890f234567890g234";

    function setUp() public override {
        super.setUp();
        address hook = address(new BurningHook());
        vm.prank(governance);
        registry.setHook(hook, false, true);
    }

    function test_P49_registrationWithTenP256Keys() public {
        Plan memory plan = planFor(alice, LONGEST, _p256Keys(), alice);
        plan.uri = _longUri(LONGEST_URI);
        _compress(plan);
        assertLt(_measure(plan, "ten compressed P-256 keys, fallback"), MOST);
    }

    function test_P49_registrationWithTenSlowContracts() public {
        Plan memory plan = planFor(alice, LONGEST, _slowKeys(), alice);
        plan.uri = _longUri(LONGEST_URI);
        uint256 used = _measure(plan, "ten ERC-1271 keys that burn their gas");
        assertGt(used, 10 * 400_000);
        assertLt(used, MOST);
    }

    /// @dev One key that is proved by a slow contract, and nine that it attests: each costs a key and its attestation.
    function test_P49_registrationWithSlowAttestations() public {
        TestKey[] memory keys = _slowKeys();
        Plan memory plan = planFor(alice, LONGEST, keys, alice);
        for (uint256 i = 1; i < 10; ++i) {
            plan.keys[i] = attestedInput(x25519Key(i), keys[0], didOf(LONGEST), alice, i);
        }
        plan.uri = _longUri(LONGEST_URI);
        uint256 used = _measure(plan, "one slow key and nine attestations by it");
        assertGt(used, 10 * 400_000);
        assertLt(used, MOST);
    }

    function test_P49_bindingWithTenSlowContracts() public {
        Plan memory plan = planFor(alice, LONGEST, _slowKeys(), alice);
        uint256 agentId = mintTo(alice);
        commit(alice, bindingOf(plan, agentId));
        assertLt(_measureCall(bindingDataOf(plan, agentId), "binding, ten slow contracts"), MOST);
    }

    /// @dev The registries on the public chains keep URIs in storage slots and have no maximum of their own.
    function test_P49_registrationOverDeployedRegistries() public {
        useDeployedIdentity();
        Plan memory plan = planFor(alice, LONGEST, _slowKeys(), alice);
        plan.uri = _longUri(8192);
        assertLt(_measure(plan, "over a deployed registry, 8 KiB URI, ten slow contracts"), MOST);
    }

    function test_P49_commitment() public {
        bytes memory data = abi.encodeCall(registry.commitRegistration, (keccak256("commitment")));
        assertLt(_measureCall(data, "commitRegistration"), 110_000);
    }

    function _p256Keys() private pure returns (TestKey[] memory keys) {
        keys = new TestKey[](10);
        for (uint256 i; i < 10; ++i) {
            keys[i] = p256Key(i);
        }
    }

    function _slowKeys() private returns (TestKey[] memory keys) {
        keys = new TestKey[](10);
        for (uint256 i; i < 10; ++i) {
            keys[i] = erc1271Key(address(new SlowWallet()));
        }
    }

    function _compress(Plan memory plan) private {
        for (uint256 i; i < 10; ++i) {
            plan.keys[i].publicKey = compressedOf(p256Key(i));
        }
    }

    /// @dev No byte of it is zero, so that it is as dear as it can be.
    function _longUri(uint256 length) private pure returns (string memory) {
        bytes memory text = new bytes(length);
        for (uint256 i; i < length; ++i) {
            text[i] = "x";
        }
        return string(text);
    }

    function _measure(Plan memory plan, string memory name) private returns (uint256) {
        commit(alice, commitmentOf(plan));
        bytes memory data = dataOf(plan);
        uint256 used = _measureCall(data, name);
        assertRegistered(registry.agentByDID(didOf(plan.identifier)), plan, alice);
        return used;
    }

    function _measureCall(bytes memory data, string memory name) private returns (uint256 used) {
        vm.cool(address(registry));
        vm.cool(registry.getIdentityRegistry());
        vm.cool(p256Verifier);
        vm.prank(alice);
        used = gasleft();
        (bool success,) = address(registry).call(data);
        used -= gasleft();
        assertTrue(success);
        used += 21_000 + 20 * 2600;
        for (uint256 i; i < data.length; ++i) {
            used += data[i] == 0 ? 4 : 16;
        }
        emit log_named_uint(name, used);
    }
}
