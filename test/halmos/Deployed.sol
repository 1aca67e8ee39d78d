// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/interfaces/IERC721Receiver.sol";
import {Test} from "forge-std/Test.sol";
import {IERC8004IdentityRegistry} from "../../contracts/interfaces/IERC8004IdentityRegistry.sol";
import {IERC8004ReputationRegistryV2} from "../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {IERC8004ValidationRegistry} from "../../contracts/interfaces/IERC8004ValidationRegistry.sol";
import {IRegistrationRateHook} from "../../contracts/interfaces/IRegistrationRateHook.sol";
import {IReputationSigned} from "../../contracts/interfaces/IReputationSigned.sol";
import {IReputationTasks} from "../../contracts/interfaces/IReputationTasks.sol";
import {ISageRegistryV3} from "../../contracts/interfaces/ISageRegistryV3.sol";
import {IStakedValidation} from "../../contracts/interfaces/IStakedValidation.sol";
import {ITaskValidationPolicy} from "../../contracts/interfaces/ITaskValidationPolicy.sol";
import {ITEEKeyRegistry} from "../../contracts/interfaces/ITEEKeyRegistry.sol";
import {IVoteWeights} from "../../contracts/interfaces/IVoteWeights.sol";

/// @dev Of OpenZeppelin's `Ownable2Step`.
interface IOwned {
    function owner() external view returns (address);
    function transferOwnership(address newOwner) external;
    function acceptOwnership() external;
    function renounceOwnership() external;
}

interface IIdentity is IERC8004IdentityRegistry, IERC721 {}

interface IReputation is IERC8004ReputationRegistryV2, IReputationTasks, IReputationSigned {}

interface ISage is ISageRegistryV3, IERC721Receiver, IOwned {}

interface IStaked is IStakedValidation, IOwned {}

interface ITEEKeys is ITEEKeyRegistry, IVoteWeights, IOwned {}

/// @dev Makes the contracts from the very code that is deployed: `npm run prove` lays it out from the artifacts of the build. The
/// tests know only interfaces, so that nothing of the contracts is compiled another time, or otherwise, for the proofs.
abstract contract Deployed is Test {
    error NotCreated(string name);

    function _identityRegistry() internal returns (IIdentity) {
        return IIdentity(_create("ERC8004IdentityRegistry", ""));
    }

    function _validationRegistry(IIdentity identity) internal returns (IERC8004ValidationRegistry) {
        return IERC8004ValidationRegistry(_create("ERC8004ValidationRegistry", abi.encode(identity)));
    }

    function _reputationRegistry(IIdentity identity, ITaskValidationPolicy policy) internal returns (IReputation) {
        return IReputation(_create("ERC8004ReputationRegistryV2", abi.encode(identity, policy)));
    }

    function _taskPolicy(IERC8004ValidationRegistry validations, address owner)
        internal
        returns (ITaskValidationPolicy)
    {
        bytes memory arguments = abi.encode(validations, owner, new address[](0));
        return ITaskValidationPolicy(_create("TaskValidationPolicy", arguments));
    }

    function _rateHook(address registry, address owner) internal returns (IRegistrationRateHook) {
        return IRegistrationRateHook(_create("RegistrationRateHook", abi.encode(registry, owner)));
    }

    function _teeKeyRegistry(address owner, address guardian) internal returns (ITEEKeys) {
        return ITEEKeys(_create("TEEKeyRegistry", abi.encode(owner, guardian)));
    }

    /// @dev P-256 plays no part in the proofs: any contract can stand where its verifier is asked for.
    function _stakedValidation(
        IERC8004ValidationRegistry validations,
        ITEEKeys keys,
        address verifier,
        address owner,
        address guardian
    ) internal returns (IStaked) {
        return IStaked(_create("StakedValidation", abi.encode(validations, keys, verifier, owner, guardian)));
    }

    /// @dev P-256 plays no part in the proofs: any contract can stand where its verifier is asked for.
    function _sageRegistry(IIdentity identity, address owner, address guardian) internal returns (ISage) {
        bytes memory arguments = abi.encode(identity, "testnet", identity, address(0), owner, guardian);
        return ISage(_create("SageRegistryV3", arguments));
    }

    /// @dev Reverts where the constructor does, without its reason.
    function _create(string memory name, bytes memory arguments) internal returns (address created) {
        bytes memory code = abi.encodePacked(vm.getCode(string.concat("cache/prove/code/", name, ".json")), arguments);
        assembly ("memory-safe") {
            created := create(0, add(code, 0x20), mload(code))
        }
        if (created == address(0)) revert NotCreated(name);
    }
}
