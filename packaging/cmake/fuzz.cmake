# Initial cache of the `fuzz` build (libFuzzer targets, clang):
#   cmake -S . -B build/fuzz -G Ninja -C packaging/cmake/fuzz.cmake
include("${CMAKE_CURRENT_LIST_DIR}/tools.cmake")
set(CMAKE_C_COMPILER clang-19 CACHE STRING "")
set(CMAKE_CXX_COMPILER clang++-19 CACHE STRING "")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS "-O1 -g1" CACHE STRING "")
set(HERALD_FUZZ ON CACHE BOOL "")
set(HERALD_SANITIZE "address,undefined" CACHE STRING "")
