// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

// For those who import it from here.
// solhint-disable-next-line no-unused-import
import {console2} from "forge-std-of-foundry/console2.sol";
