// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {FeedbackClass} from "../../../contracts/libraries/FeedbackTypes.sol";
import {TrustComparer} from "./TrustComparer.sol";

/// @notice P18 and P48 for the classes: random histories on the registry, on a naive model and on one that only reads logs.
contract TrustPropertiesTest is TrustComparer {
    uint256 private _state;

    function _draw() private returns (uint256) {
        _state = uint256(keccak256(abi.encode(_state)));
        return _state;
    }

    /// @dev Mostly feedback and tasks, so that there is something to raise, revoke and exclude.
    function _step() private {
        uint256 kind = _draw() % 16;
        (uint256 person, uint256 agentSeed) = (_draw(), _draw() % 3 / 2);
        if (kind == 0) handler.give(person, agentSeed, int128(int256(_draw())), uint8(_draw()), _draw());
        if (kind == 1) handler.giveSigned(person, agentSeed, int128(int256(_draw())), uint8(_draw()), _draw());
        if (kind >= 2 && kind < 8) {
            handler.authorize(person, agentSeed);
            if (kind < 7) handler.rate(_draw(), int128(int256(_draw())), uint8(_draw()), _draw());
            else handler.rateSigned(_draw(), int128(int256(_draw())), uint8(_draw()), _draw());
        }
        if (kind == 8) handler.revoke(person, agentSeed, uint64(_draw()));
        if (kind == 9 || kind == 10) handler.mark(_draw(), uint8(_draw()));
        if (kind == 11) handler.withdraw(_draw(), uint8(_draw()));
        if (kind == 12) handler.exclude(person, agentSeed, _draw());
        if (kind == 13) handler.dismiss(person, agentSeed);
        if (kind == 14) handler.reinstate(person, agentSeed);
        if (kind == 15) handler.announce(person, agentSeed);
    }

    function testFuzz_P18_TrustSummariesEqualTheNaiveLoop(uint256 seed) external {
        _state = seed;
        for (uint256 i; i < 9; ++i) {
            _step();
        }
        _assertEverything(handler.model());
    }

    /// @dev Found by the fuzz test above: the agent's first task feedback to be counted came with a client that was put in
    /// again, and validated already; the tag that became the main one after it was then credited with it.
    function test_P18_AShareThatComesBackBringsTheFirstTag() external {
        vm.prank(client);
        registry.giveFeedback(agent, 7, 0, "own tag", "", "", "", 0);
        _excludeOperator(client);
        _setOperator(client, false);
        _validated(TASK, 50, 0, "");
        _reinstate(client);
        _rateNew(other, OTHER_TASK, 16, 0, "week");
        _assertTrust(FeedbackClass.Validated, "week", 0, 0);
        _assertTrust(FeedbackClass.Validated, "", 1, 50e18);
        _assertTrust(FeedbackClass.TaskBacked, "week", 1, 16e18);
        _assertTrust(FeedbackClass.TaskBacked, "", 1, 16e18);
    }

    /// @dev Three ratings up to the edge of the agent's word and by the least possible beyond it.
    function test_P18_ByOneUnitBeyondTheWord() external {
        int256 edge = type(int160).max;
        _rateNew(client, "whole", int128(edge / 1e18), 0, "starred");
        _rateNew(client, "rest", int128(edge % 1e18), 18, "starred");
        _assertTrust(FeedbackClass.TaskBacked, "starred", 2, edge);
        _rateNew(client, "beyond", 1, 18, "starred");
        _assertTrust(FeedbackClass.TaskBacked, "starred", 3, edge + 1);
        _assertTrust(FeedbackClass.TaskBacked, "", 3, edge + 1);
    }

    function testFuzz_P48_LogsRebuildTheTrustState(uint256 seed) external {
        _state = seed;
        for (uint256 i; i < 9; ++i) {
            _step();
        }
        _assertEverything(handler.log().model());
    }
}
