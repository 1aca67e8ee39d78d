// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {TaskValidationPolicy} from "../../../contracts/TaskValidationPolicy.sol";
import {IERC8004ValidationRegistry} from "../../../contracts/interfaces/IERC8004ValidationRegistry.sol";
import {ITaskValidationPolicy} from "../../../contracts/interfaces/ITaskValidationPolicy.sol";
import {TrustFixture} from "./TrustFixture.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

contract TaskValidationPolicyTest is TrustFixture {
    function test_Deployment() external {
        vm.expectEmit();
        emit ITaskValidationPolicy.GovernanceThresholdSet(80);
        TaskValidationPolicy fresh = new TaskValidationPolicy(address(validation), governance, new address[](0));
        assertEq(fresh.governanceThreshold(), 80);
        assertEq(fresh.owner(), governance);
        assertEq(fresh.getValidationRegistry(), address(validation));
        assertEq(fresh.getIdentityRegistry(), address(identity));
    }

    function test_Deployment_ListsTheFirstValidators() external {
        address[] memory first = new address[](2);
        (first[0], first[1]) = (listed, client);
        vm.expectEmit();
        emit ITaskValidationPolicy.GovernanceValidatorSet(listed, true);
        vm.expectEmit();
        emit ITaskValidationPolicy.GovernanceValidatorSet(client, true);
        TaskValidationPolicy fresh = new TaskValidationPolicy(address(validation), governance, first);
        assertTrue(fresh.isGovernanceValidator(listed));
        assertTrue(fresh.isGovernanceValidator(client));
        assertFalse(fresh.isGovernanceValidator(owner));
        first[1] = address(0);
        vm.expectRevert(ITaskValidationPolicy.PolicyZeroValidator.selector);
        new TaskValidationPolicy(address(validation), governance, first);
    }

    /// @dev Forge makes `new` a cheatcode, and a revert that is expected of one ends the test; of a call it doesn't.
    function deploy(address validationRegistry, address initialOwner) external {
        new TaskValidationPolicy(validationRegistry, initialOwner, new address[](0));
    }

    function test_RevertWhen_DeployedWrongly() external {
        vm.expectRevert(abi.encodeWithSelector(ITaskValidationPolicy.PolicyInvalidValidationRegistry.selector, client));
        this.deploy(client, governance);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableInvalidOwner.selector, address(0)));
        this.deploy(address(validation), address(0));
    }

    function test_RevertWhen_TheCallerIsNotTheOwner() external {
        bytes memory expected = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, owner);
        vm.startPrank(owner);
        vm.expectRevert(expected);
        policy.setGovernanceValidator(listed, true);
        vm.expectRevert(expected);
        policy.setGovernanceThreshold(1);
        vm.expectRevert(expected);
        policy.transferOwnership(owner);
        vm.expectRevert(expected);
        policy.renounceOwnership();
        vm.expectRevert(expected);
        policy.acceptOwnership();
        vm.stopPrank();
    }

    function test_RevertWhen_OutOfRange() external {
        vm.startPrank(governance);
        vm.expectRevert(ITaskValidationPolicy.PolicyZeroValidator.selector);
        policy.setGovernanceValidator(address(0), true);
        vm.expectRevert(abi.encodeWithSelector(ITaskValidationPolicy.PolicyThresholdOutOfRange.selector, 0));
        policy.setGovernanceThreshold(0);
        vm.expectRevert(abi.encodeWithSelector(ITaskValidationPolicy.PolicyThresholdOutOfRange.selector, 101));
        policy.setGovernanceThreshold(101);
        vm.stopPrank();
    }

    function test_GovernanceSets() external {
        vm.startPrank(governance);
        vm.expectEmit(true, true, true, true, address(policy));
        emit ITaskValidationPolicy.GovernanceValidatorSet(listed, true);
        policy.setGovernanceValidator(listed, true);
        assertTrue(policy.isGovernanceValidator(listed));
        vm.expectEmit(true, true, true, true, address(policy));
        emit ITaskValidationPolicy.GovernanceValidatorSet(listed, false);
        policy.setGovernanceValidator(listed, false);
        assertFalse(policy.isGovernanceValidator(listed));
        vm.expectEmit(true, true, true, true, address(policy));
        emit ITaskValidationPolicy.GovernanceThresholdSet(100);
        policy.setGovernanceThreshold(100);
        assertEq(policy.governanceThreshold(), 100);
        policy.setGovernanceThreshold(1);
        assertEq(policy.governanceThreshold(), 1);
        policy.transferOwnership(owner);
        vm.stopPrank();
        vm.prank(owner);
        policy.acceptOwnership();
        assertEq(policy.owner(), owner);
    }

    function test_JudgesTheTasksOfTheCaller() external {
        bytes32 requestHash = _request(client, TASK, validator);
        _answer(client, TASK, validator, 77);
        vm.prank(address(registry));
        (uint256 response, uint256 threshold, bool self) = policy.judge(client, TASK, agent, validator);
        assertEq(response, 77);
        assertEq(threshold, 0);
        assertFalse(self);
        bytes32 theirs = policy.taskRequestHash(anybody, client, TASK, agent, validator);
        assertTrue(theirs != requestHash);
        vm.expectRevert(abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationUnknownRequest.selector, theirs));
        vm.prank(anybody);
        policy.judge(client, TASK, agent, validator);
    }

    /// @dev What clients compute on their own.
    function testFuzz_RequestHashIsThatOfTheTypedResult(address from, bytes32 taskId, address by) external view {
        bytes32 typeHash = keccak256("TaskResult(uint256 chainId,address registry,address client,bytes32 taskId)");
        bytes32 content = keccak256(abi.encode(typeHash, block.chainid, registry, from, taskId));
        assertEq(
            policy.taskRequestHash(address(registry), from, taskId, agent, by),
            validation.boundRequestHash(agent, by, content)
        );
    }

    function testFuzz_RequestHashesDiffer(address from, bytes32 taskId, address by) external view {
        bytes32 requestHash = policy.taskRequestHash(address(registry), client, TASK, agent, validator);
        bytes32 another = policy.taskRequestHash(address(registry), from, taskId, agent, by);
        assertEq(requestHash == another, from == client && taskId == TASK && by == validator);
        (bool bound, uint256 agentId) = validation.boundAgentOf(requestHash);
        assertTrue(bound);
        assertEq(agentId, agent);
    }
}
