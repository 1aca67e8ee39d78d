// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Vm} from "forge-std/Vm.sol";
import {ERC8004IdentityRegistry} from "../../../contracts/ERC8004IdentityRegistry.sol";
import {IERC8004IdentityRegistry} from "../../../contracts/interfaces/IERC8004IdentityRegistry.sol";
import {AcceptingReceiver, RefusingReceiver} from "../mocks/identity/Receivers.sol";
import {IdentityBase} from "./Base.t.sol";

contract RegisterBatchTest is IdentityBase {
    function test_RevertWhen_theListIsEmpty() public {
        vm.expectRevert(abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityBatchSize.selector, 0, 50));
        vm.prank(alice);
        registry.registerBatch(new string[](0));
    }

    function test_RevertWhen_theListIsTooLong() public {
        vm.expectRevert(abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityBatchSize.selector, 51, 50));
        vm.prank(alice);
        registry.registerBatch(new string[](51));
    }

    function test_RevertWhen_theURIsAreTooLongInSum() public {
        string[] memory uris = new string[](3);
        uris[0] = string(_bytes(0, 24_575));
        uris[1] = string(_bytes(1, 24_575));
        uris[2] = "abc";
        vm.expectRevert(abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityURITooLong.selector, 49_153, 49_152));
        vm.prank(alice);
        registry.registerBatch(uris);
        uris[2] = "ab";
        vm.prank(alice);
        registry.registerBatch(uris);
        for (uint256 i; i < 3; ++i) {
            assertEq(registry.tokenURI(i), uris[i]);
        }
    }

    function test_RevertWhen_oneURIIsTooLong() public {
        string[] memory uris = new string[](2);
        uris[1] = string(_bytes(0, 24_576));
        vm.expectRevert(abi.encodeWithSelector(IERC8004IdentityRegistry.IdentityURITooLong.selector, 24_576, 24_575));
        vm.prank(alice);
        registry.registerBatch(uris);
    }

    function test_RevertWhen_theCallerIsAContractThatRefuses() public {
        RefusingReceiver receiver = new RefusingReceiver();
        string[] memory uris = new string[](2);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, address(receiver)));
        receiver.act(address(registry), abi.encodeCall(registry.registerBatch, (uris)));
        assertEq(registry.agentCount(), 0);
    }

    function test_WhenTheCallerIsAContractThatAccepts() public {
        _register(bob, "");
        AcceptingReceiver receiver = new AcceptingReceiver();
        string[] memory uris = new string[](3);
        vm.recordLogs();
        bytes memory result = receiver.act(address(registry), abi.encodeCall(registry.registerBatch, (uris)));
        assertEq(abi.decode(result, (uint256)), 1);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 3 * 4 + 3);
        for (uint256 i; i < logs.length; ++i) {
            assertEq(logs[i].emitter, i < 12 ? address(registry) : address(receiver));
            if (i < 12) continue;
            assertEq(logs[i].data, abi.encode(address(receiver), address(0), i - 11, bytes("")));
        }
    }

    function test_WhenThereIsOne() public {
        string[] memory uris = new string[](1);
        uris[0] = IPFS_URI;
        vm.prank(alice);
        assertEq(registry.registerBatch(uris), 0);
        assertEq(registry.tokenURI(0), IPFS_URI);
        assertEq(registry.agentCount(), 1);
    }

    /// @dev Logs, views and the next id are those of as many single registrations.
    function testFuzz_sameAsSingleRegistrations(uint256 count, uint256 seed) public {
        count = bound(count, 1, seed % 32 == 0 ? 50 : 8);
        string[] memory uris = new string[](count);
        for (uint256 i; i < count; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            uris[i] = string(_bytes(random, random % 30 == 0 ? 200 : (random >> 8) % 90));
        }
        ERC8004IdentityRegistry other = new ERC8004IdentityRegistry();
        _register(bob, "x");
        vm.prank(bob);
        other.register("x");
        vm.recordLogs();
        vm.startPrank(alice);
        assertEq(registry.registerBatch(uris), 1);
        for (uint256 i; i < count; ++i) {
            other.register(uris[i]);
        }
        vm.stopPrank();
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 8 * count);
        for (uint256 i; i < 4 * count; ++i) {
            assertEq(abi.encode(logs[i].topics, logs[i].data), _encode(logs[4 * count + i]));
        }
        for (uint256 i = 1; i <= count; ++i) {
            assertEq(registry.tokenURI(i), uris[i - 1]);
            assertEq(registry.ownerOf(i), alice);
            assertEq(registry.getAgentWallet(i), alice);
        }
        assertEq(registry.balanceOf(alice), count);
        assertEq(registry.agentCount(), other.agentCount());
    }

    function _encode(Vm.Log memory log) private pure returns (bytes memory) {
        return abi.encode(log.topics, log.data);
    }
}
