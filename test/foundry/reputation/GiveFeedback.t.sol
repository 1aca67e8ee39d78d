// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {TagTable} from "../../../contracts/base/TagTable.sol";
import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {ReputationFixture} from "./ReputationFixture.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

contract GiveFeedbackTest is ReputationFixture {
    function test_RevertWhen_DecimalsAbove18() external {
        // Also the first of all checks: value, agent and tag are wrong as well.
        vm.expectRevert(abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationInvalidDecimals.selector, 19));
        vm.prank(owner);
        registry.giveFeedback(99, MAX_VALUE + 1, 19, string(new bytes(257)), "", "", "", 0);
        vm.expectRevert(abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationInvalidDecimals.selector, 255));
        _give(client, 1, 255, "", "");
    }

    function test_RevertWhen_ValueOutOfRange() external {
        int128[4] memory values = [MAX_VALUE + 1, -MAX_VALUE - 1, type(int128).max, type(int128).min];
        for (uint256 i; i < values.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationValueOutOfRange.selector, values[i])
            );
            vm.prank(owner);
            registry.giveFeedback(99, values[i], 18, "", "", "", "", 0);
        }
    }

    function test_RevertWhen_AgentDoesNotExist() external {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 99));
        vm.prank(client);
        registry.giveFeedback(99, 1, 0, string(new bytes(257)), "", "", "", 0);
    }

    function test_RevertWhen_CallerIsAgentSide() external {
        address[3] memory side = [owner, operator, approved];
        for (uint256 i; i < side.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationSelfFeedback.selector, agent, side[i])
            );
            _give(side[i], 1, 0, string(new bytes(257)), "");
        }
    }

    function test_RevertWhen_NoIndexIsLeft() external {
        _give(client, 1, 0, "", "");
        _give(client, 2, 0, "", "");
        _setLastIndex(client, MAX_INDEX - 1);
        _give(client, 3, 1, "starred", "");
        assertEq(registry.getLastIndex(agent, client), MAX_INDEX);
        _assertFeedback(client, MAX_INDEX, 3, 1, "starred", "", false);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationIndexOverflow.selector, agent, client)
        );
        _give(client, 4, 0, "", "");
    }

    function test_RevertWhen_TagIsTooLong() external {
        bytes memory expected = abi.encodeWithSelector(TagTable.TagTooLong.selector, 257, 256);
        vm.expectRevert(expected);
        _give(client, 1, 0, string(new bytes(257)), "");
        vm.expectRevert(expected);
        _give(client, 1, 0, "", string(new bytes(257)));
        _give(client, 1, 0, string(new bytes(256)), string(new bytes(256)));
        _assertFeedback(client, 1, 1, 0, string(new bytes(256)), string(new bytes(256)), false);
    }

    function test_First() external {
        _expectNewFeedback(agent, client, 1, 87, 0, "starred", "week");
        _give(client, 87, 0, "starred", "week");
        assertEq(registry.getLastIndex(agent, client), 1);
        assertEq(registry.getClients(agent), _list(client));
        _assertFeedback(client, 1, 87, 0, "starred", "week", false);
        _assertSummary(client, 1, 87, 0);
    }

    function test_FirstAtTheEdgesOfTheValue() external {
        _give(client, MAX_VALUE, 18, "", "");
        _assertFeedback(client, 1, MAX_VALUE, 18, "", "", false);
        _give(other, -MAX_VALUE, 0, "", "");
        _assertFeedback(other, 1, -MAX_VALUE, 0, "", "", false);
    }

    function test_FirstWithWideTags() external {
        _takePlaces();
        _expectNewFeedback(agent, client, 1, -5, 3, WIDE_TAG1, "week");
        _give(client, -5, 3, WIDE_TAG1, "week");
        _give(other, MAX_VALUE, 18, "starred", WIDE_TAG2);
        _assertFeedback(client, 1, -5, 3, WIDE_TAG1, "week", false);
        _assertFeedback(other, 1, MAX_VALUE, 18, "starred", WIDE_TAG2, false);
        _assertSummary(client, 1, -5, 3);
        _assertSummary(_list(client), WIDE_TAG1, "week", 1, -5, 3);
        _assertSummary(_list(client), "starred", "", 0, 0, 0);
        _assertSummary(_list(other), "starred", WIDE_TAG2, 1, MAX_VALUE, 18);
        _assertSummary(_list(other), WIDE_TAG1, WIDE_TAG2, 0, 0, 0);
    }

    function test_Second() external {
        _give(client, 87, 0, "starred", "week");
        _expectNewFeedback(agent, client, 2, -3, 1, "uptime", "day");
        _give(client, -3, 1, "uptime", "day");
        assertEq(registry.getLastIndex(agent, client), 2);
        assertEq(registry.getClients(agent), _list(client));
        _assertFeedback(client, 1, 87, 0, "starred", "week", false);
        _assertFeedback(client, 2, -3, 1, "uptime", "day", false);
    }

    function test_SecondAfterTheFirstWasRevokedAndAnswered() external {
        _give(client, 87, 0, "starred", "week");
        _respond(responder, client, 1);
        _respond(responder, client, 1);
        _revoke(client, 1);
        _give(client, 5, 2, "", "");
        _assertFeedback(client, 1, 87, 0, "starred", "week", true);
        _assertFeedback(client, 2, 5, 2, "", "", false);
        assertEq(_responses(client, 1, _none()), 2);
        assertEq(_responses(client, 2, _none()), 0);
        // The totals start anew: decimals and tags are the second's.
        _assertSummary(client, 1, 5, 2);
        _assertSummary(_list(client), "starred", "", 0, 0, 0);
    }

    function test_SecondWithValuesBeyondInt64() external {
        int128[3] memory values = [int128(type(int64).max) + 1, int128(type(int64).min) - 1, type(int64).min];
        for (uint256 i; i < values.length; ++i) {
            for (uint256 j; j < values.length; ++j) {
                address from = address(uint160(1000 + i * 10 + j));
                _give(from, values[i], 18, "starred", LONG_TAG);
                _give(from, values[j], 18, "", "week");
                _assertFeedback(from, 1, values[i], 18, "starred", LONG_TAG, false);
                _assertFeedback(from, 2, values[j], 18, "", "week", false);
                _assertSummary(_list(from), "", "week", 1, values[j], 18);
                _assertSummary(_list(from), "starred", "", 1, values[i], 18);
            }
        }
    }

    function test_SecondWithWideTags() external {
        _takePlaces();
        // Wide then narrow.
        _give(client, 7, 2, WIDE_TAG1, WIDE_TAG2);
        _give(client, 8, 2, "starred", WIDE_TAG2);
        _give(client, 9, 2, WIDE_TAG1, "week");
        _assertFeedback(client, 1, 7, 2, WIDE_TAG1, WIDE_TAG2, false);
        _assertFeedback(client, 2, 8, 2, "starred", WIDE_TAG2, false);
        _assertFeedback(client, 3, 9, 2, WIDE_TAG1, "week", false);
        _assertSummary(_list(client), WIDE_TAG1, "", 2, 8, 2);
        _assertSummary(_list(client), "", WIDE_TAG2, 2, 7, 2);
        _assertSummary(_list(client), WIDE_TAG1, WIDE_TAG2, 1, 7, 2);
        _assertSummary(client, 3, 8, 2);
        // Narrow then wide.
        _give(other, 7, 2, "starred", "week");
        _give(other, 8, 2, WIDE_TAG1, "week");
        _assertFeedback(other, 1, 7, 2, "starred", "week", false);
        _assertFeedback(other, 2, 8, 2, WIDE_TAG1, "week", false);
        _assertSummary(_list(other), "", "week", 2, 7, 2);
        _assertSummary(_list(other), WIDE_TAG1, "", 1, 8, 2);
        _assertSummary(_list(other), "starred", "", 1, 7, 2);
    }

    /// @dev Ids of wide tags reach beyond the 24 bits of a narrow one and must not spill over into the other tag's bits.
    function test_WideFilterMatchesNoNarrowTag() external {
        _takePlaces();
        // Of ids 2^24 and 2^24 + 1: under a filter that were shifted as it is, tag1 would read as tag2 "starred" (1).
        _give(client, 5, 0, "", "starred");
        _give(client, 6, 0, "uptime", "reachable");
        _give(client, 7, 0, WIDE_TAG1, WIDE_TAG2);
        _assertSummary(_list(client), WIDE_TAG1, "starred", 0, 0, 0);
        _assertSummary(_list(client), WIDE_TAG1, "", 1, 7, 0);
        _assertSummary(_list(client), "", WIDE_TAG2, 1, 7, 0);
        _assertSummary(_list(client), "uptime", WIDE_TAG2, 0, 0, 0);
    }

    function test_LaterOnesAtBothPlacesOfASlot() external {
        for (uint64 i = 1; i <= 9; ++i) {
            int128 value = i % 3 == 0 ? int128(uint128(i)) * 1e30 : -int128(uint128(i));
            string memory tag1 = string.concat("tag", vm.toString(i));
            _expectNewFeedback(agent, client, i, value, uint8(i), tag1, LONG_TAG);
            _give(client, value, uint8(i), tag1, LONG_TAG);
        }
        for (uint64 i = 1; i <= 9; ++i) {
            int128 value = i % 3 == 0 ? int128(uint128(i)) * 1e30 : -int128(uint128(i));
            _assertFeedback(client, i, value, uint8(i), string.concat("tag", vm.toString(i)), LONG_TAG, false);
        }
    }

    function test_EveryClientAndAgentCountsForItself() external {
        _give(client, 1, 0, "", "");
        _give(other, 2, 0, "", "");
        _give(other, 3, 0, "", "");
        vm.prank(other);
        registry.giveFeedback(secondAgent, 4, 0, "", "", "", "", 0);
        assertEq(registry.getClients(agent), _list(client, other));
        assertEq(registry.getClients(secondAgent), _list(other));
        assertEq(registry.getLastIndex(agent, client), 1);
        assertEq(registry.getLastIndex(agent, other), 2);
        assertEq(registry.getLastIndex(secondAgent, other), 1);
        assertEq(registry.getLastIndex(secondAgent, client), 0);
    }

    function testFuzz_P17_AgentSideCantRate(uint256 agentSeed, address account, uint8 role) external {
        vm.assume(account != address(0) && account.code.length == 0);
        role = uint8(bound(role, 0, 2));
        address holder = role == 0 ? account : makeAddr("holder");
        vm.prank(holder);
        uint256 agentId = identity.register();
        vm.startPrank(holder);
        if (role == 1) identity.setApprovalForAll(account, true);
        if (role == 2) identity.approve(account, agentId);
        vm.stopPrank();
        vm.assume(role == 0 || account != holder);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationSelfFeedback.selector, agentId, account)
        );
        vm.prank(account);
        registry.giveFeedback(agentId, int128(int256(agentSeed % 100)), 0, "", "", "", "", 0);
        // No longer on that side, the account may.
        vm.startPrank(holder);
        if (role == 0) identity.transferFrom(holder, makeAddr("buyer"), agentId);
        if (role == 1) identity.setApprovalForAll(account, false);
        if (role == 2) identity.approve(address(0), agentId);
        vm.stopPrank();
        vm.prank(account);
        registry.giveFeedback(agentId, 1, 0, "", "", "", "", 0);
        assertEq(registry.getLastIndex(agentId, account), 1);
    }

    function testFuzz_AnyFeedbackReadsBack(
        int128 value,
        uint8 decimals,
        string calldata tag1,
        string calldata tag2,
        uint8 before
    ) external {
        vm.assume(bytes(tag1).length <= 256 && bytes(tag2).length <= 256);
        value = int128(bound(value, -MAX_VALUE, MAX_VALUE));
        decimals = uint8(bound(decimals, 0, 18));
        before = uint8(bound(before, 0, 3));
        for (uint64 i; i < before; ++i) {
            _give(client, int128(uint128(i)), 1, "starred", "");
        }
        _expectNewFeedback(agent, client, uint64(before) + 1, value, decimals, tag1, tag2);
        _give(client, value, decimals, tag1, tag2);
        _assertFeedback(client, uint64(before) + 1, value, decimals, tag1, tag2, false);
        for (uint64 i; i < before; ++i) {
            _assertFeedback(client, i + 1, int128(uint128(i)), 1, "starred", "", false);
        }
    }
}
