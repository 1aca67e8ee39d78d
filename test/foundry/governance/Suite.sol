// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ERC8004IdentityRegistry} from "../../../contracts/ERC8004IdentityRegistry.sol";
import {ERC8004ValidationRegistry} from "../../../contracts/ERC8004ValidationRegistry.sol";
import {RegistrationRateHook} from "../../../contracts/RegistrationRateHook.sol";
import {SageRegistryV3} from "../../../contracts/SageRegistryV3.sol";
import {SageTimelock} from "../../../contracts/SageTimelock.sol";
import {SimpleMultiSig} from "../../../contracts/SimpleMultiSig.sol";
import {StakedValidation} from "../../../contracts/StakedValidation.sol";
import {TaskValidationPolicy} from "../../../contracts/TaskValidationPolicy.sol";
import {TEEKeyRegistry} from "../../../contracts/TEEKeyRegistry.sol";
import {ProductionCode} from "../ProductionCode.sol";

/// @notice All contracts that have an owner, wired as scripts/deploy/plan.ts wires them, and a second wallet of the same members.
contract Suite {
    SimpleMultiSig public immutable COUNCIL;
    SimpleMultiSig public immutable RESERVE;
    SageTimelock public immutable TIMELOCK;
    TEEKeyRegistry public immutable TEE_KEYS;
    StakedValidation public immutable STAKED;
    TaskValidationPolicy public immutable POLICY;
    SageRegistryV3 public immutable SAGE;
    RegistrationRateHook public immutable HOOK;

    constructor(address[] memory members, uint256 threshold, address guardian) {
        ERC8004IdentityRegistry identity = new ERC8004IdentityRegistry();
        address validation = address(new ERC8004ValidationRegistry(address(identity)));
        address p256Verifier = ProductionCode.deployP256Verifier();
        COUNCIL = new SimpleMultiSig(members, threshold);
        RESERVE = new SimpleMultiSig(members, threshold);
        TIMELOCK = new SageTimelock(48 hours, address(COUNCIL));
        address owner = address(TIMELOCK);
        TEE_KEYS = new TEEKeyRegistry(owner, guardian);
        STAKED = new StakedValidation(validation, address(TEE_KEYS), p256Verifier, owner, guardian);
        address[] memory validators = new address[](1);
        validators[0] = address(STAKED);
        POLICY = new TaskValidationPolicy(validation, owner, validators);
        SAGE = new SageRegistryV3(address(identity), "testnet", p256Verifier, address(0), owner, guardian);
        HOOK = new RegistrationRateHook(address(SAGE), owner);
    }

    /// @dev Everything that has an owner.
    function owned() external view returns (Ownable2Step[5] memory) {
        return [
            Ownable2Step(address(TEE_KEYS)),
            Ownable2Step(address(STAKED)),
            Ownable2Step(address(POLICY)),
            Ownable2Step(address(SAGE)),
            Ownable2Step(address(HOOK))
        ];
    }
}
