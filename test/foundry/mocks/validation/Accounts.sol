// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004Validation} from "../../../../contracts/interfaces/IERC8004Validation.sol";
import {IdentityStandIn} from "./IdentityStandIn.sol";

/// @notice A contract that owns an agent and asks for validations as itself.
contract AgentHolder {
    function register(IdentityStandIn identity) external returns (uint256) {
        return identity.register();
    }

    function ask(IERC8004Validation registry, address validator, uint256 agentId, bytes32 requestHash) external {
        registry.validationRequest(validator, agentId, "ipfs://request", requestHash);
    }
}

/// @notice A contract that is the validator of requests and answers as itself.
contract ValidatorContract {
    function answer(IERC8004Validation registry, bytes32 requestHash, uint8 response) external {
        registry.validationResponse(requestHash, response, "ipfs://response", keccak256("evidence"), "hard");
    }
}
