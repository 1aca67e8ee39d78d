// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {console2} from "forge-std-of-foundry/console2.sol";
