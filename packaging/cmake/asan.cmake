# Initial cache of the `asan` build (address and undefined-behaviour sanitizers, whole suite):
#   cmake -S . -B build/asan -G Ninja -C packaging/cmake/asan.cmake
include("${CMAKE_CURRENT_LIST_DIR}/tools.cmake")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS "-O1 -g1 -D_GLIBCXX_ASSERTIONS" CACHE STRING "")
set(HERALD_SANITIZE "address,undefined" CACHE STRING "")
