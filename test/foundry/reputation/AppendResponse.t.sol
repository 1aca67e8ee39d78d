// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004Reputation} from "../../../contracts/interfaces/IERC8004Reputation.sol";
import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {FeedbackRecord} from "../../../contracts/libraries/FeedbackRecord.sol";
import {ReputationFixture} from "./ReputationFixture.sol";

contract AppendResponseTest is ReputationFixture {
    function _expectNotFound(address to, uint64 index, uint64 last) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ReputationRegistryV2.ReputationFeedbackNotFound.selector, agent, to, index, last
            )
        );
        _respond(responder, to, index);
    }

    function test_RevertWhen_TheURIIsEmpty() external {
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationEmptyResponseURI.selector, agent, client, 9)
        );
        registry.appendResponse(agent, client, 9, "", HASH);
    }

    function test_RevertWhen_ThereIsNoSuchFeedback() external {
        _expectNotFound(client, 1, 0);
        _expectNotFound(client, 0, 0);
        _expectNotFound(client, 2, 0);
        _give(client, 1, 0, "", "");
        _expectNotFound(client, 0, 1);
        _expectNotFound(client, 2, 1);
        _expectNotFound(client, 3, 1);
        _expectNotFound(client, type(uint64).max, 1);
        _expectNotFound(client, MAX_INDEX, 1);
        _expectNotFound(client, MAX_INDEX + 1, 1);
        _give(client, 1, 0, "", "");
        _give(client, 1, 0, "", "");
        _expectNotFound(client, 0, 3);
        _expectNotFound(client, 4, 3);
        _expectNotFound(other, 1, 0);
    }

    function test_RevertWhen_BeyondAFirstFeedbackWithWideTags() external {
        _takePlaces();
        _give(client, 1, 0, WIDE_TAG1, "");
        _expectNotFound(client, 2, 1);
    }

    function test_ToTheOnlyFeedback() external {
        _give(client, 87, 0, "starred", "week");
        vm.expectEmit(true, true, true, true, address(registry));
        emit IERC8004Reputation.ResponseAppended(agent, client, 1, responder, URI, HASH);
        _respond(responder, client, 1);
        assertEq(_responses(client, 1, _none()), 1);
        _revoke(client, 1);
        _respond(responder, client, 1);
        _respond(client, client, 1);
        _respond(owner, client, 1);
        assertEq(_responses(client, 1, _none()), 4);
        assertEq(_responses(client, 1, _list(responder)), 2);
        // They are in the head: an index beyond it must not have them too.
        assertEq(_responses(client, 2, _none()), 0);
        _assertFeedback(client, 1, 87, 0, "starred", "week", true);
        _assertSummary(client, 0, 0, 0);
    }

    function test_ToOneOfSeveral() external {
        for (uint64 i = 1; i <= 4; ++i) {
            _give(client, -int128(uint128(i)), 0, "starred", "week");
        }
        _revoke(client, 3);
        for (uint64 i = 1; i <= 4; ++i) {
            for (uint64 j; j < i; ++j) {
                vm.expectEmit(true, true, true, true, address(registry));
                emit IERC8004Reputation.ResponseAppended(agent, client, i, responder, URI, HASH);
                _respond(responder, client, i);
            }
        }
        for (uint64 i = 1; i <= 4; ++i) {
            assertEq(_responses(client, i, _none()), i);
            _assertFeedback(client, i, -int128(uint128(i)), 0, "starred", "week", i == 3);
        }
        assertEq(_responses(client, 0, _none()), 10);
    }

    function test_ToWideFeedback() external {
        _takePlaces();
        _give(client, 5, 0, WIDE_TAG1, "week");
        _respond(responder, client, 1);
        assertEq(_responses(client, 1, _none()), 1);
        _give(client, 1e30, 0, "", "");
        _respond(responder, client, 2);
        _respond(responder, client, 1);
        assertEq(_responses(client, 1, _none()), 2);
        assertEq(_responses(client, 2, _none()), 1);
        _assertFeedback(client, 1, 5, 0, WIDE_TAG1, "week", false);
        _assertFeedback(client, 2, 1e30, 0, "", "", false);
    }

    function test_MoreThanTheFieldHolds() external {
        uint64 most = uint64(FeedbackRecord.MAX_RESPONSES);
        _give(client, -87, 18, "starred", "week");
        for (uint64 i = 1; i <= most + 2; ++i) {
            _respond(responder, client, 1);
            assertEq(_responses(client, 1, _none()), i);
        }
        _assertFeedback(client, 1, -87, 18, "starred", "week", false);
        // They move to the record with a second feedback, whose neighbour must not notice.
        _give(client, -5, 18, "starred", "week");
        assertEq(_responses(client, 1, _none()), most + 2);
        assertEq(_responses(client, 2, _none()), 0);
        for (uint64 i = 1; i <= most + 2; ++i) {
            _respond(other, client, 2);
            assertEq(_responses(client, 2, _none()), i);
        }
        _respond(other, client, 1);
        assertEq(_responses(client, 1, _none()), most + 3);
        assertEq(_responses(client, 1, _list(responder, other)), most + 3);
        assertEq(_responses(client, 0, _none()), 2 * most + 5);
        _assertFeedback(client, 1, -87, 18, "starred", "week", false);
        _assertFeedback(client, 2, -5, 18, "starred", "week", false);
        _assertSummary(client, 2, -46, 18);
        assertEq(registry.readFeedbackPage(agent, client, 2, 1)[0].responseCount, most + 2);
    }

    function test_Over512Responses() external {
        _give(client, 1, 0, "", "");
        for (uint64 i = 1; i <= 513; ++i) {
            _respond(i % 2 == 0 ? responder : other, client, 1);
        }
        assertEq(_responses(client, 1, _none()), 513);
        assertEq(_responses(client, 1, _list(responder)), 256);
        assertEq(_responses(client, 1, _list(other)), 257);
    }

    function test_AtTheLastIndex() external {
        _give(client, 1, 0, "", "");
        _give(client, 2, 0, "", "");
        _setLastIndex(client, MAX_INDEX - 1);
        _give(client, 3, 0, "", "");
        _respond(responder, client, MAX_INDEX);
        assertEq(_responses(client, MAX_INDEX, _none()), 1);
        _expectNotFound(client, MAX_INDEX + 1, MAX_INDEX);
    }
}
