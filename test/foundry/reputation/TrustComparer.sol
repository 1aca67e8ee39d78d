// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {FeedbackClass} from "../../../contracts/libraries/FeedbackTypes.sol";
import {TrustFixture} from "./TrustFixture.sol";
import {TrustHandler} from "./TrustHandler.sol";
import {TrustModel} from "./TrustModel.sol";

/// @notice The handler over two agents, and the comparison of the registry with a model.
abstract contract TrustComparer is TrustFixture {
    TrustHandler internal handler;

    function setUp() public virtual override {
        super.setUp();
        _takePlaces();
        uint256[] memory agents = new uint256[](2);
        (agents[0], agents[1]) = (agent, secondAgent);
        handler = new TrustHandler(registry, validation, policy, identity, agents);
    }

    function _assertSameSums(TrustModel model, uint256 agentId, string memory tag1) internal view {
        address[] memory all = model.clients(agentId);
        for (uint256 i = 1; i <= 2; ++i) {
            FeedbackClass class = FeedbackClass(i);
            (uint64 count, int256 sum) = model.sums(agentId, all, class, tag1);
            _assertSame(registry.getTrustSummaryByTag(agentId, class, tag1), count, sum);
            if (bytes(tag1).length == 0) _assertSame(registry.getTrustSummary(agentId, class), count, sum);
        }
        address[] memory list = handler.everybody();
        (uint64 openCount, int256 openSum) = model.sums(agentId, list, FeedbackClass.Open, tag1);
        _assertSame(registry.getOpenSummary(agentId, list, tag1), openCount, openSum);
    }

    function _assertSameState(TrustModel model, uint256 agentId) internal view {
        assertEq(registry.getClients(agentId), model.clients(agentId), "clients");
        address[] memory list = handler.everybody();
        for (uint256 i; i < list.length; ++i) {
            (bool excluded,,) = registry.getExclusion(agentId, list[i]);
            assertEq(excluded, model.excluded(agentId, list[i]), "excluded");
            uint64 last = registry.getLastIndex(agentId, list[i]);
            assertEq(last, model.lastIndex(agentId, list[i]), "last index");
            for (uint64 index = 1; index <= last; ++index) {
                TrustModel.Entry memory entry = model.entry(agentId, list[i], index);
                FeedbackClass class = registry.getFeedbackClass(agentId, list[i], index);
                assertEq(uint256(class), uint256(entry.class), "class");
                (int128 value, uint8 decimals, string memory tag1,, bool revoked) =
                    registry.readFeedback(agentId, list[i], index);
                assertEq(value, entry.value, "value");
                assertEq(decimals, entry.decimals, "decimals");
                assertEq(tag1, entry.tag1, "tag1");
                assertEq(revoked, entry.revoked, "revoked");
            }
        }
    }

    function _assertEverything(TrustModel model) internal view {
        for (uint256 i; i < 2; ++i) {
            uint256 agentId = handler.agents(i);
            _assertSameState(model, agentId);
            for (uint256 j; j < 5; ++j) {
                _assertSameSums(model, agentId, handler.tags(j));
            }
        }
    }
}
