// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {StdInvariant} from "forge-std-of-foundry/StdInvariant.sol";
import {StdUtils} from "./StdUtils.sol";
import {StdCheats} from "./StdCheats.sol";
import {StdAssertions} from "./StdAssertions.sol";

abstract contract Test is StdInvariant, StdCheats, StdUtils, StdAssertions {}
