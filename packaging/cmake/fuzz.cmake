# Initial cache of the `fuzz` build (libFuzzer targets, clang):
#   cmake -S . -B build/fuzz -G Ninja -C packaging/cmake/fuzz.cmake
include("${CMAKE_CURRENT_LIST_DIR}/tools.cmake")
set(CMAKE_C_COMPILER clang-19 CACHE STRING "")
set(CMAKE_CXX_COMPILER clang++-19 CACHE STRING "")
# A room compiles as one unit: five times less work than file by file (the dev build checks the single files).
set(CMAKE_UNITY_BUILD ON CACHE BOOL "")
set(CMAKE_UNITY_BUILD_BATCH_SIZE 0 CACHE STRING "")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "" CACHE STRING "")  # else its -g wins over -g1, which costs a quarter of the time
set(CMAKE_C_FLAGS_DEBUG "" CACHE STRING "")
set(CMAKE_CXX_FLAGS "-O1 -g1" CACHE STRING "")
set(HERALD_FUZZ ON CACHE BOOL "")
set(HERALD_SANITIZE "address,undefined" CACHE STRING "")
