// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC8004ValidationRegistry} from "./interfaces/IERC8004ValidationRegistry.sol";
import {ITaskValidationPolicy} from "./interfaces/ITaskValidationPolicy.sol";

/// @title What makes the result of a task count as validated
/// @notice Apart from the reputation registry, which so has no owner.
contract TaskValidationPolicy is ITaskValidationPolicy, Ownable2Step {
    bytes32 private constant RESULT_TYPEHASH =
        keccak256("TaskResult(uint256 chainId,address registry,address client,bytes32 taskId)");
    uint256 private constant MAX_RESPONSE = 100;
    uint256 private constant FIRST_THRESHOLD = 80;

    IERC8004ValidationRegistry private immutable VALIDATION_REGISTRY;

    mapping(address validator => bool listed) private _listed;
    uint256 private _threshold;

    /// @param validationRegistry Trusted to tell who answered what; fixed for ever.
    /// @param owner Who lists validators: a timelock, once everything is set up.
    /// @param initialValidators Validators that are listed from the start, so that no owner has to be there first; none is zero.
    constructor(address validationRegistry, address owner, address[] memory initialValidators) Ownable(owner) {
        if (validationRegistry.code.length == 0) revert PolicyInvalidValidationRegistry(validationRegistry);
        VALIDATION_REGISTRY = IERC8004ValidationRegistry(validationRegistry);
        _setThreshold(FIRST_THRESHOLD);
        for (uint256 i; i < initialValidators.length; ++i) {
            _setValidator(initialValidators[i], true);
        }
    }

    /// @inheritdoc ITaskValidationPolicy
    function setGovernanceValidator(address validator, bool listed) external onlyOwner {
        _setValidator(validator, listed);
    }

    /// @inheritdoc ITaskValidationPolicy
    function setGovernanceThreshold(uint256 threshold) external onlyOwner {
        if (threshold == 0 || threshold > MAX_RESPONSE) revert PolicyThresholdOutOfRange(threshold);
        _setThreshold(threshold);
    }

    /// @inheritdoc ITaskValidationPolicy
    /// @dev Fails with the validation registry's own error where it knows no such request. A bound hash doesn't prove which
    /// validator was asked: the record tells. That it is the agent's, the hash does prove.
    function judge(address client, bytes32 taskId, uint256 agentId, address validator)
        external
        view
        returns (uint256 response, uint256 threshold, bool self)
    {
        bytes32 requestHash = taskRequestHash(msg.sender, client, taskId, agentId, validator);
        address asked;
        (asked,, response,,,) = VALIDATION_REGISTRY.getValidationStatus(requestHash);
        if (asked != validator) revert PolicyRequestDiffers(requestHash, asked, validator);
        if (_listed[validator]) threshold = _threshold;
        (bool atRequest, bool atPresent) = VALIDATION_REGISTRY.isSelfValidation(requestHash);
        // An owner makes anybody its operator without asking, and could keep bad ratings from being validated so. A validator
        // that clients rely on by governance's word is of the agent's side now only where it owns the agent itself.
        if (atPresent && threshold != 0) {
            atPresent = IERC721(VALIDATION_REGISTRY.getIdentityRegistry()).ownerOf(agentId) == validator;
        }
        self = atRequest || atPresent;
    }

    /// @inheritdoc ITaskValidationPolicy
    function getValidationRegistry() external view returns (address) {
        return address(VALIDATION_REGISTRY);
    }

    /// @inheritdoc ITaskValidationPolicy
    function getIdentityRegistry() external view returns (address) {
        return VALIDATION_REGISTRY.getIdentityRegistry();
    }

    /// @inheritdoc ITaskValidationPolicy
    function isGovernanceValidator(address validator) external view returns (bool) {
        return _listed[validator];
    }

    /// @inheritdoc ITaskValidationPolicy
    function governanceThreshold() external view returns (uint256) {
        return _threshold;
    }

    /// @inheritdoc ITaskValidationPolicy
    function taskRequestHash(
        address reputationRegistry,
        address client,
        bytes32 taskId,
        uint256 agentId,
        address validator
    ) public view returns (bytes32) {
        bytes32 content = keccak256(abi.encode(RESULT_TYPEHASH, block.chainid, reputationRegistry, client, taskId));
        return VALIDATION_REGISTRY.boundRequestHash(agentId, validator, content);
    }

    function _setValidator(address validator, bool listed) private {
        if (validator == address(0)) revert PolicyZeroValidator();
        _listed[validator] = listed;
        emit GovernanceValidatorSet(validator, listed);
    }

    function _setThreshold(uint256 threshold) private {
        _threshold = threshold;
        emit GovernanceThresholdSet(threshold);
    }
}
