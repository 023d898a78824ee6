# Initial cache of the `asan` build (address and undefined-behaviour sanitizers, whole suite):
#   cmake -S . -B build/asan -G Ninja -C packaging/cmake/asan.cmake
include("${CMAKE_CURRENT_LIST_DIR}/tools.cmake")
# A room compiles as one unit: five times less work than file by file (the dev build checks the single files).
set(CMAKE_UNITY_BUILD ON CACHE BOOL "")
set(CMAKE_UNITY_BUILD_BATCH_SIZE 0 CACHE STRING "")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "" CACHE STRING "")  # else its -g wins over -g1, which costs a third of the time
set(CMAKE_C_FLAGS_DEBUG "" CACHE STRING "")
# With both sanitizers -O1 takes five times as long to compile as -O0.
set(CMAKE_CXX_FLAGS "-O0 -g1 -D_GLIBCXX_ASSERTIONS" CACHE STRING "")
set(HERALD_SANITIZE "address,undefined" CACHE STRING "")
