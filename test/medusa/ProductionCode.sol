// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {P256Verifier} from "../../contracts/P256Verifier.sol";

/// @notice Stands for the library of that name beside the tests, which reads a file, as medusa can't.
library ProductionCode {
    function deployP256Verifier() internal returns (address) {
        return address(new P256Verifier());
    }
}
