// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Vm, VmSafe} from "forge-std-of-foundry/Vm.sol";
