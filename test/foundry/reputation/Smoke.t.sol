// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ReputationFixture} from "./ReputationFixture.sol";

contract ReputationSmokeTest is ReputationFixture {
    function test_oneClientThroughItsWholeLife() external {
        _give(client, 87, 0, "starred", "week");
        _assertFeedback(client, 1, 87, 0, "starred", "week", false);
        _assertSummary(_list(client), "", "", 1, 87, 0);
        _respond(responder, client, 1);

        _give(client, 90, 0, "starred", "month");
        _give(client, 455, 1, "custom", "");
        _assertFeedback(client, 1, 87, 0, "starred", "week", false);
        _assertFeedback(client, 2, 90, 0, "starred", "month", false);
        _assertFeedback(client, 3, 455, 1, "custom", "", false);
        _assertSummary(_list(client), "starred", "", 2, 88, 0);
        _assertSummary(_list(client), "", "month", 1, 90, 0);
        _assertSummary(_list(client), "", "", 3, 74, 0);
        _assertSummary(_list(client), "never used", "", 0, 0, 0);

        _revoke(client, 2);
        _assertFeedback(client, 2, 90, 0, "starred", "month", true);
        _assertSummary(_list(client), "starred", "", 1, 87, 0);
        _respond(responder, client, 3);
        assertEq(registry.getResponseCount(agent, client, 1, new address[](0)), 1);
        assertEq(registry.getResponseCount(agent, address(0), 0, _list(responder)), 2);

        (address[] memory clients, uint64[] memory indexes,,, string[] memory tag1s,, bool[] memory revoked) =
            registry.readAllFeedback(agent, new address[](0), "", "", false);
        assertEq(clients, _list(client, client));
        assertEq(indexes.length, 2);
        assertEq(indexes[1], 3);
        assertEq(tag1s[1], "custom");
        assertEq(revoked.length, 2);
    }
}
