// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC8004ReputationRegistryV2} from "../../../contracts/ERC8004ReputationRegistryV2.sol";
import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {IERC8004ValidationRegistry} from "../../../contracts/interfaces/IERC8004ValidationRegistry.sol";
import {IReputationSigned} from "../../../contracts/interfaces/IReputationSigned.sol";
import {IReputationTasks} from "../../../contracts/interfaces/IReputationTasks.sol";
import {IReputationTrust} from "../../../contracts/interfaces/IReputationTrust.sol";
import {ITaskValidationPolicy} from "../../../contracts/interfaces/ITaskValidationPolicy.sol";
import {FeedbackClass} from "../../../contracts/libraries/FeedbackTypes.sol";
import {TaskRelay} from "../mocks/reputation/TaskRelay.sol";
import {TrustFixture} from "./TrustFixture.sol";

contract TrustAttacksTest is TrustFixture {
    /// @dev A02: two different inputs never share a commitment, whichever fields they differ in.
    function testFuzz_attack_A02_NoTwoInputsShareACommitment(
        address[2] memory clients,
        IReputationTasks.TaskAuthorization memory one,
        IReputationTasks.TaskAuthorization memory two
    ) external view {
        bool same = clients[0] == clients[1] && keccak256(abi.encode(one)) == keccak256(abi.encode(two));
        bytes32 first = registry.taskCommitment(clients[0], one);
        assertEq(first == registry.taskCommitment(clients[1], two), same);
        // One field moved into its neighbour.
        (two.taskId, two.agentId) = (bytes32(one.agentId), uint256(one.taskId));
        (two.deadline, two.validator, two.minResponse, two.salt) =
        (one.deadline, one.validator, one.minResponse, one.salt);
        assertEq(first == registry.taskCommitment(clients[0], two), uint256(one.taskId) == one.agentId);
    }

    /// @dev A02: nor do two registries or two chains.
    function test_attack_A02_CommitmentsAndDigestsNameContractAndChain() external {
        ERC8004ReputationRegistryV2 another = new ERC8004ReputationRegistryV2(address(identity), address(policy));
        IReputationTasks.TaskAuthorization memory a = _authorization(TASK);
        IReputationSigned.SignedBy memory by = IReputationSigned.SignedBy(client, 0, block.timestamp);
        IERC8004ReputationRegistryV2.FeedbackInput memory input = _input(agent, 1, 0, "", "");
        bytes32 here = registry.taskCommitment(client, a);
        bytes32 digest = registry.feedbackDigest(input, by);
        bytes32 requestHash = policy.taskRequestHash(address(registry), client, TASK, agent, validator);
        assertTrue(another.taskCommitment(client, a) != here);
        assertTrue(another.feedbackDigest(input, by) != digest);
        assertTrue(policy.taskRequestHash(address(another), client, TASK, agent, validator) != requestHash);
        _commit(client, a);
        vm.chainId(block.chainid + 1);
        assertTrue(registry.feedbackDigest(input, by) != digest);
        assertTrue(policy.taskRequestHash(address(registry), client, TASK, agent, validator) != requestHash);
        bytes32 there = registry.taskCommitment(client, a);
        assertTrue(there != here);
        skip(30);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationUnknownCommitment.selector, client, there));
        _reveal(client, a);
    }

    /// @dev A14: no view returns a constant: each changes with what it speaks about.
    function test_attack_A14_EveryViewFollowsTheState() external {
        bytes32[6] memory before = _views();
        _validated(TASK, 50, 0, "starred");
        bytes32[6] memory afterwards = _views();
        _assertChanged(before, afterwards, [true, true, false, false, true, true]);
        _give(client, 1, 0, "starred", "");
        before = _views();
        _assertChanged(afterwards, before, [false, false, true, false, false, false]);
        _excludeOperator(client);
        _assertChanged(before, _views(), [true, true, true, true, false, false]);
    }

    function _views() private view returns (bytes32[6] memory answers) {
        (bool excluded,,) = registry.getExclusion(agent, client);
        (,,,, uint256 index, address raisedBy,) = registry.getTask(client, TASK);
        answers[0] = keccak256(abi.encode(registry.getTrustSummary(agent, FeedbackClass.Validated)));
        answers[1] = keccak256(abi.encode(registry.getTrustSummaryByTag(agent, FeedbackClass.Validated, "starred")));
        answers[2] = keccak256(abi.encode(registry.getOpenSummary(agent, _list(client), "")));
        answers[3] = keccak256(abi.encode(excluded));
        answers[4] = keccak256(abi.encode(index));
        answers[5] = keccak256(abi.encode(raisedBy));
    }

    /// @dev Exactly the views that a step concerns change: a placeholder among them would show.
    function _assertChanged(bytes32[6] memory before, bytes32[6] memory afterwards, bool[6] memory changed)
        private
        pure
    {
        for (uint256 i; i < 6; ++i) {
            assertEq(before[i] != afterwards[i], changed[i], vm.toString(i));
        }
    }

    /// @dev A15: the registries are wired: an answer in the validation registry reaches the class, through real contracts
    /// only, and a lowered one takes it back.
    function test_attack_A15_AnAnswerReachesTheClass() external {
        _authorize(client, _authorization(OTHER_TASK, agent, validator, 90));
        _rate(client, OTHER_TASK, 50, 0, "starred");
        _request(client, OTHER_TASK, validator);
        _answer(client, OTHER_TASK, validator, 89);
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationResponseTooLow.selector, validator, 89, 90));
        _mark(client, OTHER_TASK, validator);
        _assertTrust(FeedbackClass.Validated, "", 0, 0);
        _validated(TASK, 50, 0, "starred");
        _assertTrust(FeedbackClass.Validated, "", 1, 50e18);
        _answer(client, TASK, validator, 10);
        registry.withdrawTaskValidation(client, TASK);
        _assertTrust(FeedbackClass.Validated, "", 0, 0);
    }

    /// @dev A15: one validation doesn't raise two tasks, nor one of another agent, client or validator.
    function test_attack_A15_OneAnswerForTwoTasks() external {
        _validated(TASK, 50, 0, "starred");
        _authorize(client, _authorization(OTHER_TASK, agent, validator, 90));
        _rate(client, OTHER_TASK, 50, 0, "starred");
        bytes32 wanted = policy.taskRequestHash(address(registry), client, OTHER_TASK, agent, validator);
        vm.expectRevert(abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationUnknownRequest.selector, wanted));
        _mark(client, OTHER_TASK, validator);
        _authorize(other, _authorization(TASK, agent, validator, 90));
        _rate(other, TASK, 50, 0, "starred");
        wanted = policy.taskRequestHash(address(registry), other, TASK, agent, validator);
        vm.expectRevert(abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationUnknownRequest.selector, wanted));
        _mark(other, TASK, validator);
    }

    /// @dev A15: a stranger can't use a task's request hash first, for an agent of its own.
    function test_attack_A15_SquattedRequestHash() external {
        _authorize(client, _authorization(TASK, agent, validator, 90));
        bytes32 requestHash = policy.taskRequestHash(address(registry), client, TASK, agent, validator);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ValidationRegistry.ValidationHashBoundToOtherAgent.selector, requestHash, agent, secondAgent
            )
        );
        validation.validationRequest(squatter, secondAgent, "", requestHash);
        _rate(client, TASK, 50, 0, "starred");
        _request(client, TASK, validator);
        _answer(client, TASK, validator, 100);
        _mark(client, TASK, validator);
    }

    /// @dev A15: the agent's owner can't have another validator answer under the hash.
    function test_attack_A15_AnotherValidatorAsked() external {
        _authorize(client, _authorization(TASK, agent, validator, 90));
        _rate(client, TASK, 50, 0, "starred");
        bytes32 requestHash = policy.taskRequestHash(address(registry), client, TASK, agent, validator);
        vm.prank(owner);
        validation.validationRequest(squatter, agent, "", requestHash);
        vm.prank(squatter);
        validation.validationResponse(requestHash, 100, "", 0, "");
        vm.expectRevert(
            abi.encodeWithSelector(
                ITaskValidationPolicy.PolicyRequestDiffers.selector, requestHash, squatter, validator
            )
        );
        _mark(client, TASK, validator);
    }

    /// @dev A16: a task id that somebody takes first, having seen it revealed, is that somebody's own.
    function test_attack_A16_TaskIdTakenByAnother() external {
        IReputationTasks.TaskAuthorization memory a = _authorization(TASK);
        _authorize(squatter, a);
        _authorize(client, _authorization(TASK));
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationUnknownTask.selector, other, TASK));
        _rate(other, TASK, 1, 0, "");
        _rate(client, TASK, 50, 0, "starred");
        _assertTrust(FeedbackClass.TaskBacked, "", 1, 50e18);
        assertEq(registry.getLastIndex(agent, squatter), 0);
    }

    /// @dev A16: an account that authorizes as a client and then becomes the agent's side rates nothing.
    function test_attack_A16_TaskFeedbackOnOneself() external {
        _authorize(client, _authorization(TASK));
        vm.prank(owner);
        identity.transferFrom(owner, client, agent);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ReputationRegistryV2.ReputationSelfFeedback.selector, agent, client)
        );
        _rate(client, TASK, 100, 0, "starred");
        _assertTrust(FeedbackClass.TaskBacked, "", 0, 0);
    }

    /// @dev A16: praise given first and ownership taken later is taken out by anybody.
    function test_attack_A16_PraiseBeforeBuying() external {
        _validated(TASK, 100, 0, "starred");
        vm.prank(owner);
        identity.transferFrom(owner, client, agent);
        _announce(client);
        skip(1 days);
        _exclude(client);
        _assertTrust(FeedbackClass.Validated, "", 0, 0);
    }

    /// @dev A16: an owner names a critic operator for a moment, to have its feedback taken out. At once that does nothing;
    /// a day later anybody has withdrawn it.
    function test_attack_A16_SilencingACritic() external {
        _rateNew(client, TASK, -100, 0, "starred");
        _setOperator(client, true);
        _announce(client);
        vm.expectRevert(
            abi.encodeWithSelector(
                IReputationTrust.ReputationExclusionNotDue.selector,
                agent,
                client,
                block.timestamp + 1 days,
                block.timestamp + 8 days
            )
        );
        _exclude(client);
        _setOperator(client, false);
        _reinstate(client);
        skip(1 days);
        _setOperator(client, true);
        vm.expectRevert(
            abi.encodeWithSelector(IReputationTrust.ReputationExclusionNotDue.selector, agent, client, 0, 0)
        );
        _exclude(client);
        _assertTrust(FeedbackClass.TaskBacked, "", 1, -100e18);
    }

    /// @dev A17: every function works when a contract calls it, as itself.
    function test_attack_A17_EveryTaskFunctionThroughAContract() external {
        TaskRelay relay = new TaskRelay(registry);
        IReputationTasks.TaskAuthorization memory a = _authorization(TASK, agent, validator, 90);
        relay.commit(a);
        skip(30);
        relay.authorize(a);
        relay.rate(TASK, 50, "starred");
        _request(address(relay), TASK, validator);
        _answer(address(relay), TASK, validator, 95);
        relay.mark(TASK, validator);
        assertEq(relay.trust(agent, FeedbackClass.Validated), 50e18);
        _answer(address(relay), TASK, validator, 0);
        relay.withdraw(TASK);
        assertEq(relay.trust(agent, FeedbackClass.TaskBacked), 50e18);
        relay.giveSigned(_input(agent, 7, 0, "starred", ""), 1);
        relay.revokeSigned(agent, 2, 2);
        relay.cancelNonce(3);
        _setOperator(address(relay), true);
        relay.announce(agent, address(relay));
        skip(1 days);
        relay.exclude(agent, address(relay));
        _setOperator(address(relay), false);
        relay.reinstate(agent, address(relay));
        relay.readEverything(agent, TASK);
    }

    /// @dev A29: neither a second registration nor a sale resets a class, and a task stays its agent's.
    function test_attack_A29_TrustIsBoundToTheAgent() external {
        _validated(TASK, -50, 0, "starred");
        _authorize(client, _authorization(OTHER_TASK));
        vm.startPrank(owner);
        uint256 fresh = identity.register();
        identity.transferFrom(owner, makeAddr("other wallet"), agent);
        vm.stopPrank();
        _assertTrust(FeedbackClass.Validated, "", 1, -50e18);
        assertEq(registry.getTrustSummary(fresh, FeedbackClass.Validated).count, 0);
        _rate(client, OTHER_TASK, -60, 0, "starred");
        _assertTrust(FeedbackClass.TaskBacked, "", 1, -60e18);
        assertEq(registry.getTrustSummary(fresh, FeedbackClass.TaskBacked).count, 0);
    }

    /// @dev Somebody else's commitment with the same hash, before or after, takes nothing from the client's.
    function test_attack_CopiedCommitment() external {
        IReputationTasks.TaskAuthorization memory a = _authorization(TASK);
        bytes32 commitment = registry.taskCommitment(client, a);
        vm.prank(squatter);
        registry.commitTaskAuthorization(commitment);
        _commit(client, a);
        skip(30);
        _reveal(client, a);
        assertEq(registry.getCommitmentTime(squatter, commitment), block.timestamp - 30);
        (uint256 agentId,,,,,,) = registry.getTask(squatter, TASK);
        assertEq(agentId, 0);
    }
}
