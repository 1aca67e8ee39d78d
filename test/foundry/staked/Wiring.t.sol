// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC8004ReputationRegistryV2} from "../../../contracts/ERC8004ReputationRegistryV2.sol";
import {TaskValidationPolicy} from "../../../contracts/TaskValidationPolicy.sol";
import {IReputationTasks} from "../../../contracts/interfaces/IReputationTasks.sol";
import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {FeedbackClass} from "../../../contracts/libraries/FeedbackTypes.sol";
import {StakedFixture} from "./StakedFixture.sol";

/// @notice From a task to the class of its rating, through all registries.
contract StakedWiringTest is StakedFixture {
    bytes32 private constant TASK = keccak256("task");

    TaskValidationPolicy private policy;
    ERC8004ReputationRegistryV2 private reputation;

    function setUp() public override {
        super.setUp();
        policy = new TaskValidationPolicy(address(registry), governance, new address[](0));
        reputation = new ERC8004ReputationRegistryV2(address(identity), address(policy));
    }

    function test_A15_aDecisionRaisesTheClass_namedByTheClient() external {
        _rate(address(staked), 80);
        _decide(80);
        _assertClass(FeedbackClass.TaskBacked);
        vm.prank(stranger);
        reputation.markTaskValidated(client, TASK, address(staked));
        _assertClass(FeedbackClass.Validated);
    }

    function test_A15_aDecisionRaisesTheClass_listedByGovernance() external {
        vm.prank(governance);
        policy.setGovernanceValidator(address(staked), true);
        _rate(address(0), 0);
        _decide(80);
        reputation.markTaskValidated(client, TASK, address(staked));
        _assertClass(FeedbackClass.Validated);
    }

    function test_A15_aDecisionBelowTheThresholdRaisesNothing() external {
        _rate(address(staked), 80);
        _decide(79);
        vm.expectRevert(
            abi.encodeWithSelector(IReputationTasks.ReputationResponseTooLow.selector, address(staked), 79, 80)
        );
        reputation.markTaskValidated(client, TASK, address(staked));
        _assertClass(FeedbackClass.TaskBacked);
    }

    /// @dev The client authorizes a task and rates it.
    function _rate(address validator, uint8 minResponse) private {
        IReputationTasks.TaskAuthorization memory authorization = IReputationTasks.TaskAuthorization({
            taskId: TASK,
            agentId: agent,
            deadline: block.timestamp + 1 days,
            validator: validator,
            minResponse: minResponse,
            salt: keccak256("salt")
        });
        bytes32 commitment = reputation.taskCommitment(client, authorization);
        vm.startPrank(client);
        reputation.commitTaskAuthorization(commitment);
        skip(30);
        reputation.authorizeTaskWithReveal(authorization);
        reputation.giveTaskFeedback(TASK, 90, 0, "starred", "", "", "", 0);
        vm.stopPrank();
    }

    /// @dev The agent asks for the task's result to be judged, the client opens and pays, three validators agree.
    function _decide(uint8 response) private returns (bytes32 requestHash) {
        requestHash = policy.taskRequestHash(address(reputation), client, TASK, agent, address(staked));
        _open(requestHash, IStakedValidation.Mode.Stake);
        _judgeAll(requestHash, _responses(response, response, response));
        staked.finalize(requestHash);
        _assertPosted(requestHash, response, "crypto-economic");
    }

    function _assertClass(FeedbackClass expected) private view {
        assertEq(uint8(reputation.getFeedbackClass(agent, client, 1)), uint8(expected));
    }
}
