// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004Reputation} from "../../../contracts/interfaces/IERC8004Reputation.sol";
import {IReputationTasks} from "../../../contracts/interfaces/IReputationTasks.sol";
import {IReputationTrust} from "../../../contracts/interfaces/IReputationTrust.sol";
import {FeedbackClass} from "../../../contracts/libraries/FeedbackTypes.sol";
import {TrustModel} from "./TrustModel.sol";
import {Vm} from "forge-std/Vm.sol";

/// @notice Rebuilds a model from the registry's events alone, in their order.
contract TrustLog {
    TrustModel public immutable model = new TrustModel();

    /// @dev The agent of the last `NewFeedback`, which the event about its class follows.
    uint256 private _agentId;
    /// @dev In the order in which they were made.
    address[] private _committers;
    bytes32[] private _commitments;
    mapping(address client => mapping(bytes32 commitment => bool)) private _open;

    function read(Vm.Log memory log) external {
        bytes32 kind = log.topics[0];
        if (kind == IERC8004Reputation.NewFeedback.selector) {
            (, int128 value, uint8 decimals, string memory tag1,,,,) =
                abi.decode(log.data, (uint64, int128, uint8, string, string, string, string, bytes32));
            _agentId = uint256(log.topics[1]);
            model.give(_agentId, _address(log.topics[2]), value, decimals, tag1);
        } else if (kind == IReputationTasks.TaskCommitted.selector) {
            (address client, bytes32 commitment) = (_address(log.topics[1]), log.topics[2]);
            _committers.push(client);
            _commitments.push(commitment);
            _open[client][commitment] = true;
        } else if (kind == IReputationTasks.TaskAuthorized.selector) {
            _open[_address(log.topics[2])][_commitmentOf(log)] = false;
        } else if (kind == IReputationTasks.TaskFeedbackGiven.selector) {
            uint64 index = abi.decode(log.data, (uint64));
            model.setClass(_agentId, _address(log.topics[1]), index, FeedbackClass.TaskBacked);
        } else if (kind == IReputationTasks.TaskValidated.selector) {
            (uint64 index,,,) = abi.decode(log.data, (uint64, address, uint256, uint256));
            _setClass(log, index, FeedbackClass.Validated);
        } else if (kind == IReputationTasks.TaskValidationWithdrawn.selector) {
            (uint64 index,,) = abi.decode(log.data, (uint64, address, uint256));
            _setClass(log, index, FeedbackClass.TaskBacked);
        } else if (kind == IERC8004Reputation.FeedbackRevoked.selector) {
            model.revoke(uint256(log.topics[1]), _address(log.topics[2]), uint64(uint256(log.topics[3])));
        } else if (kind == IReputationTrust.ClientExcluded.selector) {
            model.setExcluded(uint256(log.topics[1]), _address(log.topics[2]), true);
        } else if (kind == IReputationTrust.ClientReinstated.selector) {
            model.setExcluded(uint256(log.topics[1]), _address(log.topics[2]), false);
        }
    }

    function commitmentCount() external view returns (uint256) {
        return _commitments.length;
    }

    function commitmentAt(uint256 index) external view returns (address client, bytes32 commitment, bool open) {
        (client, commitment) = (_committers[index], _commitments[index]);
        open = _open[client][commitment];
    }

    /// @dev What the client must have committed to, from the event alone.
    function _commitmentOf(Vm.Log memory log) private view returns (bytes32) {
        (uint256 deadline, address validator, uint256 minResponse, bytes32 salt) =
            abi.decode(log.data, (uint256, address, uint256, bytes32));
        bytes32 typeHash = keccak256(
            "TaskAuthorization(uint256 chainId,address registry,address client,bytes32 taskId,uint256 agentId,uint256 deadline,address validator,uint256 minResponse,bytes32 salt)"
        );
        return keccak256(
            abi.encode(
                typeHash,
                block.chainid,
                log.emitter,
                _address(log.topics[2]),
                log.topics[3],
                uint256(log.topics[1]),
                deadline,
                validator,
                minResponse,
                salt
            )
        );
    }

    function _setClass(Vm.Log memory log, uint64 index, FeedbackClass class) private {
        model.setClass(uint256(log.topics[1]), _address(log.topics[2]), index, class);
    }

    function _address(bytes32 topic) private pure returns (address) {
        return address(uint160(uint256(topic)));
    }
}
