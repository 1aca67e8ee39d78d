// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {ERC8004ValidationRegistry} from "../../../contracts/ERC8004ValidationRegistry.sol";
import {IdentityStandIn} from "../mocks/validation/IdentityStandIn.sol";

/// @notice A registry with two agents of one owner, one of another, and short forms of the calls.
abstract contract ValidationFixture is Test {
    string internal constant REQUEST_URI = "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG";
    string internal constant RESPONSE_URI = "ipfs://QmSoLPppuBtQSGwKDZT2M73ULpjvfd3aZ6ha4oFGL1KrGM";
    /// @dev Where the registry keeps its mapping of agents (`forge inspect ERC8004ValidationRegistry storageLayout`).
    uint256 internal constant AGENTS_SLOT = 5;
    /// @dev Where `TagTable` counts its wide ids.
    uint256 internal constant WIDE_COUNT_SLOT = 3;
    uint256 internal constant START = 1_770_000_000;

    IdentityStandIn internal identity;
    ERC8004ValidationRegistry internal registry;

    address internal owner = makeAddr("owner");
    address internal otherOwner = makeAddr("otherOwner");
    address internal operator = makeAddr("operator");
    address internal approved = makeAddr("approved");
    address internal validator = makeAddr("validator");
    address internal stranger = makeAddr("stranger");

    uint256 internal agent;
    uint256 internal secondAgent;
    uint256 internal otherAgent;

    function setUp() public virtual {
        vm.warp(START);
        identity = new IdentityStandIn();
        registry = new ERC8004ValidationRegistry(address(identity));
        vm.startPrank(owner);
        agent = identity.register();
        secondAgent = identity.register();
        identity.approve(approved, agent);
        identity.setApprovalForAll(operator, true);
        vm.stopPrank();
        vm.prank(otherOwner);
        otherAgent = identity.register();
    }

    function _request(address validator_, uint256 agentId, bytes32 requestHash) internal {
        vm.prank(identity.ownerOf(agentId));
        registry.validationRequest(validator_, agentId, REQUEST_URI, requestHash);
    }

    function _respond(bytes32 requestHash, uint8 response, string memory tag) internal {
        (address validator_,,,,,) = registry.getValidationStatus(requestHash);
        vm.prank(validator_);
        registry.validationResponse(requestHash, response, RESPONSE_URI, _responseHash(requestHash, response), tag);
    }

    /// @dev One request and its answer.
    function _validate(address validator_, uint256 agentId, bytes32 requestHash, uint8 response, string memory tag)
        internal
    {
        _request(validator_, agentId, requestHash);
        _respond(requestHash, response, tag);
    }

    function _responseHash(bytes32 requestHash, uint8 response) internal pure returns (bytes32) {
        return keccak256(abi.encode(requestHash, response));
    }

    function _none() internal pure returns (address[] memory) {
        return new address[](0);
    }

    function _list(address a) internal pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = a;
    }

    function _list(address a, address b) internal pure returns (address[] memory list) {
        list = new address[](2);
        (list[0], list[1]) = (a, b);
    }
}
