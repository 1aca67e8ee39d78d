// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {ReputationFixture} from "./ReputationFixture.sol";

/// @notice getSummary and summarizePage by example; `SummaryProperties.t.sol` has the general case.
contract SummariesTest is ReputationFixture {
    function test_RevertWhen_NoClientIsNamed() external {
        vm.expectRevert(abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationEmptyClientList.selector, agent));
        registry.getSummary(agent, _none(), "", "");
    }

    function test_NothingMatches() external {
        _assertSummary(client, 0, 0, 0);
        _give(client, 5, 3, "starred", "week");
        _assertSummary(other, 0, 0, 0);
        _assertSummary(_list(client), "uptime", "", 0, 0, 0);
        _assertSummary(_list(client), "", "uptime", 0, 0, 0);
        _assertSummary(_list(client), "never used", "", 0, 0, 0);
        _assertSummary(_list(client), "", "never used", 0, 0, 0);
        _assertSummary(_list(client), string(new bytes(257)), "", 0, 0, 0);
        (uint64 count, int128 value, uint8 decimals) = registry.getSummary(99, _list(client), "", "");
        assertEq(count, 0);
        assertEq(value, 0);
        assertEq(decimals, 0);
    }

    function test_TruncatesTowardZero() external {
        _give(client, 1, 0, "", "");
        _give(client, 2, 0, "", "");
        _give(client, 2, 0, "", "");
        _assertSummary(client, 3, 1, 0);
        _give(other, -1, 0, "", "");
        _give(other, -2, 0, "", "");
        _give(other, -2, 0, "", "");
        _assertSummary(other, 3, -1, 0);
    }

    function test_MostFrequentDecimalsAndTheSmallerOfATie() external {
        _give(client, 15, 1, "", "");
        _give(client, 250, 2, "", "");
        _assertSummary(client, 2, 20, 1); // a tie
        _give(client, 350, 2, "", "");
        _assertSummary(client, 3, 250, 2);
        _give(client, 15, 1, "", "");
        _assertSummary(client, 4, 22, 1); // 2.25, a tie again
        _give(other, 0, 18, "", "");
        _give(other, 0, 7, "", "");
        _give(other, 0, 0, "", "");
        _assertSummary(other, 3, 0, 0);
    }

    function test_ClientListedTwiceCountsTwice() external {
        _give(client, 10, 0, "", "");
        _give(other, 40, 0, "", "");
        address[] memory clients = new address[](3);
        (clients[0], clients[1], clients[2]) = (client, other, client);
        _assertSummary(clients, "", "", 3, 20, 0);
    }

    function test_OnlyOneOfTwoTagsIsUniform() external {
        _give(client, 1, 0, "starred", "day");
        _give(client, 3, 0, "starred", "week");
        _give(client, 8, 0, "starred", "week");
        _assertSummary(_list(client), "starred", "", 3, 4, 0);
        _assertSummary(_list(client), "starred", "week", 2, 5, 0);
        _assertSummary(_list(client), "", "day", 1, 1, 0);
        _assertSummary(_list(client), "uptime", "week", 0, 0, 0);
        _give(other, 1, 0, "day", "starred");
        _give(other, 3, 0, "week", "starred");
        _give(other, 8, 0, "week", "starred");
        _assertSummary(_list(other), "", "starred", 3, 4, 0);
        _assertSummary(_list(other), "week", "starred", 2, 5, 0);
        _assertSummary(_list(other), "day", "", 1, 1, 0);
        _assertSummary(_list(other), "week", "uptime", 0, 0, 0);
    }

    /// @dev The deployed registries narrow the mean to int128 unchecked, and this comes out negative.
    function test_attack_NoMeanWrapsAround() external {
        _give(client, 1e18, 18, "", "");
        _give(client, 1e18, 18, "", "");
        _give(client, 1e38, 0, "", "");
        // (1 + 1 + 1e38) / 3 at the 18 decimals of most entries needs 55 digits: it fits at 0 decimals.
        _assertSummary(client, 3, 33333333333333333333333333333333333334, 0);
        _give(other, 1, 18, "", "");
        _give(other, 1, 18, "", "");
        _give(other, 1e21, 0, "", "");
        // 333333333333333333333.3… has 21 digits before the point; int128 holds 38.2.
        _assertSummary(other, 3, 33333333333333333333333333333333333333, 17);
    }

    function test_LargestDecimalsThatFit() external {
        // Means around the edge of int128, 1.7014…e38, at 18 decimals.
        _give(client, 170141183460469231731, 0, "", "");
        _give(client, 0, 18, "", "");
        _give(client, 0, 18, "", "");
        _assertSummary(_list(client), "", "", 3, 56713727820156410577 * 1e18, 18);
        _give(other, 510423550381407695193, 0, "", ""); // three times the integer part of the edge
        _give(other, 0, 18, "", "");
        _give(other, 0, 18, "", "");
        _assertSummary(other, 3, 170141183460469231731 * 1e18, 18);
        _give(responder, 510423550381407695196, 0, "", ""); // one beyond
        _give(responder, 0, 18, "", "");
        _give(responder, 0, 18, "", "");
        _assertSummary(responder, 3, 170141183460469231732 * 1e17, 17);
        _give(squatter, -510423550381407695196, 0, "", "");
        _give(squatter, 0, 18, "", "");
        _give(squatter, 0, 18, "", "");
        _assertSummary(squatter, 3, -170141183460469231732 * 1e17, 17);
    }

    function test_SumBeyondInt128() external {
        _give(client, MAX_VALUE, 3, "starred", "");
        _give(client, MAX_VALUE, 3, "starred", "");
        _assertSummary(client, 2, MAX_VALUE, 3);
        _give(client, MAX_VALUE - 3, 3, "starred", "");
        _assertSummary(_list(client), "starred", "", 3, MAX_VALUE - 1, 3);
        // Back within the range, and all of one kind: the sum was given up and is not picked up again half-way.
        _revoke(client, 1);
        _revoke(client, 2);
        _assertSummary(client, 1, MAX_VALUE - 3, 3);
        _give(client, 1, 3, "starred", "");
        _assertSummary(client, 2, MAX_VALUE / 2 - 1, 3);
        _revoke(client, 3);
        _revoke(client, 4);
        _assertSummary(client, 0, 0, 0);
        _give(client, 9, 4, "starred", "");
        _assertSummary(client, 1, 9, 4);
        // The same downward.
        for (uint256 i; i < 4; ++i) {
            _give(other, -MAX_VALUE, 0, "", "");
        }
        _assertSummary(other, 4, -MAX_VALUE, 0);
    }

    function test_RevokingTakesTheSumBeyondInt128() external {
        _give(client, MAX_VALUE, 0, "", "");
        _give(client, -MAX_VALUE, 0, "", "");
        _give(client, MAX_VALUE, 0, "", "");
        _assertSummary(client, 3, MAX_VALUE / 3, 0);
        _revoke(client, 2);
        _assertSummary(client, 2, MAX_VALUE, 0);
        _give(other, -MAX_VALUE, 0, "", "");
        _give(other, MAX_VALUE, 0, "", "");
        _give(other, -MAX_VALUE, 0, "", "");
        _revoke(other, 2);
        _assertSummary(other, 2, -MAX_VALUE, 0);
    }

    function test_Page() external {
        _give(client, 10, 0, "starred", "");
        _give(client, 20, 1, "uptime", "");
        _give(client, -1e30, 18, "starred", "");
        _give(client, 40, 1, "starred", "");
        _revoke(client, 1);
        IERC8004ReputationRegistryV2.PartialSummary memory page = registry.summarizePage(agent, client, 0, 100, "", "");
        assertEq(page.count, 3);
        assertEq(page.sumAt18Decimals, 6e18 - 1e30);
        assertEq(page.decimalsCount[0], 0);
        assertEq(page.decimalsCount[1], 2);
        assertEq(page.decimalsCount[18], 1);
        page = registry.summarizePage(agent, client, 2, 2, "", "");
        assertEq(page.count, 2);
        assertEq(page.sumAt18Decimals, 2e18 - 1e30);
        page = registry.summarizePage(agent, client, 3, 9, "starred", "");
        assertEq(page.count, 2);
        assertEq(page.sumAt18Decimals, 4e18 - 1e30);
        page = registry.summarizePage(agent, client, 4, 1, "starred", "");
        assertEq(page.count, 1);
        assertEq(page.sumAt18Decimals, 4e18);
        assertEq(page.decimalsCount[1], 1);
    }

    function test_PageOfAnySize() external {
        _give(client, 10, 0, "starred", "");
        _assertPage(client, 0, type(uint256).max, 1);
        _assertPage(client, 1, 1, 1);
        _assertPage(client, 1, 0, 0);
        _assertPage(client, 2, 1, 0);
        _assertPage(client, type(uint64).max, type(uint256).max, 0);
        _assertPage(client, type(uint64).max - 1, 1, 0);
        _give(client, 10, 0, "starred", "");
        _give(client, 10, 0, "starred", "");
        _assertPage(client, 0, type(uint256).max, 3);
        _assertPage(client, 0, 2, 2);
        _assertPage(client, 3, 2, 1);
        _assertPage(client, 4, 2, 0);
        _assertPage(client, type(uint64).max, type(uint256).max, 0);
        _assertPage(client, type(uint64).max - 1, 1, 0);
        _assertPage(other, 0, 5, 0);
    }

    function _assertPage(address from, uint64 fromIndex, uint256 limit, uint64 count) private view {
        IERC8004ReputationRegistryV2.PartialSummary memory page =
            registry.summarizePage(agent, from, fromIndex, limit, "", "starred");
        assertEq(page.count, 0);
        page = registry.summarizePage(agent, from, fromIndex, limit, "never used", "");
        assertEq(page.count, 0);
        page = registry.summarizePage(agent, from, fromIndex, limit, "starred", "");
        assertEq(page.count, count);
        assertEq(page.sumAt18Decimals, int256(uint256(count)) * 10e18);
        assertEq(page.decimalsCount[0], count);
    }
}
