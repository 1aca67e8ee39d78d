// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {console2} from "forge-std/console2.sol";
import {ERC8004ValidationRegistry} from "../../../contracts/ERC8004ValidationRegistry.sol";
import {IdentityStandIn} from "../mocks/validation/IdentityStandIn.sol";
import {ValidationComparer} from "./ValidationComparer.sol";
import {ValidationHandler} from "./ValidationHandler.sol";
import {ValidationModel} from "./ValidationModel.sol";

contract ValidationInvariantTest is ValidationComparer {
    ERC8004ValidationRegistry private _registry;
    ValidationHandler private _handler;
    string[10] private _actions = [
        "request",
        "respond",
        "replaceAnswer",
        "transferAgent",
        "approve",
        "setOperator",
        "passTime",
        "respondAsAnother",
        "requestAgain",
        "requestAsStranger"
    ];

    function setUp() external {
        vm.warp(1_770_000_000);
        IdentityStandIn identity = new IdentityStandIn();
        _registry = new ERC8004ValidationRegistry(address(identity));
        _handler = new ValidationHandler(_registry, identity);
        targetContract(address(_handler));
        bytes4[] memory selectors = new bytes4[](10);
        selectors[0] = ValidationHandler.request.selector;
        selectors[1] = ValidationHandler.respond.selector;
        selectors[2] = ValidationHandler.replaceAnswer.selector;
        selectors[3] = ValidationHandler.transferAgent.selector;
        selectors[4] = ValidationHandler.approve.selector;
        selectors[5] = ValidationHandler.setOperator.selector;
        selectors[6] = ValidationHandler.passTime.selector;
        selectors[7] = ValidationHandler.respondAsAnother.selector;
        selectors[8] = ValidationHandler.requestAgain.selector;
        selectors[9] = ValidationHandler.requestAsStranger.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    /// @dev Validator, agent and self flag of a request are those of its beginning; the last answer is the named
    /// validator's and at most 100. A few requests each time, all of them at the end of the run.
    function invariant_P19_everyRequestIsWhatItWas() external view {
        _compareSome(_handler.acted());
    }

    /// @dev A summary and a page, another one each time.
    function invariant_P18_summariesAndPagesEqualANaiveLoop() external view {
        uint256 turn = _handler.turn();
        uint256 agentId = turn % _handler.AGENTS();
        address[] memory listed = new address[](turn % 3);
        for (uint256 i; i < listed.length; ++i) {
            listed[i] = _handler.account(turn / 3 + i);
        }
        string memory tag = _handler.tag(turn / 2);
        _compareSummaries(_registry, _handler.acted(), agentId, listed, tag);
        _compareSummaries(_registry, _handler.acted(), agentId, new address[](0), _handler.tag(turn));
        uint256 size = 1 + turn % 5;
        _compareSummaryPages(_registry, _handler.acted(), agentId, listed, tag, turn % 2 == 0, size);
        _comparePages(_registry, agentId, _handler.account(turn), size);
    }

    function invariant_P48_theLogsTellTheState() external view {
        ValidationModel logged = _handler.logged();
        assertEq(logged.count(), _handler.acted().count());
        _compareSome(logged);
        uint256 turn = _handler.turn();
        _compareLists(_registry, logged, turn % _handler.AGENTS(), _handler.account(turn));
        _compareSummaries(_registry, logged, turn % _handler.AGENTS(), new address[](0), _handler.tag(turn));
    }

    /// @dev A run in which an action never succeeded proves nothing. A stored counterexample that is replayed is shorter
    /// than a run and can't be asked for that.
    function afterInvariant() external view {
        _compareRecords(_registry, _handler.acted());
        _compareRecords(_registry, _handler.logged());
        if (_handler.turn() < 100) return;
        for (uint256 i; i < _actions.length; ++i) {
            console2.log(_actions[i], _handler.reach(i));
            assertGt(_handler.reach(i), 0, _actions[i]);
        }
        console2.log("requests", _handler.acted().count());
        console2.log("self requests", _handler.selfRequests());
        console2.log("bound requests", _handler.boundRequests());
        assertGt(_handler.selfRequests(), 0, "self requests");
        assertGt(_handler.boundRequests(), 0, "bound requests");
        assertGt(_handler.acted().count() - _handler.selfRequests(), 0, "independent requests");
    }

    function _compareSome(ValidationModel model) private view {
        uint256 count = model.count();
        for (uint256 i; i < 4 && i < count; ++i) {
            ValidationModel.Entry memory entry = model.entryAt((4 * _handler.turn() + i) % count);
            assertLe(entry.response, 100);
            _compareRecord(_registry, entry);
        }
    }
}
