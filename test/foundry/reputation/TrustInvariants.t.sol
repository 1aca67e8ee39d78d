// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {TrustComparer} from "./TrustComparer.sol";
import {TrustHandler} from "./TrustHandler.sol";
import {console2} from "forge-std/console2.sol";

/// @notice P17, P18 and P48 over long histories of tasks, validations, exclusions and revocations.
contract TrustInvariants is TrustComparer {
    uint256 private constant WHOLE_RUN = 100;

    function setUp() public override {
        super.setUp();
        targetContract(address(handler));
        bytes4[] memory selectors = new bytes4[](13);
        selectors[0] = TrustHandler.give.selector;
        selectors[1] = TrustHandler.giveSigned.selector;
        selectors[2] = TrustHandler.authorize.selector;
        selectors[3] = TrustHandler.rate.selector;
        selectors[4] = TrustHandler.rateSigned.selector;
        selectors[5] = TrustHandler.revoke.selector;
        selectors[6] = TrustHandler.mark.selector;
        selectors[7] = TrustHandler.withdraw.selector;
        selectors[8] = TrustHandler.exclude.selector;
        selectors[9] = TrustHandler.announce.selector;
        selectors[10] = TrustHandler.reinstate.selector;
        selectors[11] = TrustHandler.dismiss.selector;
        selectors[12] = TrustHandler.cancelNonce.selector;
        targetSelector(FuzzSelector({addr: address(handler), selectors: selectors}));
    }

    function invariant_P18_TrustSummariesEqualTheNaiveLoop() external view {
        for (uint256 i; i < 2; ++i) {
            _assertSameSums(handler.model(), handler.agents(i), "");
            _assertSameSums(handler.model(), handler.agents(i), "starred");
            _assertSameSums(handler.model(), handler.agents(i), "contested");
        }
    }

    function invariant_P48_LogsRebuildTheTrustState() external view {
        for (uint256 i; i < 2; ++i) {
            _assertSameSums(handler.log().model(), handler.agents(i), "");
            _assertSameSums(handler.log().model(), handler.agents(i), "own tag");
        }
        // The last are those that may have changed.
        uint256 count = handler.log().commitmentCount();
        for (uint256 i = count < 8 ? 0 : count - 8; i < count; ++i) {
            (address client, bytes32 commitment, bool open) = handler.log().commitmentAt(i);
            assertEq(registry.getCommitmentTime(client, commitment) != 0, open);
        }
    }

    /// @dev A task is rated once, by its client and for its agent, under the index that it names.
    function invariant_P17_EachTaskIsRatedOnce() external view {
        uint256 count = handler.ratedCount();
        if (count == 0) return;
        TrustHandler.Rated memory rated = handler.ratedAt(count - 1);
        (uint256 agentId,,, uint256 deadline, uint256 index, address raisedBy,) =
            registry.getTask(rated.client, rated.taskId);
        assertEq(agentId, rated.agentId);
        assertEq(deadline, 0);
        assertEq(index, rated.index);
        assertEq(raisedBy != address(0), rated.validated);
    }

    function afterInvariant() external view {
        _assertEverything(handler.model());
        _assertEverything(handler.log().model());
        string[14] memory calls = [
            "give",
            "giveSigned",
            "authorize",
            "rate",
            "rateSigned",
            "revoke",
            "revokeSigned",
            "mark",
            "withdraw",
            "exclude",
            "announce",
            "reinstate",
            "dismiss",
            "cancelNonce"
        ];
        uint256 total;
        uint256 fewest = type(uint256).max;
        for (uint256 i; i < calls.length; ++i) {
            uint256 reached = handler.reach(calls[i]);
            console2.log(calls[i], reached);
            total += reached;
            if (reached < fewest) fewest = reached;
        }
        // Forge replays the shortened sequence of an earlier failure first; only a whole run tells about the reach.
        if (total >= WHOLE_RUN) assertGt(fewest, 0, "a handler never succeeded");
    }
}
