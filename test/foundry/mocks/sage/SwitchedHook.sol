// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IRegistrationHook} from "../../../../contracts/interfaces/IRegistrationHook.sol";

/// @dev Refuses before and fails after as it is told, and counts what it let pass.
contract SwitchedHook is IRegistrationHook {
    error Refused(address account);
    error Failed(uint256 agentId);

    bool public refuses;
    bool public fails;
    uint256 public asked;
    uint256 public told;

    function set(bool refuses_, bool fails_) external {
        (refuses, fails) = (refuses_, fails_);
    }

    function beforeRegister(address account, string calldata) external {
        if (refuses) revert Refused(account);
        ++asked;
    }

    function afterRegister(address, uint256 agentId, string calldata) external {
        if (fails) revert Failed(agentId);
        ++told;
    }
}
