// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC8004ReputationRegistryV2} from "../../../contracts/ERC8004ReputationRegistryV2.sol";
import {IdentityClient} from "../../../contracts/base/IdentityClient.sol";
import {IERC8004Reputation} from "../../../contracts/interfaces/IERC8004Reputation.sol";
import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {ReputationFixture} from "./ReputationFixture.sol";
import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";

contract DeploymentTest is ReputationFixture {
    function test_RevertWhen_TheIdentityRegistryHasNoCode() external {
        vm.expectRevert(abi.encodeWithSelector(IdentityClient.InvalidIdentityRegistry.selector, client));
        new ERC8004ReputationRegistryV2(client);
        vm.expectRevert(abi.encodeWithSelector(IdentityClient.InvalidIdentityRegistry.selector, address(0)));
        new ERC8004ReputationRegistryV2(address(0));
    }

    function test_NamesItsIdentityRegistryAndLimits() external view {
        assertEq(registry.getIdentityRegistry(), address(identity));
        assertEq(registry.MAX_BATCH(), 50);
        assertEq(registry.MAX_TAG_LENGTH(), 256);
    }

    function test_SupportsInterfaces() external view {
        assertTrue(registry.supportsInterface(type(IERC165).interfaceId));
        assertTrue(registry.supportsInterface(type(IERC8004Reputation).interfaceId));
        assertTrue(registry.supportsInterface(type(IERC8004ReputationRegistryV2).interfaceId));
        assertFalse(registry.supportsInterface(0xffffffff));
    }
}
