// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {SageRegistryV3} from "../../contracts/SageRegistryV3.sol";
import {PublicKeys} from "../foundry/PublicKeys.sol";
import {SageHandler} from "../foundry/sage/SageHandler.sol";
import {SageInvariants} from "../foundry/sage/SageInvariants.t.sol";

/// @notice Forge's handler where the engine can't make secp256k1 and Ed25519 keys.
contract EdrSageHandler is SageHandler {
    struct Point {
        uint256 x;
        uint256 y;
    }

    /// @dev Each point is asked for several times, and dear to make.
    mapping(uint256 secret => Point point) private _secp256k1;
    mapping(uint256 secret => bytes32 point) private _ed25519;

    constructor(SageRegistryV3 registry_, IERC721 token_) SageHandler(registry_, token_) {}

    function secp256k1PointOf(uint256 secret) internal override returns (uint256, uint256) {
        Point storage known = _secp256k1[secret];
        if (known.y == 0) (known.x, known.y) = PublicKeys.secp256k1(secret);
        return (known.x, known.y);
    }

    function ed25519PointOf(uint256 secret) internal override returns (bytes32) {
        if (_ed25519[secret] == 0) _ed25519[secret] = PublicKeys.ed25519(secret);
        return _ed25519[secret];
    }

    /// @dev Not a signature: without a verifier of Ed25519 the registry takes any 64 bytes, emits them for others to check,
    /// and calls the key neither valid nor proved. All registries of these invariants are without one.
    function signEd25519(uint256 secret, bytes32 digest) internal pure override returns (bytes memory) {
        return abi.encodePacked(keccak256(abi.encode(secret, digest)), digest);
    }
}

contract EdrSageInvariantsTest is SageInvariants {
    function makeIdentity() internal view override returns (IERC721) {
        return IERC721(address(identity));
    }

    function makeHandler(IERC721 token) internal override returns (SageHandler) {
        return new EdrSageHandler(registry, token);
    }
}

contract EdrSageInvariantsOverDeployedTest is SageInvariants {
    function makeIdentity() internal override returns (IERC721) {
        return IERC721(address(useDeployedIdentity()));
    }

    function makeHandler(IERC721 token) internal override returns (SageHandler) {
        return new EdrSageHandler(registry, token);
    }
}
