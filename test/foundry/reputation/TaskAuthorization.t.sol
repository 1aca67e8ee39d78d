// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IReputationTasks} from "../../../contracts/interfaces/IReputationTasks.sol";
import {TrustFixture} from "./TrustFixture.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

contract TaskAuthorizationTest is TrustFixture {
    function test_Commit() external {
        bytes32 commitment = registry.taskCommitment(client, _authorization(TASK));
        vm.expectEmit(true, true, true, true, address(registry));
        emit IReputationTasks.TaskCommitted(client, commitment);
        _commit(client, _authorization(TASK));
        assertEq(registry.getCommitmentTime(client, commitment), block.timestamp);
        assertEq(registry.getCommitmentTime(other, commitment), 0);
    }

    function test_RevertWhen_TheCommitmentIsOpen() external {
        IReputationTasks.TaskAuthorization memory authorization = _authorization(TASK);
        bytes32 commitment = registry.taskCommitment(client, authorization);
        uint256 until = block.timestamp + 10 minutes;
        _commit(client, authorization);
        skip(10 minutes);
        vm.expectRevert(
            abi.encodeWithSelector(IReputationTasks.ReputationCommitmentOpen.selector, client, commitment, until)
        );
        vm.prank(client);
        registry.commitTaskAuthorization(commitment);
        skip(1);
        _commit(client, authorization);
        assertEq(registry.getCommitmentTime(client, commitment), until + 1);
        skip(30);
        _reveal(client, authorization);
    }

    /// @dev Somebody who sees a commitment can make it as well, which neither delays nor helps anybody.
    function test_TheSameCommitmentByTwo() external {
        IReputationTasks.TaskAuthorization memory authorization = _authorization(TASK);
        bytes32 commitment = registry.taskCommitment(client, authorization);
        _commit(client, authorization);
        skip(29);
        vm.prank(squatter);
        registry.commitTaskAuthorization(commitment);
        skip(1);
        _reveal(client, authorization);
        skip(30);
        bytes32 theirs = registry.taskCommitment(squatter, authorization);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationUnknownCommitment.selector, squatter, theirs));
        _reveal(squatter, authorization);
    }

    function test_SeveralCommitmentsOfOneClient() external {
        _commit(client, _authorization(TASK));
        _commit(client, _authorization(OTHER_TASK));
        IReputationTasks.TaskAuthorization[2] memory both = [_authorization(OTHER_TASK), _authorization(TASK)];
        skip(30);
        _reveal(client, both[0]);
        _reveal(client, both[1]);
    }

    function test_RevertWhen_ThereIsNoCommitment() external {
        IReputationTasks.TaskAuthorization memory authorization = _authorization(TASK);
        bytes memory expected = abi.encodeWithSelector(
            IReputationTasks.ReputationUnknownCommitment.selector,
            client,
            registry.taskCommitment(client, authorization)
        );
        vm.expectRevert(expected);
        _reveal(client, authorization);
        _authorize(client, authorization);
        vm.expectRevert(expected);
        _reveal(client, authorization);
    }

    function test_RevertWhen_TooEarlyOrTooLate() external {
        IReputationTasks.TaskAuthorization memory authorization = _authorization(TASK);
        bytes32 commitment = registry.taskCommitment(client, authorization);
        _commit(client, authorization);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationRevealTooEarly.selector, commitment, 30));
        _reveal(client, authorization);
        skip(29);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationRevealTooEarly.selector, commitment, 1));
        _reveal(client, authorization);
        skip(571 + 1);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationRevealTooLate.selector, commitment, 1));
        _reveal(client, authorization);
        skip(99);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationRevealTooLate.selector, commitment, 100));
        _reveal(client, authorization);
    }

    function testFuzz_RevealsWithinTheWindowOnly(uint256 age) external {
        age = bound(age, 0, 20 minutes);
        IReputationTasks.TaskAuthorization memory authorization = _authorization(TASK);
        bytes32 commitment = registry.taskCommitment(client, authorization);
        _commit(client, authorization);
        skip(age);
        if (age < 30) {
            vm.expectRevert(
                abi.encodeWithSelector(IReputationTasks.ReputationRevealTooEarly.selector, commitment, 30 - age)
            );
        } else if (age > 600) {
            vm.expectRevert(
                abi.encodeWithSelector(IReputationTasks.ReputationRevealTooLate.selector, commitment, age - 600)
            );
        }
        _reveal(client, authorization);
        _assertTask(client, TASK, age >= 30 && age <= 600 ? authorization.deadline : 0);
    }

    function _expectDeadline(uint256 deadline) private {
        IReputationTasks.TaskAuthorization memory authorization = _authorization(TASK);
        authorization.deadline = deadline;
        _commit(client, authorization);
        skip(30);
        vm.expectRevert(
            abi.encodeWithSelector(
                IReputationTasks.ReputationTaskDeadline.selector,
                TASK,
                deadline,
                block.timestamp + 1 hours,
                block.timestamp + 30 days
            )
        );
        _reveal(client, authorization);
    }

    function test_RevertWhen_TheDeadlineIsOutOfRange() external {
        _expectDeadline(block.timestamp + 30 + 1 hours - 1);
        _expectDeadline(block.timestamp + 30 + 30 days + 1);
        _expectDeadline(0);
        _expectDeadline(type(uint256).max);
    }

    function test_DeadlinesAtTheEdges() external {
        IReputationTasks.TaskAuthorization memory authorization = _authorization(TASK);
        authorization.deadline = block.timestamp + 30 + 1 hours;
        _authorize(client, authorization);
        _assertTask(client, TASK, authorization.deadline);
        authorization.taskId = OTHER_TASK;
        authorization.deadline = block.timestamp + 30 + 30 days;
        _authorize(client, authorization);
        _assertTask(client, OTHER_TASK, authorization.deadline);
    }

    function test_RevertWhen_TheAgentIdIsTooLarge() external {
        IReputationTasks.TaskAuthorization memory authorization = _authorization(TASK, 2 ** 32, address(0), 0);
        _commit(client, authorization);
        skip(30);
        vm.expectRevert(
            abi.encodeWithSelector(IReputationTasks.ReputationAgentIdTooLarge.selector, 2 ** 32, type(uint32).max)
        );
        _reveal(client, authorization);
        // The largest one passes, and fails only because there is no such agent.
        authorization.agentId = type(uint32).max;
        _commit(client, authorization);
        skip(30);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, type(uint32).max));
        _reveal(client, authorization);
    }

    function _expectMinResponse(address named, uint256 minResponse) private {
        IReputationTasks.TaskAuthorization memory authorization = _authorization(TASK, agent, named, minResponse);
        _commit(client, authorization);
        skip(30);
        vm.expectRevert(
            abi.encodeWithSelector(IReputationTasks.ReputationMinResponse.selector, TASK, named, minResponse)
        );
        _reveal(client, authorization);
    }

    function test_RevertWhen_ValidatorAndLeastResponseDontFit() external {
        _expectMinResponse(validator, 0);
        _expectMinResponse(validator, 101);
        _expectMinResponse(validator, type(uint256).max);
        _expectMinResponse(address(0), 1);
        _expectMinResponse(address(0), 101);
    }

    function test_LeastResponsesAtTheEdges() external {
        _authorize(client, _authorization(TASK, agent, validator, 1));
        _authorize(client, _authorization(OTHER_TASK, agent, validator, 100));
        (uint256 agentId, address named, uint256 minResponse,,,,) = registry.getTask(client, TASK);
        // An odd least response must not reach into the agent's id beside it.
        assertEq(agentId, agent);
        assertEq(named, validator);
        assertEq(minResponse, 1);
        (,, minResponse,,,,) = registry.getTask(client, OTHER_TASK);
        assertEq(minResponse, 100);
    }

    function test_RevertWhen_TheClientNamesItself() external {
        IReputationTasks.TaskAuthorization memory authorization = _authorization(TASK, agent, client, 50);
        _commit(client, authorization);
        skip(30);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationClientValidates.selector, client, TASK));
        _reveal(client, authorization);
    }

    function test_RevertWhen_TheTaskExists() external {
        _authorize(client, _authorization(TASK));
        bytes memory expected = abi.encodeWithSelector(IReputationTasks.ReputationTaskExists.selector, client, TASK);
        IReputationTasks.TaskAuthorization memory again = _authorization(TASK, secondAgent, validator, 50);
        _commit(client, again);
        skip(30);
        vm.expectRevert(expected);
        _reveal(client, again);
        // Nor once it is rated, or its time is over.
        _rate(client, TASK, 1, 0, "");
        vm.expectRevert(expected);
        _reveal(client, again);
    }

    function test_RevertWhen_TheClientIsAgentSide() external {
        address[3] memory side = [owner, operator, approved];
        for (uint256 i; i < side.length; ++i) {
            _commit(side[i], _authorization(TASK));
            IReputationTasks.TaskAuthorization memory authorization = _authorization(TASK);
            skip(30);
            vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationSelfTask.selector, agent, side[i]));
            _reveal(side[i], authorization);
        }
    }

    function test_Authorize() external {
        IReputationTasks.TaskAuthorization memory authorization = _authorization(TASK, agent, validator, 70);
        bytes32 commitment = registry.taskCommitment(client, authorization);
        _commit(client, authorization);
        skip(600);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IReputationTasks.TaskAuthorized(
            agent, client, TASK, authorization.deadline, validator, 70, authorization.salt
        );
        _reveal(client, authorization);
        assertEq(registry.getCommitmentTime(client, commitment), 0);
        (
            uint256 agentId,
            address named,
            uint256 minResponse,
            uint256 deadline,
            uint256 index,
            address raisedBy,
            uint256 raisedAt
        ) = registry.getTask(client, TASK);
        assertEq(agentId, agent);
        assertEq(named, validator);
        assertEq(minResponse, 70);
        assertEq(deadline, authorization.deadline);
        assertEq(index, 0);
        assertEq(raisedBy, address(0));
        assertEq(raisedAt, 0);
    }

    function test_TheSameIdByTwoClients() external {
        _authorize(client, _authorization(TASK));
        _authorize(other, _authorization(TASK, secondAgent, validator, 50));
        (uint256 agentId,,,,,,) = registry.getTask(client, TASK);
        assertEq(agentId, agent);
        (agentId,,,,,,) = registry.getTask(other, TASK);
        assertEq(agentId, secondAgent);
    }

    function test_CommitmentIsTheHashOfEverything() external view {
        IReputationTasks.TaskAuthorization memory a = _authorization(TASK, agent, validator, 70);
        bytes32 typehash = keccak256(
            "TaskAuthorization(uint256 chainId,address registry,address client,bytes32 taskId,uint256 agentId,uint256 deadline,address validator,uint256 minResponse,bytes32 salt)"
        );
        bytes memory head = abi.encode(typehash, block.chainid, address(registry), client);
        bytes memory body = abi.encode(a.taskId, a.agentId, a.deadline, a.validator, a.minResponse, a.salt);
        assertEq(registry.taskCommitment(client, a), keccak256(bytes.concat(head, body)));
    }

    function _assertTask(address from, bytes32 taskId, uint256 wanted) private view {
        (,,, uint256 deadline,,,) = registry.getTask(from, taskId);
        assertEq(deadline, wanted, "deadline");
    }
}
