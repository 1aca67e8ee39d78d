// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Test} from "forge-std/Test.sol";
import {ERC8004IdentityRegistry} from "../../../contracts/ERC8004IdentityRegistry.sol";
import {ERC8004ValidationRegistry} from "../../../contracts/ERC8004ValidationRegistry.sol";
import {IERC8004ValidationRegistry} from "../../../contracts/interfaces/IERC8004ValidationRegistry.sol";

/// @notice Over our own identity registry in place of the stand-in of the other tests.
contract ValidationWithIdentityTest is Test {
    ERC8004IdentityRegistry private _identity;
    ERC8004ValidationRegistry private _registry;
    address private _owner = makeAddr("owner");
    address private _operator = makeAddr("operator");
    address private _approved = makeAddr("approved");
    address private _validator = makeAddr("validator");
    uint256 private _agent;

    function setUp() external {
        _identity = new ERC8004IdentityRegistry();
        _registry = new ERC8004ValidationRegistry(address(_identity));
        vm.startPrank(_owner);
        _agent = _identity.register("ipfs://agent");
        _identity.setApprovalForAll(_operator, true);
        _identity.approve(_approved, _agent);
        vm.stopPrank();
    }

    function test_theAgentsSideAsks() external {
        address[3] memory callers = [_owner, _operator, _approved];
        for (uint256 i; i < callers.length; ++i) {
            bytes32 requestHash = _registry.boundRequestHash(_agent, _validator, bytes32(i));
            vm.prank(callers[i]);
            _registry.validationRequest(_validator, _agent, "ipfs://request", requestHash);
            vm.prank(_validator);
            _registry.validationResponse(requestHash, 90, "ipfs://response", 0, "soft");
        }
        (uint64 count, uint8 average) = _registry.getIndependentSummary(_agent, new address[](0), "soft");
        assertEq(count, 3);
        assertEq(average, 90);
    }

    function test_itsOwnSideIsToldApart() external {
        address[3] memory validators = [_owner, _operator, _approved];
        for (uint256 i; i < validators.length; ++i) {
            vm.prank(_owner);
            _registry.validationRequest(validators[i], _agent, "ipfs://request", bytes32(i));
            (bool atRequest, bool atPresent) = _registry.isSelfValidation(bytes32(i));
            assertTrue(atRequest);
            assertTrue(atPresent);
        }
        vm.prank(_owner);
        _identity.transferFrom(_owner, _validator, _agent);
        for (uint256 i; i < validators.length; ++i) {
            (bool atRequest, bool atPresent) = _registry.isSelfValidation(bytes32(i));
            assertTrue(atRequest);
            assertFalse(atPresent);
        }
    }

    function test_RevertGiven_TheCallerIsNotTheAgentsSide() external {
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationNotAuthorized.selector, _agent, _validator)
        );
        vm.prank(_validator);
        _registry.validationRequest(_validator, _agent, "ipfs://request", "hash");
    }

    function test_RevertGiven_TheAgentDoesNotExist() external {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, _agent + 1));
        vm.prank(_owner);
        _registry.validationRequest(_validator, _agent + 1, "ipfs://request", "hash");
    }
}
