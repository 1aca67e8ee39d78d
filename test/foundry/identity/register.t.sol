// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Vm} from "forge-std/Vm.sol";
import {IERC8004Identity} from "../../../contracts/interfaces/IERC8004Identity.sol";
import {IERC8004IdentityRegistry} from "../../../contracts/interfaces/IERC8004IdentityRegistry.sol";
import {
    AcceptingReceiver,
    Actor,
    RefusingReceiver,
    RevertingReceiver,
    SilentReceiver
} from "../mocks/identity/Receivers.sol";
import {IdentityBase} from "./Base.t.sol";

contract RegisterTest is IdentityBase {
    function test_WithoutURI() public {
        for (uint256 expectedId; expectedId < 3; ++expectedId) {
            vm.recordLogs();
            vm.prank(alice);
            assertEq(registry.register(), expectedId);
            _logTransfer(address(0), alice, expectedId);
            _logRegistered(expectedId, "", alice);
            _logWallet(expectedId, alice);
            _checkLogs();
            assertEq(registry.ownerOf(expectedId), alice);
            assertEq(registry.getAgentWallet(expectedId), alice);
            assertEq(registry.getMetadata(expectedId, WALLET_KEY), abi.encodePacked(alice));
            assertEq(registry.tokenURI(expectedId), "");
            assertEq(registry.balanceOf(alice), expectedId + 1);
            assertEq(registry.agentCount(), expectedId + 1);
        }
    }

    function test_WithAURI() public {
        vm.recordLogs();
        assertEq(_register(alice, IPFS_URI), 0);
        assertEq(_register(bob, ""), 1);
        _logRegistration(0, IPFS_URI, alice);
        _logRegistration(1, "", bob);
        _checkLogs();
        assertEq(registry.tokenURI(0), IPFS_URI);
        assertEq(registry.tokenURI(1), "");
        assertEq(registry.ownerOf(1), bob);
        assertEq(registry.getAgentWallet(1), bob);
    }

    function test_WithAURI_RevertWhen_longerThanTheCodeOfOneContract() public {
        string memory uri = string(_bytes(1, 24_576));
        bytes memory expected =
            abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityURITooLong.selector, 24_576, 24_575);
        vm.expectRevert(expected);
        vm.prank(alice);
        registry.register(uri);
        vm.expectRevert(expected);
        vm.prank(alice);
        registry.register(uri, _entries("a", "b"));
    }

    function test_WithMetadata() public {
        IERC8004Identity.MetadataEntry[] memory entries = new IERC8004Identity.MetadataEntry[](3);
        entries[0] = IERC8004Identity.MetadataEntry("agentName", "MyAgent");
        entries[1] = IERC8004Identity.MetadataEntry("", _bytes(1, 100));
        entries[2] = IERC8004Identity.MetadataEntry("empty", "");
        vm.recordLogs();
        vm.prank(alice);
        assertEq(registry.register(IPFS_URI, entries), 0);
        _logRegistration(0, IPFS_URI, alice);
        _logMetadataSet(0, "agentName", "MyAgent");
        _logMetadataSet(0, "", _bytes(1, 100));
        _logMetadataSet(0, "empty", "");
        _checkLogs();
        assertEq(registry.tokenURI(0), IPFS_URI);
        assertEq(registry.getMetadata(0, "agentName"), "MyAgent");
        assertEq(registry.getMetadata(0, ""), _bytes(1, 100));
        assertEq(registry.getMetadata(0, "empty"), "");
    }

    function test_WithMetadata_WhenAKeyComesTwice() public {
        IERC8004Identity.MetadataEntry[] memory entries = new IERC8004Identity.MetadataEntry[](2);
        entries[0] = IERC8004Identity.MetadataEntry("key", _bytes(1, 40));
        entries[1] = IERC8004Identity.MetadataEntry("key", "later");
        vm.recordLogs();
        vm.prank(alice);
        registry.register("", entries);
        _logRegistration(0, "", alice);
        _logMetadataSet(0, "key", _bytes(1, 40));
        _logMetadataSet(0, "key", "later");
        _checkLogs();
        assertEq(registry.getMetadata(0, "key"), "later");
    }

    function test_WithMetadata_WhenThereAreNoEntries() public {
        vm.recordLogs();
        vm.prank(alice);
        registry.register(IPFS_URI, new IERC8004Identity.MetadataEntry[](0));
        _logRegistration(0, IPFS_URI, alice);
        _checkLogs();
    }

    function test_WithMetadata_WhenAtTheLimits() public {
        IERC8004Identity.MetadataEntry[] memory entries = _manyEntries(32, 256);
        vm.prank(alice);
        registry.register("", entries);
        for (uint256 i; i < 32; ++i) {
            assertEq(registry.getMetadata(0, entries[i].metadataKey), entries[i].metadataValue);
        }
    }

    function test_WithMetadata_RevertWhen_thereAreTooManyEntries() public {
        IERC8004Identity.MetadataEntry[] memory entries = _manyEntries(33, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityTooManyMetadataEntries.selector, 33, 32)
        );
        vm.prank(alice);
        registry.register("", entries);
    }

    function test_WithMetadata_RevertWhen_theValuesAreTooLongInSum() public {
        IERC8004Identity.MetadataEntry[] memory entries = _manyEntries(32, 256);
        entries[7].metadataValue = _bytes(7, 257);
        vm.expectRevert(abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityMetadataTooLong.selector, 8193, 8192));
        vm.prank(alice);
        registry.register("", entries);
    }

    function test_WithMetadata_RevertWhen_aKeyIsAgentWallet() public {
        IERC8004Identity.MetadataEntry[] memory entries = _manyEntries(3, 5);
        entries[2].metadataKey = WALLET_KEY;
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityReservedMetadataKey.selector, WALLET_KEY)
        );
        vm.prank(alice);
        registry.register("", entries);
    }

    function test_WhenTheCallerIsAContractThatAccepts() public {
        AcceptingReceiver receiver = new AcceptingReceiver();
        bytes[3] memory calls = _calls();
        for (uint256 i; i < calls.length; ++i) {
            vm.recordLogs();
            bytes memory result = receiver.act(address(registry), calls[i]);
            assertEq(abi.decode(result, (uint256)), i);
            Vm.Log[] memory logs = vm.getRecordedLogs();
            uint256 asked;
            for (uint256 j; j < logs.length; ++j) {
                if (logs[j].emitter == address(receiver)) ++asked;
            }
            assertEq(asked, 1);
            Vm.Log memory last = logs[logs.length - 1];
            assertEq(last.emitter, address(receiver));
            assertEq(last.data, abi.encode(address(receiver), address(0), i, bytes("")));
            assertEq(registry.ownerOf(i), address(receiver));
        }
    }

    function test_RevertWhen_theCallerIsAContractWithoutTheFunction() public {
        _expectInvalidReceiver(new Actor());
        _expectInvalidReceiver(new SilentReceiver());
    }

    function test_RevertWhen_theCallerIsAContractThatAnswersWithAnotherValue() public {
        _expectInvalidReceiver(new RefusingReceiver());
    }

    function test_RevertWhen_theCallerIsAContractThatRevertsWithItsOwnError() public {
        RevertingReceiver receiver = new RevertingReceiver();
        bytes[3] memory calls = _calls();
        for (uint256 i; i < calls.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(RevertingReceiver.NotToday.selector, 0));
            receiver.act(address(registry), calls[i]);
        }
        assertEq(registry.agentCount(), 0);
    }

    function testFuzz_WithMetadata(uint256 count, uint256 seed, string calldata uri) public {
        count = bound(count, 0, 32);
        IERC8004Identity.MetadataEntry[] memory entries = new IERC8004Identity.MetadataEntry[](count);
        for (uint256 i; i < count; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            entries[i] = IERC8004Identity.MetadataEntry(
                string(_bytes(random % 8, random % 40)), _bytes(random >> 8, (random >> 16) % 257)
            );
        }
        vm.recordLogs();
        vm.prank(alice);
        registry.register(uri, entries);
        _logRegistration(0, uri, alice);
        for (uint256 i; i < count; ++i) {
            _logMetadataSet(0, entries[i].metadataKey, entries[i].metadataValue);
        }
        _checkLogs();
        for (uint256 i; i < count; ++i) {
            bytes memory expected = entries[i].metadataValue;
            for (uint256 j = i + 1; j < count; ++j) {
                bool same = keccak256(bytes(entries[j].metadataKey)) == keccak256(bytes(entries[i].metadataKey));
                if (same) expected = entries[j].metadataValue;
            }
            assertEq(registry.getMetadata(0, entries[i].metadataKey), expected);
        }
    }

    function _expectInvalidReceiver(Actor receiver) private {
        bytes[3] memory calls = _calls();
        for (uint256 i; i < calls.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, address(receiver)));
            receiver.act(address(registry), calls[i]);
        }
        assertEq(registry.agentCount(), 0);
    }

    function _calls() private pure returns (bytes[3] memory calls) {
        calls[0] = abi.encodeWithSignature("register()");
        calls[1] = abi.encodeWithSignature("register(string)", IPFS_URI);
        calls[2] = abi.encodeWithSignature("register(string,(string,bytes)[])", IPFS_URI, _entries("k", "v"));
    }

    function _manyEntries(uint256 count, uint256 length)
        private
        pure
        returns (IERC8004Identity.MetadataEntry[] memory entries)
    {
        entries = new IERC8004Identity.MetadataEntry[](count);
        for (uint256 i; i < count; ++i) {
            entries[i] = IERC8004Identity.MetadataEntry(vm.toString(i), _bytes(i, length));
        }
    }
}
