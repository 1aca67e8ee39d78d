// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004Validation} from "../../../contracts/interfaces/IERC8004Validation.sol";
import {IERC8004ValidationRegistry} from "../../../contracts/interfaces/IERC8004ValidationRegistry.sol";
import {AgentHolder, ValidatorContract} from "../mocks/validation/Accounts.sol";
import {ValidationFixture} from "./ValidationFixture.sol";

contract ValidationAttacksTest is ValidationFixture {
    bytes32 private constant CONTENT = keccak256("what is to be validated");

    /// @dev The attacker sees the victim's call in the mempool and is first, with its own agent.
    function test_attack_squattingARequestHash() external {
        _request(validator, otherAgent, CONTENT);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationRequestExists.selector, CONTENT, otherAgent)
        );
        vm.prank(owner);
        registry.validationRequest(validator, agent, REQUEST_URI, CONTENT);

        // The way out. The attacker sees this call too, and can do nothing with the hash.
        bytes32 bound = registry.boundRequestHash(agent, validator, CONTENT);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ValidationRegistry.ValidationHashBoundToOtherAgent.selector, bound, agent, otherAgent
            )
        );
        vm.prank(otherOwner);
        registry.validationRequest(validator, otherAgent, REQUEST_URI, bound);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationNotAuthorized.selector, agent, otherOwner)
        );
        vm.prank(otherOwner);
        registry.validationRequest(validator, agent, REQUEST_URI, bound);

        _validate(validator, agent, bound, 90, "soft");
        (address v, uint256 id, uint8 response,,,) = registry.getValidationStatus(bound);
        assertEq(v, validator);
        assertEq(id, agent);
        assertEq(response, 90);
    }

    /// @dev Neither can one agent's hash be used for another agent of the same owner.
    function test_attack_squattingBetweenTwoAgentsOfOneOwner() external {
        bytes32 bound = registry.boundRequestHash(agent, validator, CONTENT);
        vm.startPrank(owner);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ValidationRegistry.ValidationHashBoundToOtherAgent.selector, bound, agent, secondAgent
            )
        );
        registry.validationRequest(validator, secondAgent, REQUEST_URI, bound);
        registry.validationRequest(validator, agent, REQUEST_URI, bound);
        registry.validationRequest(
            validator, secondAgent, REQUEST_URI, registry.boundRequestHash(secondAgent, validator, CONTENT)
        );
        vm.stopPrank();
        assertEq(registry.getAgentValidationCount(agent), 1);
        assertEq(registry.getAgentValidationCount(secondAgent), 1);
    }

    function testFuzz_attack_squattingABoundHash(uint32 victim, uint32 thief, address namedValidator, bytes32 content)
        external
    {
        vm.assume(victim != thief);
        bytes32 bound = registry.boundRequestHash(victim, namedValidator, content);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ValidationRegistry.ValidationHashBoundToOtherAgent.selector, bound, victim, thief
            )
        );
        vm.prank(otherOwner);
        registry.validationRequest(validator, thief, REQUEST_URI, bound);
    }

    /// @dev The agent names itself or its operator, and answers 100: counted, but told apart.
    function test_attack_A09_theAgentValidatesItself() external {
        _validate(owner, agent, "own", 100, "hard");
        _validate(operator, agent, "operator", 100, "hard");
        _validate(validator, agent, "other", 40, "hard");
        (uint64 count, uint8 average) = registry.getSummary(agent, _none(), "");
        assertEq(count, 3);
        assertEq(average, 80);
        (count, average) = registry.getIndependentSummary(agent, _none(), "");
        assertEq(count, 1);
        assertEq(average, 40);
        (count, average) = registry.getIndependentSummary(agent, _none(), "hard");
        assertEq(count, 1);
        assertEq(average, 40);

        // Selling the agent or taking the operator off doesn't wash the record.
        vm.startPrank(owner);
        identity.setApprovalForAll(operator, false);
        identity.transferFrom(owner, stranger, agent);
        vm.stopPrank();
        _respond("own", 99, "soft");
        (count, average) = registry.getIndependentSummary(agent, _none(), "");
        assertEq(count, 1);
        assertEq(average, 40);
    }

    /// @dev An adapter that calls as itself: here the caller is what counts, contract or not.
    function test_attack_A17_contractsAsOwnerAndAsValidator() external {
        AgentHolder holder = new AgentHolder();
        ValidatorContract judge = new ValidatorContract();
        uint256 held = holder.register(identity);
        bytes32 bound = registry.boundRequestHash(held, address(judge), CONTENT);

        vm.expectEmit(true, true, true, true, address(registry));
        emit IERC8004Validation.ValidationRequest(address(judge), held, "ipfs://request", bound);
        holder.ask(registry, address(judge), held, bound);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IERC8004Validation.ValidationResponse(
            address(judge), held, bound, 88, "ipfs://response", keccak256("evidence"), "hard"
        );
        judge.answer(registry, bound, 88);
        (uint64 count, uint8 average) = registry.getIndependentSummary(held, _list(address(judge)), "hard");
        assertEq(count, 1);
        assertEq(average, 88);

        // Not the account behind the contract.
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationNotAuthorized.selector, held, address(this))
        );
        registry.validationRequest(address(judge), held, REQUEST_URI, "again");
    }

    /// @dev 300 requests that the validator never agreed to: its list grows, its own work costs what it did before.
    function test_attack_fillingTheListOfAValidator() external {
        for (uint256 i; i < 300; ++i) {
            _request(validator, otherAgent, bytes32(i));
        }
        _request(validator, agent, CONTENT);
        assertEq(registry.getValidatorRequestCount(validator), 301);
        bytes32[] memory last = registry.getValidatorRequestsPage(validator, 300, 10);
        assertEq(last.length, 1);
        assertEq(last[0], CONTENT);
        _respond(CONTENT, 75, "soft");
        (uint64 count, uint8 average) = registry.getSummary(agent, _list(validator), "soft");
        assertEq(count, 1);
        assertEq(average, 75);
    }

    /// @dev Taking its answer back under another tag must not leave the former one behind.
    function test_attack_movingAnAnswerToAnotherTag() external {
        _validate(validator, agent, "a", 100, "soft");
        _validate(stranger, agent, "b", 0, "soft");
        _respond("b", 0, "hard");
        (uint64 count, uint8 average) = registry.getSummary(agent, _none(), "soft");
        assertEq(count, 1);
        assertEq(average, 100);
        _respond("b", 50, "soft");
        (count, average) = registry.getSummary(agent, _none(), "soft");
        assertEq(count, 2);
        assertEq(average, 75);
        (count,) = registry.getSummary(agent, _none(), "hard");
        assertEq(count, 0);
    }
}
