// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004Validation} from "../../../contracts/interfaces/IERC8004Validation.sol";
import {ValidationFixture} from "./ValidationFixture.sol";

contract ValidationRequestTest is ValidationFixture {
    function test_WhenTheCallerIsTheOwner() external {
        vm.expectEmit(true, true, true, true, address(registry));
        emit IERC8004Validation.ValidationRequest(validator, agent, REQUEST_URI, keccak256("a"));
        vm.prank(owner);
        registry.validationRequest(validator, agent, REQUEST_URI, keccak256("a"));
        (address v, uint256 id, uint8 response, bytes32 hash, string memory tag, uint256 lastUpdate) =
            registry.getValidationStatus(keccak256("a"));
        assertEq(v, validator);
        assertEq(id, agent);
        assertEq(response, 0);
        assertEq(hash, 0);
        assertEq(tag, "");
        assertEq(lastUpdate, START);
        assertEq(registry.getAgentValidations(agent).length, 1);
        assertEq(registry.getAgentValidations(agent)[0], keccak256("a"));
        assertEq(registry.getValidatorRequests(validator)[0], keccak256("a"));
    }

    function test_basics() external {
        for (uint256 i; i < 9; ++i) {
            _validate(validator, i % 2 == 0 ? agent : otherAgent, bytes32(i), uint8(i * 10), i < 5 ? "soft" : "hard");
        }
        assertEq(registry.getValidatorRequestCount(validator), 9);
        bytes32[] memory list = registry.getValidatorRequests(validator);
        for (uint256 i; i < 9; ++i) {
            assertEq(list[i], bytes32(i));
        }
        (uint64 count, uint8 avg) = registry.getSummary(agent, _none(), "");
        assertEq(count, 5);
        assertEq(avg, 40);
        (count, avg) = registry.getSummary(agent, _none(), "hard");
        assertEq(count, 2);
        assertEq(avg, 70);
        (count, avg) = registry.getSummary(agent, _list(validator), "soft");
        assertEq(count, 3);
        assertEq(avg, 20);
    }
}
