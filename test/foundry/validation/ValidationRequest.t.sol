// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC8004Validation} from "../../../contracts/interfaces/IERC8004Validation.sol";
import {IERC8004ValidationRegistry} from "../../../contracts/interfaces/IERC8004ValidationRegistry.sol";
import {ValidationFixture} from "./ValidationFixture.sol";

contract ValidationRequestTest is ValidationFixture {
    bytes32 private constant HASH = keccak256("a request");

    function test_RevertGiven_TheValidatorIsZero() external {
        vm.expectRevert(abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationZeroValidator.selector, HASH));
        vm.prank(owner);
        registry.validationRequest(address(0), agent, REQUEST_URI, HASH);
    }

    function test_RevertGiven_TheAgentIdIsAboveTheMaximum() external {
        uint256 tooLarge = registry.MAX_AGENT_ID() + 1;
        identity.mint(owner, tooLarge);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ValidationRegistry.ValidationAgentIdTooLarge.selector, tooLarge, type(uint32).max
            )
        );
        vm.prank(owner);
        registry.validationRequest(validator, tooLarge, REQUEST_URI, HASH);
    }

    function test_RevertGiven_TheHashIsBoundToAnotherAgent() external {
        bytes32 bound = registry.boundRequestHash(agent, validator, HASH);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ValidationRegistry.ValidationHashBoundToOtherAgent.selector, bound, agent, otherAgent
            )
        );
        vm.prank(otherOwner);
        registry.validationRequest(validator, otherAgent, REQUEST_URI, bound);
    }

    function test_RevertGiven_TheAgentDoesNotExist() external {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 99));
        vm.prank(owner);
        registry.validationRequest(validator, 99, REQUEST_URI, HASH);
    }

    function test_RevertGiven_TheCallerIsNotTheAgentsSide() external {
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationNotAuthorized.selector, agent, stranger)
        );
        vm.prank(stranger);
        registry.validationRequest(validator, agent, REQUEST_URI, HASH);
    }

    function test_RevertGiven_TheValidatorAsks() external {
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationNotAuthorized.selector, agent, validator)
        );
        vm.prank(validator);
        registry.validationRequest(validator, agent, REQUEST_URI, HASH);
    }

    function test_RevertGiven_TheHashIsInUseByTheSameAgent() external {
        _request(validator, agent, HASH);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationRequestExists.selector, HASH, agent)
        );
        vm.prank(owner);
        registry.validationRequest(stranger, agent, REQUEST_URI, HASH);
    }

    function test_RevertGiven_TheHashIsInUseByAnotherAgent() external {
        _validate(validator, otherAgent, HASH, 50, "soft");
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationRequestExists.selector, HASH, otherAgent)
        );
        vm.prank(owner);
        registry.validationRequest(validator, agent, REQUEST_URI, HASH);
    }

    /// @dev From everything wrong to nothing wrong, one fault taken away at a time.
    function test_RevertGiven_SeveralOfTheseAtOnce() external {
        uint256 tooLarge = uint256(type(uint32).max) + 1;
        bytes32 bound = registry.boundRequestHash(agent, validator, HASH);
        _request(validator, agent, bound);
        _request(validator, agent, HASH);
        vm.startPrank(stranger);

        vm.expectRevert(abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationZeroValidator.selector, bound));
        registry.validationRequest(address(0), tooLarge, REQUEST_URI, bound);

        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ValidationRegistry.ValidationAgentIdTooLarge.selector, tooLarge, type(uint32).max
            )
        );
        registry.validationRequest(validator, tooLarge, REQUEST_URI, bound);

        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ValidationRegistry.ValidationHashBoundToOtherAgent.selector, bound, agent, 99
            )
        );
        registry.validationRequest(validator, 99, REQUEST_URI, bound);

        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 99));
        registry.validationRequest(validator, 99, REQUEST_URI, HASH);

        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationNotAuthorized.selector, agent, stranger)
        );
        registry.validationRequest(validator, agent, REQUEST_URI, HASH);
        vm.stopPrank();

        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationRequestExists.selector, HASH, agent)
        );
        vm.prank(owner);
        registry.validationRequest(validator, agent, REQUEST_URI, HASH);
    }

    function test_GivenNoneOfThese() external {
        skip(1 days);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IERC8004Validation.ValidationRequest(validator, agent, REQUEST_URI, HASH);
        vm.prank(owner);
        registry.validationRequest(validator, agent, REQUEST_URI, HASH);

        skip(1 days);
        (address v, uint256 id, uint8 response, bytes32 responseHash, string memory tag, uint256 lastUpdate) =
            registry.getValidationStatus(HASH);
        assertEq(v, validator);
        assertEq(id, agent);
        assertEq(response, 0);
        assertEq(responseHash, 0);
        assertEq(tag, "");
        assertEq(lastUpdate, START + 1 days);
        assertTrue(registry.requestExists(HASH));
        assertFalse(registry.isAnswered(HASH));
        (uint64 count, uint8 average) = registry.getSummary(agent, _none(), "");
        assertEq(count, 0);
        assertEq(average, 0);
    }

    function test_ItAppendsToTheListOfTheAgent() external {
        bytes32[] memory expected = new bytes32[](3);
        for (uint256 i; i < 3; ++i) {
            expected[i] = keccak256(abi.encode(i));
            _request(i == 1 ? stranger : validator, agent, expected[i]);
        }
        _request(validator, secondAgent, HASH);
        assertEq(registry.getAgentValidations(agent), expected);
        assertEq(registry.getAgentValidationCount(agent), 3);
        assertEq(registry.getAgentValidationCount(secondAgent), 1);
        assertEq(registry.getAgentValidationCount(otherAgent), 0);
    }

    /// @dev 13 entries fill three words and begin a fourth; the first is (agent 0, index 0).
    function test_ItAppendsToTheListOfTheValidator() external {
        uint256[3] memory agents = [agent, otherAgent, secondAgent];
        bytes32[] memory expected = new bytes32[](13);
        for (uint256 i; i < expected.length; ++i) {
            assertEq(registry.getValidatorRequestCount(validator), i);
            expected[i] = keccak256(abi.encode(i));
            _request(validator, agents[i * i % 3], expected[i]);
            _request(stranger, agents[i % 3], keccak256(abi.encode("other", i)));
        }
        assertEq(registry.getValidatorRequests(validator), expected);
        assertEq(registry.getValidatorRequestCount(validator), 13);
        assertEq(registry.getValidatorRequestCount(stranger), 13);
        assertEq(registry.getValidatorRequests(stranger)[12], keccak256(abi.encode("other", 12)));
    }

    function test_WhenTheCallerIsOwnerOperatorOrApproved() external {
        address[3] memory callers = [owner, operator, approved];
        for (uint256 i; i < callers.length; ++i) {
            vm.prank(callers[i]);
            registry.validationRequest(validator, agent, REQUEST_URI, bytes32(i + 1));
            assertTrue(registry.requestExists(bytes32(i + 1)));
        }
    }

    function test_WhenTheHashIsBoundToThisAgent() external {
        bytes32 bound = registry.boundRequestHash(agent, validator, HASH);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IERC8004Validation.ValidationRequest(validator, agent, REQUEST_URI, bound);
        _request(validator, agent, bound);
        assertTrue(registry.requestExists(bound));
    }

    /// @dev The low 24 bytes are free: only marker and agent id are looked at.
    function test_WhenTheHashIsBoundInAnotherWay() external {
        bytes32 bound = registry.boundRequestHash(agent, validator, HASH) ^ bytes32(uint256(1));
        _request(validator, agent, bound);
        assertTrue(registry.requestExists(bound));
    }

    function test_WhenTheHashIsZero() external {
        _validate(validator, agent, 0, 70, "soft");
        assertTrue(registry.requestExists(0));
        assertEq(registry.getAgentValidationCount(agent), 1);
        assertEq(registry.getAgentValidations(agent)[0], 0);
        assertEq(registry.getValidatorRequests(validator)[0], 0);
        vm.expectRevert(abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationRequestExists.selector, 0, agent));
        vm.prank(owner);
        registry.validationRequest(validator, agent, REQUEST_URI, 0);
    }

    function test_WhenTheAgentIdIsTheMaximum() external {
        uint256 maximum = registry.MAX_AGENT_ID();
        assertEq(maximum, type(uint32).max);
        identity.mint(owner, maximum);
        for (uint256 i; i < 5; ++i) {
            _validate(validator, maximum, bytes32(i), 90, "soft");
        }
        (, uint256 id,,,,) = registry.getValidationStatus(bytes32(uint256(4)));
        assertEq(id, maximum);
        assertEq(registry.getValidatorRequests(validator), registry.getAgentValidations(maximum));
        assertEq(registry.getAgentValidations(maximum)[4], bytes32(uint256(4)));
    }

    function test_WhenTheValidatorIsTheAgentsSide() external {
        address[4] memory callers = [owner, operator, operator, owner];
        address[4] memory validators = [owner, owner, operator, approved];
        for (uint256 i; i < callers.length; ++i) {
            vm.prank(callers[i]);
            registry.validationRequest(validators[i], agent, REQUEST_URI, bytes32(i));
            (bool atRequest, bool atPresent) = registry.isSelfValidation(bytes32(i));
            assertTrue(atRequest);
            assertTrue(atPresent);
        }
        // The approval is for one agent, the operator for all of the owner's.
        _request(approved, secondAgent, "approved");
        (bool self,) = registry.isSelfValidation("approved");
        assertFalse(self);
        _request(operator, secondAgent, "operator");
        (self,) = registry.isSelfValidation("operator");
        assertTrue(self);
    }

    function test_WhenTheValidatorIsAnybodyElse() external {
        _request(validator, agent, HASH);
        _request(otherOwner, agent, "other");
        (bool atRequest, bool atPresent) = registry.isSelfValidation(HASH);
        assertFalse(atRequest);
        assertFalse(atPresent);
        (atRequest, atPresent) = registry.isSelfValidation("other");
        assertFalse(atRequest);
        assertFalse(atPresent);
    }

    /// @dev 2^32 requests of one agent can't be made in a test; the word is put there instead. The panic is the checked
    /// addition of the list length, which lies in the highest bits.
    function test_RevertGiven_TheListOfTheAgentIsFull() external {
        _request(validator, agent, HASH);
        bytes32 slot = keccak256(abi.encode(agent, AGENTS_SLOT));
        assertEq(uint256(vm.load(address(registry), slot)), 1 << 224);
        vm.store(address(registry), slot, bytes32(uint256(type(uint32).max) << 224));
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        vm.prank(owner);
        registry.validationRequest(validator, agent, REQUEST_URI, "one too many");
    }
}
