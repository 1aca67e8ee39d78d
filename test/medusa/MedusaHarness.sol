// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {StdInvariant} from "forge-std-of-foundry/StdInvariant.sol";
import {MedusaCheats} from "./Cheats.sol";

interface ISuite {
    function setUp() external;
}

/// @notice What medusa calls: the functions of a suite's handler, one to one, and its invariants.
/// @dev `npm run medusa` writes the heirs, from the ABIs.
abstract contract MedusaHarness {
    /// @notice Successful calls of each action in the sequence so far.
    mapping(uint256 action => uint256 count) internal reach;

    address private _suite;
    address private _handler;

    function _begin(address suite) internal {
        _suite = suite;
        ISuite(suite).setUp();
        _handler = StdInvariant(suite).targetContracts()[0];
    }

    /// @dev Whether the call succeeded. One that medusa can't carry out is left out; any other failure is a finding, as with
    /// forge (`fail_on_revert`).
    function _passOn() internal returns (bool success) {
        bytes memory reason;
        (success, reason) = _handler.call(msg.data);
        if (success) return true;
        assert(reason.length == 4 && bytes4(reason) == MedusaCheats.LeftOut.selector);
    }

    function _holds(bytes memory invariant) internal returns (bool success) {
        (success,) = _suite.call(invariant);
    }
}
