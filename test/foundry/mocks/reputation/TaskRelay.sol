// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC8004ReputationRegistryV2} from "../../../../contracts/ERC8004ReputationRegistryV2.sol";
import {IERC8004ReputationRegistryV2} from "../../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {IReputationSigned} from "../../../../contracts/interfaces/IReputationSigned.sol";
import {IReputationTasks} from "../../../../contracts/interfaces/IReputationTasks.sol";
import {FeedbackClass} from "../../../../contracts/libraries/FeedbackTypes.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @notice A client that is a contract, for all that the standard doesn't have. It has signed whatever it is asked about.
contract TaskRelay is IERC1271 {
    error Unexpected(string what);

    ERC8004ReputationRegistryV2 private immutable REGISTRY;

    constructor(ERC8004ReputationRegistryV2 registry) {
        REGISTRY = registry;
    }

    function commit(IReputationTasks.TaskAuthorization calldata authorization) external {
        REGISTRY.commitTaskAuthorization(REGISTRY.taskCommitment(address(this), authorization));
    }

    function authorize(IReputationTasks.TaskAuthorization calldata authorization) external {
        REGISTRY.authorizeTaskWithReveal(authorization);
    }

    function rate(bytes32 taskId, int128 value, string calldata tag1) external {
        REGISTRY.giveTaskFeedback(taskId, value, 0, tag1, "", "", "", 0);
    }

    function mark(bytes32 taskId, address validator) external {
        REGISTRY.markTaskValidated(address(this), taskId, validator);
    }

    function withdraw(bytes32 taskId) external {
        REGISTRY.withdrawTaskValidation(address(this), taskId);
    }

    function announce(uint256 agentId, address client) external {
        REGISTRY.announceExclusion(agentId, client);
    }

    function exclude(uint256 agentId, address client) external {
        REGISTRY.excludeClient(agentId, client);
    }

    function reinstate(uint256 agentId, address client) external {
        REGISTRY.reinstateClient(agentId, client);
    }

    function giveSigned(IERC8004ReputationRegistryV2.FeedbackInput calldata input, uint256 nonce) external {
        REGISTRY.giveFeedbackBySig(input, _by(nonce), "");
    }

    function revokeSigned(uint256 agentId, uint64 index, uint256 nonce) external {
        REGISTRY.revokeFeedbackBySig(agentId, index, _by(nonce), "");
    }

    function cancelNonce(uint256 nonce) external {
        REGISTRY.cancelNonce(nonce);
    }

    function trust(uint256 agentId, FeedbackClass class) external view returns (int256) {
        return REGISTRY.getTrustSummary(agentId, class).sumAt18Decimals;
    }

    /// @notice Calls the views: one task-backed feedback (50, `starred`) and a revoked one stand.
    function readEverything(uint256 agentId, bytes32 taskId) external view {
        address[] memory me = new address[](1);
        me[0] = address(this);
        if (REGISTRY.getOpenSummary(agentId, me, "").count != 0) revert Unexpected("getOpenSummary");
        if (REGISTRY.getTrustSummaryByTag(agentId, FeedbackClass.TaskBacked, "starred").count != 1) {
            revert Unexpected("getTrustSummaryByTag");
        }
        if (REGISTRY.getFeedbackClass(agentId, address(this), 1) != FeedbackClass.TaskBacked) {
            revert Unexpected("getFeedbackClass");
        }
        (bool excluded,,) = REGISTRY.getExclusion(agentId, address(this));
        if (excluded) revert Unexpected("getExclusion");
        (,,,, uint256 index,,) = REGISTRY.getTask(address(this), taskId);
        if (index != 1) revert Unexpected("getTask");
        if (!REGISTRY.isNonceUsed(address(this), 3)) revert Unexpected("isNonceUsed");
        if (REGISTRY.getValidationPolicy().code.length == 0) revert Unexpected("getValidationPolicy");
    }

    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return IERC1271.isValidSignature.selector;
    }

    function _by(uint256 nonce) private view returns (IReputationSigned.SignedBy memory) {
        return IReputationSigned.SignedBy(address(this), nonce, block.timestamp);
    }
}
