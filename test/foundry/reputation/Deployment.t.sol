// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC8004ReputationRegistryV2} from "../../../contracts/ERC8004ReputationRegistryV2.sol";
import {IdentityClient} from "../../../contracts/base/IdentityClient.sol";
import {IERC8004Reputation} from "../../../contracts/interfaces/IERC8004Reputation.sol";
import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {IReputationSigned} from "../../../contracts/interfaces/IReputationSigned.sol";
import {IReputationTasks} from "../../../contracts/interfaces/IReputationTasks.sol";
import {IReputationTrust} from "../../../contracts/interfaces/IReputationTrust.sol";
import {IdentityStandIn} from "../mocks/reputation/IdentityStandIn.sol";
import {ReputationFixture} from "./ReputationFixture.sol";
import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";

contract DeploymentTest is ReputationFixture {
    /// @dev Forge makes `new` a cheatcode, and a revert that is expected of one ends the test; of a call it doesn't.
    function deploy(address identityRegistry, address validationPolicy) external {
        new ERC8004ReputationRegistryV2(identityRegistry, validationPolicy);
    }

    function test_RevertWhen_TheIdentityRegistryHasNoCode() external {
        vm.expectRevert(abi.encodeWithSelector(IdentityClient.InvalidIdentityRegistry.selector, client));
        this.deploy(client, address(policy));
        vm.expectRevert(abi.encodeWithSelector(IdentityClient.InvalidIdentityRegistry.selector, address(0)));
        this.deploy(address(0), address(policy));
    }

    function test_RevertWhen_ThePolicyHasNoCode() external {
        vm.expectRevert(abi.encodeWithSelector(IReputationTasks.ReputationInvalidPolicy.selector, client, address(0)));
        this.deploy(address(identity), client);
    }

    function test_RevertWhen_ThePolicyIsOverAnotherIdentityRegistry() external {
        IdentityStandIn another = new IdentityStandIn();
        vm.expectRevert(
            abi.encodeWithSelector(
                IReputationTasks.ReputationInvalidPolicy.selector, address(policy), address(identity)
            )
        );
        this.deploy(address(another), address(policy));
    }

    function test_NamesItsIdentityRegistryAndLimits() external view {
        assertEq(registry.getIdentityRegistry(), address(identity));
        assertEq(registry.getValidationPolicy(), address(policy));
        assertEq(registry.MAX_BATCH(), 25);
        assertEq(registry.MAX_TAG_LENGTH(), 256);
    }

    function test_SupportsInterfaces() external view {
        assertTrue(registry.supportsInterface(type(IERC165).interfaceId));
        assertTrue(registry.supportsInterface(type(IERC8004Reputation).interfaceId));
        assertTrue(registry.supportsInterface(type(IERC8004ReputationRegistryV2).interfaceId));
        assertTrue(registry.supportsInterface(type(IReputationTrust).interfaceId));
        assertTrue(registry.supportsInterface(type(IReputationTasks).interfaceId));
        assertTrue(registry.supportsInterface(type(IReputationSigned).interfaceId));
        assertFalse(registry.supportsInterface(0xffffffff));
    }
}
