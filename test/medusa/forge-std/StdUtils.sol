// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {StdUtils} from "forge-std-of-foundry/StdUtils.sol";
