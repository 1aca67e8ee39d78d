// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {ReputationFixture} from "./ReputationFixture.sol";

/// @notice Everything that reads but getSummary.
contract ReadsTest is ReputationFixture {
    struct All {
        address[] clients;
        uint64[] indexes;
        int128[] values;
        uint8[] decimals;
        string[] tag1s;
        string[] tag2s;
        bool[] revoked;
    }

    function setUp() public override {
        super.setUp();
        _takePlaces();
        _give(client, 10, 0, "starred", "week"); // 1
        _give(client, -1e30, 18, "uptime", "week"); // 2, revoked
        _give(client, 30, 2, "starred", ""); // 3
        _give(other, 40, 4, WIDE_TAG1, LONG_TAG); // 1
        _revoke(client, 2);
    }

    function _read(address[] memory clients, string memory tag1, string memory tag2, bool includeRevoked)
        private
        view
        returns (All memory all)
    {
        (all.clients, all.indexes, all.values, all.decimals, all.tag1s, all.tag2s, all.revoked) =
            registry.readAllFeedback(agent, clients, tag1, tag2, includeRevoked);
    }

    function _assertLength(All memory all, uint256 length) private pure {
        assertEq(all.clients.length, length);
        assertEq(all.indexes.length, length);
        assertEq(all.values.length, length);
        assertEq(all.decimals.length, length);
        assertEq(all.tag1s.length, length);
        assertEq(all.tag2s.length, length);
        assertEq(all.revoked.length, length);
    }

    function _assertEntry(All memory all, uint256 i, address from, uint64 index) private view {
        assertEq(all.clients[i], from);
        assertEq(all.indexes[i], index);
        _assertFeedback(from, index, all.values[i], all.decimals[i], all.tag1s[i], all.tag2s[i], all.revoked[i]);
    }

    function test_RevertWhen_ReadingWhatDoesNotExist() external {
        _expectNotFound(client, 0, 3);
        _expectNotFound(client, 4, 3);
        _expectNotFound(owner, 1, 0);
        _expectNotFound(other, 2, 1);
    }

    function _expectNotFound(address from, uint64 index, uint64 last) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ReputationRegistryV2.ReputationFeedbackNotFound.selector, agent, from, index, last
            )
        );
        registry.readFeedback(agent, from, index);
    }

    function test_ReadAll() external view {
        All memory all = _read(_list(client, other), "", "", true);
        _assertLength(all, 4);
        _assertEntry(all, 0, client, 1);
        _assertEntry(all, 1, client, 2);
        _assertEntry(all, 2, client, 3);
        _assertEntry(all, 3, other, 1);
        assertEq(all.values[1], -1e30);
        assertTrue(all.revoked[1]);
        assertEq(all.tag1s[3], WIDE_TAG1);
        assertEq(all.tag2s[3], LONG_TAG);
        assertEq(all.decimals[3], 4);
    }

    function test_ReadAllWithoutRevoked() external view {
        All memory all = _read(_list(other, client), "", "", false);
        _assertLength(all, 3);
        _assertEntry(all, 0, other, 1);
        _assertEntry(all, 1, client, 1);
        _assertEntry(all, 2, client, 3);
    }

    function test_ReadAllOfEveryClient() external {
        _give(responder, 1, 0, "", "");
        All memory all = _read(_none(), "", "", true);
        _assertLength(all, 5);
        _assertEntry(all, 0, client, 1);
        _assertEntry(all, 2, client, 3);
        _assertEntry(all, 3, other, 1);
        _assertEntry(all, 4, responder, 1);
    }

    function test_ReadAllByTags() external view {
        All memory all = _read(_none(), "starred", "", true);
        _assertLength(all, 2);
        _assertEntry(all, 0, client, 1);
        _assertEntry(all, 1, client, 3);

        all = _read(_none(), "", "week", true);
        _assertLength(all, 2);
        _assertEntry(all, 0, client, 1);
        _assertEntry(all, 1, client, 2);

        all = _read(_none(), "", "week", false);
        _assertLength(all, 1);
        _assertEntry(all, 0, client, 1);

        all = _read(_list(client, client), "starred", "week", false);
        _assertLength(all, 2);
        _assertEntry(all, 1, client, 1);

        all = _read(_none(), WIDE_TAG1, LONG_TAG, false);
        _assertLength(all, 1);
        _assertEntry(all, 0, other, 1);

        _assertLength(_read(_none(), WIDE_TAG1, "starred", true), 0);
        _assertLength(_read(_none(), "never used", "", true), 0);
        _assertLength(_read(_none(), "", "never used", true), 0);
        _assertLength(_read(_none(), "", string(new bytes(257)), true), 0);
        _assertLength(_read(_none(), WIDE_TAG2, "", true), 0);
    }

    /// @dev Where all tags of a client are the same its totals decide, for both tags apart.
    function test_ReadAllByBothTagsOfAUniformClient() external {
        _give(responder, 5, 0, "uptime", "week");
        _give(responder, 6, 0, "uptime", "week");
        All memory all = _read(_list(responder), "uptime", "week", false);
        _assertLength(all, 2);
        _assertEntry(all, 0, responder, 1);
        _assertEntry(all, 1, responder, 2);
        _assertLength(_read(_list(responder), "week", "uptime", false), 0);
    }

    /// @dev More than 64 entries: cutting the list must not reach into what lies behind it in memory.
    function test_ReadAllOfALongList() external {
        for (uint64 i; i < 70; ++i) {
            _give(responder, int128(uint128(i)), 0, "uptime", i % 2 == 0 ? "week" : "day");
        }
        All memory all = _read(_list(responder), "", "week", false);
        _assertLength(all, 35);
        for (uint64 i; i < 35; ++i) {
            _assertEntry(all, i, responder, 2 * i + 1);
        }
    }

    function test_ReadAllWithUnknownClients() external view {
        All memory all = _read(_list(owner, client), "", "", true);
        _assertLength(all, 3);
        _assertLength(_read(_list(owner), "", "", true), 0);
    }

    function test_ReadAllOfAnAgentThatNobodyRated() external view {
        (address[] memory clients,,,,,, bool[] memory revoked) = registry.readAllFeedback(99, _none(), "", "", true);
        assertEq(clients.length, 0);
        assertEq(revoked.length, 0);
    }

    function test_Clients() external {
        address[] memory clients = registry.getClients(agent);
        assertEq(clients, _list(client, other));
        assertEq(registry.getClientCount(agent), 2);
        // Revoking takes nobody off the list.
        _revoke(other, 1);
        assertEq(registry.getClients(agent), clients);
        assertEq(registry.getClients(99), _none());
        assertEq(registry.getClientCount(99), 0);
    }

    function test_ClientPages() external {
        _give(responder, 1, 0, "", "");
        assertEq(registry.getClientsPage(agent, 0, 2), _list(client, other));
        assertEq(registry.getClientsPage(agent, 2, 2), _list(responder));
        assertEq(registry.getClientsPage(agent, 1, 2), _list(other, responder));
        assertEq(registry.getClientsPage(agent, 3, 1), _none());
        assertEq(registry.getClientsPage(agent, 0, 0), _none());
        assertEq(registry.getClientsPage(agent, type(uint256).max, type(uint256).max), _none());
        assertEq(registry.getClientsPage(agent, 2, type(uint256).max), _list(responder));
        assertEq(registry.getClientsPage(99, 0, 10), _none());
    }

    function test_LastIndex() external view {
        assertEq(registry.getLastIndex(agent, client), 3);
        assertEq(registry.getLastIndex(agent, other), 1);
        assertEq(registry.getLastIndex(agent, owner), 0);
        assertEq(registry.getLastIndex(99, client), 0);
    }

    function test_FeedbackPage() external {
        _respond(responder, client, 3);
        IERC8004ReputationRegistryV2.FeedbackView[] memory page = registry.readFeedbackPage(agent, client, 2, 5);
        assertEq(page.length, 2);
        assertEq(page[0].feedbackIndex, 2);
        assertEq(page[0].value, -1e30);
        assertEq(page[0].valueDecimals, 18);
        assertEq(page[0].tag1, "uptime");
        assertEq(page[0].tag2, "week");
        assertTrue(page[0].isRevoked);
        assertEq(page[0].responseCount, 0);
        assertEq(page[1].feedbackIndex, 3);
        assertEq(page[1].value, 30);
        assertEq(page[1].tag2, "");
        assertFalse(page[1].isRevoked);
        assertEq(page[1].responseCount, 1);
        // The only feedback of a client, which has no record.
        _give(responder, 5, 1, "starred", "");
        page = registry.readFeedbackPage(agent, responder, 0, 1);
        assertEq(page.length, 1);
        assertEq(page[0].feedbackIndex, 1);
        assertEq(page[0].tag1, "starred");
    }

    function test_FeedbackPageOfAnySize() external view {
        assertEq(registry.readFeedbackPage(agent, client, 0, type(uint256).max).length, 3);
        assertEq(registry.readFeedbackPage(agent, client, 1, 2).length, 2);
        assertEq(registry.readFeedbackPage(agent, client, 3, 2).length, 1);
        assertEq(registry.readFeedbackPage(agent, client, 4, 2).length, 0);
        assertEq(registry.readFeedbackPage(agent, client, 1, 0).length, 0);
        assertEq(registry.readFeedbackPage(agent, client, type(uint64).max, type(uint256).max).length, 0);
        assertEq(registry.readFeedbackPage(agent, owner, 1, 5).length, 0);
        assertEq(registry.readFeedbackPage(99, client, 0, 5).length, 0);
    }

    function test_ResponseCounts() external {
        _respond(responder, client, 1);
        _respond(responder, client, 2);
        _respond(owner, client, 2);
        _respond(responder, other, 1);
        // One feedback.
        assertEq(_responses(client, 2, _none()), 2);
        assertEq(_responses(client, 2, _list(responder)), 1);
        assertEq(_responses(client, 2, _list(responder, owner)), 2);
        assertEq(_responses(client, 2, _list(responder, responder)), 2);
        assertEq(_responses(client, 2, _list(client)), 0);
        assertEq(_responses(client, 3, _none()), 0);
        // All of a client.
        assertEq(_responses(client, 0, _none()), 3);
        assertEq(_responses(client, 0, _list(responder)), 2);
        // All of the agent, whatever the index.
        assertEq(_responses(address(0), 0, _none()), 4);
        assertEq(_responses(address(0), 7, _none()), 4);
        assertEq(_responses(address(0), 0, _list(responder)), 3);
        // What doesn't exist counts 0.
        assertEq(_responses(client, 4, _none()), 0);
        assertEq(_responses(client, type(uint64).max, _list(responder)), 0);
        assertEq(_responses(owner, 1, _none()), 0);
        assertEq(_responses(owner, 0, _list(responder)), 0);
        assertEq(registry.getResponseCount(99, address(0), 0, _none()), 0);
    }
}
