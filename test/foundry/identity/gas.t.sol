// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {console2} from "forge-std/console2.sol";
import {IERC8004Identity} from "../../../contracts/interfaces/IERC8004Identity.sol";
import {IdentityBase} from "./Base.t.sol";

/// @dev P49: the dearest call of each function that takes a list or text of bounded length, as a transaction would pay it:
/// 21,000, calldata and execution from cold slots, without refunds.
contract IdentityGasTest is IdentityBase {
    /// @dev EIP-7825: most gas of one transaction.
    uint256 private constant TRANSACTION_LIMIT = 16_777_216;
    uint256 private constant TIMES_SLOT = 9;

    function setUp() public override {
        super.setUp();
        _register(alice, "");
        _register(bob, "");
        vm.prank(bob);
        registry.setMetadata(1, "key", _nonzero(8192));
    }

    /// @dev The longest URI with the longest beginning and 32 values that fill the most slots for 8192 bytes.
    function test_P49_register() public {
        bytes memory uri = bytes.concat("data:application/json;base64,", _nonzero(24_575));
        IERC8004Identity.MetadataEntry[] memory entries = new IERC8004Identity.MetadataEntry[](32);
        for (uint256 i; i < 32; ++i) {
            // 31 values one byte longer than whole words, the last one takes what is left.
            uint256 length = i < 31 ? 225 : 8192 - 31 * 225;
            entries[i] = IERC8004Identity.MetadataEntry(string.concat("key", vm.toString(i)), _nonzero(length));
        }
        bytes memory call = abi.encodeWithSignature("register(string,(string,bytes)[])", string(uri), entries);
        _measure("register, 24,604 byte URI, 32 values of 8,192 bytes", eve, call, 13_500_000);
        assertEq(registry.tokenURI(2), string(uri));
        assertEq(registry.getMetadata(2, "key31"), entries[31].metadataValue);
    }

    /// @dev For an account without code; what a contract does when it is asked is its own affair.
    function test_P49_registerFor() public {
        string memory uri = string(bytes.concat("data:application/json;base64,", _nonzero(24_575)));
        bytes memory call = abi.encodeCall(registry.registerFor, (carol, uri));
        _measure("registerFor, 24,604 byte URI", eve, call, 6_000_000);
        assertEq(registry.ownerOf(2), carol);
    }

    function test_P49_registerBatch_ofShortURIs() public {
        string[] memory uris = new string[](50);
        for (uint256 i; i < 50; ++i) {
            uris[i] = string(bytes.concat("https://", _nonzero(56)));
        }
        _measure("registerBatch, 50 URIs of 64 bytes", eve, abi.encodeCall(registry.registerBatch, (uris)), 4_250_000);
        assertEq(registry.agentCount(), 52);
    }

    /// @dev All bytes that a batch may bring, spread over as many contracts as possible.
    function test_P49_registerBatch_ofLongURIs() public {
        string[] memory uris = new string[](50);
        for (uint256 i; i < 50; ++i) {
            uris[i] = string(_nonzero(i < 49 ? 983 : 49_152 - 49 * 983));
        }
        bytes memory call = abi.encodeCall(registry.registerBatch, (uris));
        _measure("registerBatch, 50 URIs of 49,152 bytes", eve, call, 16_000_000);
        assertEq(registry.agentCount(), 52);
    }

    function test_P49_setAgentURI() public {
        string memory uri = string(_nonzero(24_575));
        _measure("setAgentURI, 24,575 bytes", alice, abi.encodeCall(registry.setAgentURI, (0, uri)), 5_900_000);
    }

    function test_P49_setMetadata() public {
        bytes memory call = abi.encodeCall(registry.setMetadata, (0, "key", _nonzero(8192)));
        _measure("setMetadata, none to 8,192 bytes", alice, call, 6_000_000);
    }

    function test_P49_setMetadata_overwriting() public {
        bytes memory value = _nonzero(8192);
        value[0] ^= 0x01;
        for (uint256 i = 32; i < 8192; i += 32) {
            value[i] ^= 0x01;
        }
        bytes memory call = abi.encodeCall(registry.setMetadata, (1, "key", value));
        _measure("setMetadata, 8,192 bytes to others", bob, call, 2_000_000);
    }

    function test_P49_setMetadata_clearing() public {
        bytes memory call = abi.encodeCall(registry.setMetadata, (1, "key", ""));
        _measure("setMetadata, 8,192 bytes to none", bob, call, 2_000_000);
    }

    /// @dev What every feedback pays to ask who speaks for an agent: one slot for the owner, two for a stranger, three
    /// only while somebody is approved for that very agent.
    function test_isAuthorizedOrOwner_readsNoMoreThanItMust() public {
        assertEq(_reads(alice, 0), 1);
        assertEq(_reads(eve, 0), 2);
        vm.prank(alice);
        registry.approve(carol, 0);
        assertEq(_reads(alice, 0), 1);
        assertEq(_reads(eve, 0), 3);
        vm.prank(alice);
        registry.approve(address(0), 0);
        assertEq(_reads(eve, 0), 2);
    }

    /// @dev A registration writes the owner's slot once, whatever the URI.
    function test_registrationWritesFewSlots() public {
        uint256[7] memory lengths = [uint256(0), 7, 8, 39, 40, 71, 72];
        uint256[7] memory slots = [uint256(3), 3, 4, 4, 5, 5, 3];
        for (uint256 i; i < 7; ++i) {
            string memory uri = string(bytes.concat("ipfs://", _nonzero(lengths[i])));
            vm.record();
            _register(alice, uri);
            (, bytes32[] memory writes) = vm.accesses(address(registry));
            assertEq(_distinct(writes), slots[i]);
        }
    }

    /// @dev The agent's word, two balances, and the slot of the times, which six transfers share.
    function test_transfersShareTheSlotOfTheirTimes() public {
        address[2] memory owners = [alice, carol];
        for (uint256 transfer = 1; transfer <= 18; ++transfer) {
            vm.record();
            vm.prank(owners[(transfer + 1) % 2]);
            registry.transferFrom(owners[(transfer + 1) % 2], owners[transfer % 2], 0);
            (, bytes32[] memory writes) = vm.accesses(address(registry));
            assertEq(_distinct(writes), 4);
            bytes32 times = keccak256(abi.encode((transfer - 1) / 6, keccak256(abi.encode(0, TIMES_SLOT))));
            assertTrue(_contains(writes, times));
        }
    }

    /// @dev What it takes to use up the transfers of an agent: all of them in one go, from an owner to itself.
    function test_usingUpTheTransfersTakesLong() public {
        vm.startPrank(alice);
        for (uint256 i; i < 6; ++i) {
            registry.transferFrom(alice, alice, 0);
        }
        uint256 gas = gasleft();
        for (uint256 i; i < 600; ++i) {
            registry.transferFrom(alice, alice, 0);
        }
        gas -= gasleft();
        console2.log("transfer to oneself among many, gas", gas / 600);
        assertGt((gas / 600) << 19, 5e9);
    }

    function _contains(bytes32[] memory slots, bytes32 slot) private pure returns (bool) {
        for (uint256 i; i < slots.length; ++i) {
            if (slots[i] == slot) return true;
        }
        return false;
    }

    function _reads(address spender, uint256 agentId) private returns (uint256) {
        vm.record();
        registry.isAuthorizedOrOwner(spender, agentId);
        (bytes32[] memory reads,) = vm.accesses(address(registry));
        return _distinct(reads);
    }

    function _distinct(bytes32[] memory slots) private pure returns (uint256 count) {
        for (uint256 i; i < slots.length; ++i) {
            uint256 j;
            while (j < i && slots[j] != slots[i]) ++j;
            if (j == i) ++count;
        }
    }

    function _measure(string memory what, address caller, bytes memory call, uint256 maximum) private {
        uint256 tokens;
        for (uint256 i; i < call.length; ++i) {
            tokens += call[i] == 0 ? 1 : 4;
        }
        vm.prank(caller);
        uint256 execution = gasleft();
        (bool ok,) = address(registry).call(call);
        execution -= gasleft();
        assertTrue(ok);
        uint256 total = 21_000 + 4 * tokens + execution;
        // EIP-7623: calldata costs at least this much.
        uint256 floor = 21_000 + 10 * tokens;
        if (floor > total) total = floor;
        console2.log(what, total);
        assertLt(total, maximum);
        assertLt(maximum, TRANSACTION_LIMIT);
    }

    /// @dev No byte is zero: a zero byte would be cheaper in calldata.
    function _nonzero(uint256 length) private pure returns (bytes memory data) {
        data = _bytes(length, length);
        for (uint256 i; i < length; ++i) {
            if (data[i] == 0) data[i] = 0xff;
        }
    }
}
