// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004Reputation} from "../../../contracts/interfaces/IERC8004Reputation.sol";
import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {ReputationFixture} from "./ReputationFixture.sol";

contract RevokeFeedbackTest is ReputationFixture {
    function _expectNotFound(address from, uint64 index, uint64 last) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ReputationRegistryV2.ReputationFeedbackNotFound.selector, agent, from, index, last
            )
        );
        _revoke(from, index);
    }

    function _expectRevoked(address from, uint64 index) private {
        vm.expectEmit(true, true, true, true, address(registry));
        emit IERC8004Reputation.FeedbackRevoked(agent, from, index);
        _revoke(from, index);
    }

    function _expectAlreadyRevoked(address from, uint64 index) private {
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationAlreadyRevoked.selector, agent, from, index)
        );
        _revoke(from, index);
    }

    function test_RevertWhen_ThereIsNoSuchFeedback() external {
        _expectNotFound(client, 1, 0);
        _give(client, 1, 0, "", "");
        _expectNotFound(client, 0, 1);
        _expectNotFound(client, 2, 1);
        _expectNotFound(client, type(uint64).max, 1);
        _expectNotFound(other, 1, 0);
        _expectNotFound(owner, 1, 0);
        _give(client, 1, 0, "", "");
        _expectNotFound(client, 0, 2);
        _expectNotFound(client, 3, 2);
        _assertSummary(client, 2, 1, 0);
    }

    function test_RevertWhen_RevokedAlready() external {
        _give(client, 1, 0, "", "");
        _revoke(client, 1);
        _expectAlreadyRevoked(client, 1);
        // The same once it has a record, and for later ones.
        _give(client, 2, 0, "", "");
        _expectAlreadyRevoked(client, 1);
        _revoke(client, 2);
        _expectAlreadyRevoked(client, 2);
        _assertSummary(client, 0, 0, 0);
    }

    function test_TheOnlyOne() external {
        _give(client, 87, 1, "starred", "week");
        _expectRevoked(client, 1);
        _assertFeedback(client, 1, 87, 1, "starred", "week", true);
        _assertSummary(client, 0, 0, 0);
        _assertSummary(_list(client), "starred", "week", 0, 0, 0);
        assertEq(registry.getLastIndex(agent, client), 1);
        assertEq(registry.getClients(agent), _list(client));
    }

    function test_TheOnlyOneWithWideTags() external {
        _takePlaces();
        _give(client, 87, 1, WIDE_TAG1, "week");
        _expectRevoked(client, 1);
        _assertFeedback(client, 1, 87, 1, WIDE_TAG1, "week", true);
        _assertSummary(client, 0, 0, 0);
        _assertSummary(_list(client), WIDE_TAG1, "", 0, 0, 0);
        _expectAlreadyRevoked(client, 1);
        _give(client, 5, 2, "starred", "");
        _assertFeedback(client, 1, 87, 1, WIDE_TAG1, "week", true);
        _assertSummary(client, 1, 5, 2);
        _assertSummary(_list(client), "starred", "", 1, 5, 2);
    }

    function test_OneOfSeveral() external {
        for (int128 i = 1; i <= 5; ++i) {
            _give(client, i * 10, 0, "starred", "week");
        }
        _expectRevoked(client, 2);
        _expectRevoked(client, 5);
        _assertSummary(client, 3, 26, 0); // (10 + 30 + 40) / 3
        _assertSummary(_list(client), "starred", "", 3, 26, 0);
        for (uint64 i = 1; i <= 5; ++i) {
            _assertFeedback(client, i, int128(uint128(i)) * 10, 0, "starred", "week", i == 2 || i == 5);
        }
    }

    function test_AmongMixedTagsAndDecimals() external {
        _give(client, 10, 0, "starred", "");
        _give(client, 20, 1, "uptime", "");
        _give(client, 30, 0, "starred", "");
        _revoke(client, 1);
        _assertSummary(_list(client), "starred", "", 1, 30, 0);
        _assertSummary(_list(client), "uptime", "", 1, 20, 1);
        _assertSummary(client, 2, 16, 0); // (2.0 + 30) / 2
    }

    function test_ValueBeyondInt64() external {
        _give(client, 1e30, 18, "", "");
        _give(client, 5, 18, "", "");
        _give(client, -3e30, 18, "", "");
        _expectRevoked(client, 1);
        _assertFeedback(client, 1, 1e30, 18, "", "", true);
        _assertSummary(client, 2, -1499999999999999999999999999997, 18); // (-3e30 + 5) / 2
        _expectRevoked(client, 3);
        _assertSummary(client, 1, 5, 18);
    }

    function test_AllThenLaterOnes() external {
        _give(client, 1, 3, "starred", "week");
        _give(client, 2, 4, "uptime", "day");
        _revoke(client, 1);
        _revoke(client, 2);
        _assertSummary(client, 0, 0, 0);
        _give(client, 7, 5, "month", "year");
        _assertSummary(_list(client), "month", "year", 1, 7, 5);
        _assertSummary(_list(client), "starred", "", 0, 0, 0);
        _assertSummary(client, 1, 7, 5);
    }

    function testFuzz_P17_OnlyTheAuthorRevokesOnce(address stranger, uint64 count, uint64 index) external {
        vm.assume(stranger != client);
        count = uint64(bound(count, 1, 6));
        index = uint64(bound(index, 1, count));
        for (uint64 i; i < count; ++i) {
            _give(client, int128(uint128(i)), 0, "starred", "week");
        }
        _expectNotFound(stranger, index, 0);
        _expectRevoked(client, index);
        _expectAlreadyRevoked(client, index);
        for (uint64 i; i < count; ++i) {
            _assertFeedback(client, i + 1, int128(uint128(i)), 0, "starred", "week", i + 1 == index);
        }
    }
}
