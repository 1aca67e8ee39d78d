// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {console2} from "forge-std/console2.sol";
import {Test} from "forge-std/Test.sol";
import {SageTimelock} from "../../../contracts/SageTimelock.sol";
import {GovernanceHandler} from "./GovernanceHandler.sol";
import {Suite} from "./Suite.sol";

contract GovernanceInvariantTest is Test {
    uint256 private constant WHOLE_RUN = 200;

    GovernanceHandler private _handler;
    Suite private _suite;
    SageTimelock private _timelock;

    function setUp() external {
        _handler = new GovernanceHandler();
        _suite = _handler.suite();
        _timelock = _suite.TIMELOCK();
        targetContract(address(_handler));
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = GovernanceHandler.act.selector;
        targetSelector(FuzzSelector(address(_handler), selectors));
    }

    /// @dev The handler checks at each attempt that nobody else gets through, and with which error.
    function invariant_P46_onlyTheTimelockHoldsRights() external view {
        Ownable2Step[5] memory owned = _suite.owned();
        for (uint256 i; i < owned.length; ++i) {
            assertEq(owned[i].owner(), address(_timelock), "owner");
            assertEq(owned[i].pendingOwner(), address(0), "pending owner");
        }
        address guardian = _suite.SAGE().guardian();
        assertTrue(guardian == _handler.guardians(0) || guardian == _handler.guardians(1), "guardian");
        assertEq(_suite.STAKED().guardian(), guardian);
        assertEq(_suite.TEE_KEYS().guardian(), guardian);
        _checkRoles();
        _checkWallets();
        assertGe(_timelock.getMinDelay(), 48 hours, "P44: least delay");
        assertLe(_timelock.getMinDelay(), 30 days, "P44: most delay");
    }

    function afterInvariant() external {
        // Governance works still, whatever happened.
        _handler.govern();
        uint256 total;
        uint256 fewest = type(uint256).max;
        for (uint256 i; i < _handler.ACTIONS(); ++i) {
            uint256 reach = _handler.reach(i);
            console2.log(_handler.names(i), reach);
            total += reach;
            if (reach < fewest) fewest = reach;
        }
        console2.log("the last proposer tried to leave", _handler.lastProposerTried());
        // Forge replays the shortened sequence of an earlier failure first; only a whole run tells about the reach.
        if (total < WHOLE_RUN) return;
        assertGt(fewest, 0, "a handler never succeeded");
        assertGt(_handler.lastProposerTried(), 0, "no last proposer");
    }

    function _checkRoles() private view {
        address[] memory admins = _timelock.getRoleMembers(_timelock.DEFAULT_ADMIN_ROLE());
        assertEq(admins.length, 1, "admins");
        assertEq(admins[0], address(_timelock), "admin");
        address[] memory proposers = _timelock.getRoleMembers(_timelock.PROPOSER_ROLE());
        assertGt(proposers.length, 0, "no proposer");
        for (uint256 i; i < proposers.length; ++i) {
            assertTrue(
                proposers[i] == address(_suite.COUNCIL()) || proposers[i] == address(_suite.RESERVE()), "proposer"
            );
        }
        address[] memory cancellers = _timelock.getRoleMembers(_timelock.CANCELLER_ROLE());
        assertEq(cancellers.length, 1, "cancellers");
        assertEq(cancellers[0], address(_suite.COUNCIL()), "canceller");
        address[] memory executors = _timelock.getRoleMembers(_timelock.EXECUTOR_ROLE());
        assertEq(executors.length, 1, "executors");
        assertEq(executors[0], address(0), "executor");
    }

    function _checkWallets() private view {
        assertEq(_suite.COUNCIL().threshold(), 2);
        assertEq(_suite.COUNCIL().getOwners().length, 3);
        assertEq(_suite.COUNCIL().ownersVersion(), 0);
    }
}
