// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Vm} from "forge-std/Vm.sol";

/// @notice Code as it is deployed, for what can't be compiled together with the tests: OpenZeppelin's P-256 library needs the
/// optimizer, which is off where coverage is measured.
library ProductionCode {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    error ProductionCodeNotDeployed(string path);

    /// @dev Reads the file itself: `vm.getCode` takes paths in forge only.
    function deployP256Verifier() internal returns (address verifier) {
        string memory path = "cache/forge/out/P256Verifier.sol/P256Verifier.json";
        bytes memory code = VM.parseJsonBytes(VM.readFile(path), ".bytecode.object");
        assembly ("memory-safe") {
            verifier := create(0, add(code, 32), mload(code))
        }
        if (verifier == address(0)) revert ProductionCodeNotDeployed(path);
    }
}
