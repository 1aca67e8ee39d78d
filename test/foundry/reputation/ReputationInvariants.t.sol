// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {ReputationFixture} from "./ReputationFixture.sol";
import {ReputationHandler} from "./ReputationHandler.sol";
import {ReputationModel} from "./ReputationModel.sol";
import {console2} from "forge-std/console2.sol";

/// @notice P17, P18 and P48 over histories in which agents change hands and operators come and go.
contract ReputationInvariants is ReputationFixture {
    uint256 private constant WHOLE_RUN = 150;

    ReputationHandler private _handler;

    function setUp() public override {
        super.setUp();
        _takePlaces();
        uint256[] memory agents = new uint256[](2);
        (agents[0], agents[1]) = (agent, secondAgent);
        _handler = new ReputationHandler(registry, identity, agents);
        targetContract(address(_handler));
    }

    /// @dev What an agent's side tried is in neither model; nor is what others than the author tried to revoke.
    function invariant_P17_OthersRateAndAuthorsRevoke() external view {
        ReputationModel model = _handler.model();
        address[] memory list = _handler.everybody();
        for (uint256 i; i < _handler.agentCount(); ++i) {
            uint256 agentId = _handler.agents(i);
            for (uint256 j; j < list.length; ++j) {
                assertEq(registry.getLastIndex(agentId, list[j]), model.lastIndex(agentId, list[j]), "last index");
                IERC8004ReputationRegistryV2.PartialSummary memory sums =
                    model.sums(agentId, list[j], 0, type(uint256).max, "", "");
                (uint64 count,,) = registry.getSummary(agentId, _list(list[j]), "", "");
                assertEq(count, sums.count, "live");
            }
        }
    }

    function invariant_P18_SummariesEqualTheNaiveLoop() external view {
        address[] memory list = _handler.everybody();
        for (uint256 i; i < _handler.agentCount(); ++i) {
            _assertSummaryOf(_handler.model(), _handler.agents(i), list, "", "");
            _assertSummaryOf(_handler.model(), _handler.agents(i), list, "starred", "");
            _assertSummaryOf(_handler.model(), _handler.agents(i), list, "", "contested");
            _assertSummaryOf(_handler.model(), _handler.agents(i), list, "own tag", "own tag");
        }
    }

    function invariant_P48_LogsRebuildTheState() external view {
        ReputationModel rebuilt = _handler.rebuilt();
        address[] memory list = _handler.everybody();
        for (uint256 i; i < _handler.agentCount(); ++i) {
            uint256 agentId = _handler.agents(i);
            assertEq(registry.getClients(agentId), rebuilt.clients(agentId), "clients");
            _assertSummaryOf(rebuilt, agentId, list, "", "");
            _assertSummaryOf(rebuilt, agentId, list, "week", "");
        }
    }

    /// @dev Once a run: every entry and every count of responses, and how far the run got.
    function afterInvariant() external view {
        string[8] memory calls =
            ["give", "giveBatch", "rateOwn", "revoke", "revokeAgain", "revokeAnothers", "respond", "changeSide"];
        uint256 total;
        uint256 fewest = type(uint256).max;
        for (uint256 i; i < calls.length; ++i) {
            uint256 reached = _handler.reach(calls[i]);
            console2.log(calls[i], reached);
            total += reached;
            if (reached < fewest) fewest = reached;
        }
        // Forge replays the shortened sequence of an earlier failure first; only a whole run tells about the reach.
        if (total >= WHOLE_RUN) assertGt(fewest, 0, "a handler never succeeded");
        for (uint256 i; i < _handler.agentCount(); ++i) {
            _assertEntries(_handler.model(), _handler.agents(i));
            _assertEntries(_handler.rebuilt(), _handler.agents(i));
        }
    }

    function _assertEntries(ReputationModel model, uint256 agentId) private view {
        (bool done, bytes memory got) =
            address(registry).staticcall(abi.encodeCall(registry.readAllFeedback, (agentId, _none(), "", "", true)));
        assertTrue(done);
        // The struct that the model returns stands behind an offset, the arrays of the registry do not.
        assertEq(
            keccak256(bytes.concat(bytes32(uint256(32)), got)),
            keccak256(abi.encode(model.all(agentId, _none(), "", "", true))),
            "all feedback"
        );
        address[] memory list = _handler.everybody();
        assertEq(
            registry.getResponseCount(agentId, address(0), 0, _none()),
            model.responseCount(agentId, address(0), 0, _none()),
            "responses"
        );
        assertEq(
            registry.getResponseCount(agentId, address(0), 0, _list(list[0], list[1])),
            model.responseCount(agentId, address(0), 0, _list(list[0], list[1])),
            "responses by two"
        );
    }

    function _assertSummaryOf(
        ReputationModel model,
        uint256 agentId,
        address[] memory list,
        string memory tag1,
        string memory tag2
    ) private view {
        (uint64 count, int128 value, uint8 decimals) = registry.getSummary(agentId, list, tag1, tag2);
        (uint64 wantedCount, int128 wantedValue, uint8 wantedDecimals) = model.summary(agentId, list, tag1, tag2);
        assertEq(count, wantedCount, "count");
        assertEq(value, wantedValue, "value");
        assertEq(decimals, wantedDecimals, "decimals");
    }
}
