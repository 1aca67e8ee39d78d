// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Vm} from "forge-std/Vm.sol";
import {IERC8004Validation} from "../../../contracts/interfaces/IERC8004Validation.sol";
import {IdentityLogModel} from "./IdentityLogModel.sol";
import {ValidationModel} from "./ValidationModel.sol";

/// @notice Rebuilds the state from the logs of both registries, as an indexer does. Nothing else goes in but the time of
/// the block that a log is in.
library ValidationLogReader {
    error UnknownLog(bytes32 topic);

    function read(
        Vm.Log[] memory logs,
        address identity,
        address registry,
        IdentityLogModel people,
        ValidationModel model
    ) internal {
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter == identity) people.read(logs[i]);
            else if (logs[i].emitter == registry) _read(logs[i], people, model);
        }
    }

    function _read(Vm.Log memory log, IdentityLogModel people, ValidationModel model) private {
        address validator = address(uint160(uint256(log.topics[1])));
        uint256 agentId = uint256(log.topics[2]);
        bytes32 requestHash = log.topics[3];
        if (log.topics[0] == IERC8004Validation.ValidationRequest.selector) {
            model.request(validator, agentId, requestHash, people.isAgentSide(validator, agentId), block.timestamp);
        } else if (log.topics[0] == IERC8004Validation.ValidationResponse.selector) {
            (uint8 response,, bytes32 responseHash, string memory tag) =
                abi.decode(log.data, (uint8, string, bytes32, string));
            model.respond(requestHash, response, responseHash, tag, block.timestamp);
        } else {
            revert UnknownLog(log.topics[0]);
        }
    }
}
